import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.domain.case import GraderSpec
from evalsuite.domain.decision import GateRules
from evalsuite.errors import InputError
from evalsuite.settings import NAMES, Layer, Settings, env_lines, resolve, table


def test_without_any_layer_the_defaults_hold():
    assert resolve().settings == Settings()


@given(st.sets(st.sampled_from([Layer.FILE, Layer.ENVIRONMENT, Layer.OPTION])))
def test_the_highest_layer_that_says_a_setting_holds(layers):
    said = {Layer.FILE: 11, Layer.ENVIRONMENT: 12, Layer.OPTION: 13}
    resolved = resolve(
        file={"concurrency": 11} if Layer.FILE in layers else None,
        environment={"EVALSUITE_CONCURRENCY": "12"} if Layer.ENVIRONMENT in layers else None,
        options={"concurrency": 13 if Layer.OPTION in layers else None},
    )

    highest = max(layers, default=Layer.DEFAULT)
    assert resolved.said["concurrency"] == highest
    assert resolved.settings.concurrency == said.get(highest, Settings().concurrency)


def test_where_a_setting_was_said_is_kept():
    resolved = resolve(file={"trials": 3}, file_name="evalsuite.toml", environment={"EVALSUITE_CONCURRENCY": "2"})

    assert resolved.sources == {"trials": "evalsuite.toml", "concurrency": "EVALSUITE_CONCURRENCY"}


def test_every_mistake_is_told_at_once_with_its_line():
    text = 'asistant = "alex"\ntrials = 0\ncases = 3\n'

    with pytest.raises(InputError) as caught:
        resolve(file=table(text, "evalsuite.toml"), file_name="evalsuite.toml", text=text)

    assert str(caught.value).splitlines() == [
        "evalsuite.toml:1:1: no setting 'asistant'. Did you mean 'assistant'?",
        "evalsuite.toml:2:1: trials wants a whole number of at least 1, got 0",
        'evalsuite.toml:3:1: cases wants a list of texts like ["cases"], got 3',
    ]


def test_a_variable_that_cannot_be_read_is_named():
    with pytest.raises(InputError, match="EVALSUITE_TRIALS: trials wants a whole number"):
        resolve(environment={"EVALSUITE_TRIALS": "many"})


def test_standing_graders_are_names_or_tables():
    resolved = resolve(file={"graders": ["ids", {"max_words": 120, "label": "short"}, {"calls": {"name": "x"}}]})

    assert resolved.settings.graders == (
        GraderSpec(name="ids", bare=True),
        GraderSpec(name="max_words", label="short", argument=120),
        GraderSpec(name="calls", parameters={"name": "x"}),
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("graders", "ids"),
        ("graders", [{"a": 1, "b": 2}]),
        ("allowed_errors", 1.5),
        ("case_timeout_seconds", 0),
        ("preflight", "maybe"),
        ("concurrency", True),
        ("assistant", ""),
        ("gate", "strict"),
        ("gate", {"margins": 0.05}),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(name, value):
    with pytest.raises(InputError, match=name):
        resolve(file={name: value})


def test_the_gates_rules_are_read_from_their_table():
    text = 'gate = {margin = 0.03, margins = {ids = 0.1}, hard_zero = {"claims#2" = 0.02}, min_clusters = 20}\n'

    rules = resolve(file=table(text, "evalsuite.toml")).settings.gate

    assert rules == GateRules(margin=0.03, margins={"ids": 0.1}, hard_zero={"claims#2": 0.02}, min_clusters=20)
    assert str(rules) == "pass rate at most 3 points lower, ids at most 10 points lower, claims#2 below 2 % failures"


def test_the_gates_margin_can_be_left_out():
    assert resolve(file={"gate": {"margin": False}}).settings.gate.margin is None


def test_every_mistake_in_the_gates_rules_is_told_with_its_line():
    text = (
        '[tool.evalsuite]\nassistant = "alex"\n[tool.evalsuite.gate]\nmargn = 0.05\nmargin = 5\n'
        "hard_zero = {ids = 0, claims = true}\nmax_errors = 2\nmin_clusters = 0\n"
    )

    with pytest.raises(InputError) as caught:
        resolve(file=table(text, "p.toml", "tool", "evalsuite"), file_name="p.toml", text=text)

    assert str(caught.value).splitlines() == [
        "p.toml:4:1: gate: no setting 'margn'. Did you mean 'margin'?",
        "p.toml:5:1: gate: margin wants a share above 0 and below 1, like 0.05 for 5 %, got 5",
        "p.toml:6:1: gate: hard_zero: ids wants a share above 0 and below 1, like 0.05 for 5 %, got 0",
        "p.toml:6:1: gate: hard_zero: claims wants a share above 0 and below 1, like 0.05 for 5 %, got True",
        "p.toml:7:1: gate: max_errors wants a number from 0 to 1, got 2",
        "p.toml:8:1: gate: min_clusters wants a whole number of at least 1, got 0",
    ]


def test_what_is_no_toml_is_told_with_its_place():
    with pytest.raises(InputError, match=r"evalsuite\.toml:2:\d+: not TOML"):
        table("trials = 1\ntrials = = 2\n", "evalsuite.toml")


def test_an_env_file_is_read_line_by_line():
    assert env_lines("# keys\nexport A=1\nB = 'two'\n\nno equals\n") == {"A": "1", "B": "two"}


def test_every_setting_can_be_read():
    known = {name: getattr(Settings(), name) for name in NAMES if getattr(Settings(), name) is not None}
    known = {name: list(value) if isinstance(value, tuple) else value for name, value in known.items()}
    known["graders"] = ["ids", "claims"]
    known["gate"] = {"margin": 0.05}
    known["judge"], known["tickets"], known["privacy"] = [], {}, {}

    assert resolve(file=known).settings == Settings()
