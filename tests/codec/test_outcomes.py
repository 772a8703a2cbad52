import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outcomes import result, side

from evalsuite.codec.outcomes import baseline_bytes, read_outcomes
from evalsuite.domain.comparison import Traits
from evalsuite.domain.conversation import Usage
from evalsuite.domain.run import Failure
from evalsuite.errors import InputError

names = st.text(st.characters(exclude_categories=()), min_size=1, max_size=20)


def told(error):
    return str(error.value).splitlines()


@given(st.dictionaries(names, st.sampled_from(["pass", "fail", "ungraded"]), max_size=8))
def test_a_baseline_is_read_as_it_was_written(outcomes):
    trials = [result(name, one, graders={"ids": "pass"}, script="s1") for name, one in outcomes.items()]

    read = read_outcomes(baseline_bytes(side(*trials, name="alex", run="run-9")), path="baseline.jsonl")

    assert (read.name, read.run) == ("alex", "run-9")
    assert read.results == sorted(trials, key=lambda one: one.case_id)


def test_a_baseline_does_not_depend_on_the_order_or_the_time_of_trials():
    one = side(result("b", usage=Usage(input_tokens=5), seconds=1.0), result("a", attempt=2), result("a"))
    other = side(result("a"), result("b", seconds=9.0), result("a", attempt=2))

    assert baseline_bytes(one) == baseline_bytes(other)
    assert [json.loads(line).get("case_id") for line in baseline_bytes(one).splitlines()] == [None, "a", "a", "b"]


def test_a_baseline_holds_no_text_of_an_error():
    trial = result("a", "error", grader_errors={"ids": "crashed on dana@example.com"})
    trial = type(trial)(**{name: getattr(trial, name) for name in trial.__slots__} | {
        "error": Failure(kind="crashed", text="dana@example.com")
    })  # fmt: skip

    data = baseline_bytes(side(trial))

    assert b"dana" not in data
    [read] = read_outcomes(data, path="baseline.jsonl").results
    assert (read.error.kind, list(read.grader_errors)) == ("crashed", ["ids"])


def test_every_broken_row_of_a_baseline_is_told_with_its_line():
    data = (
        baseline_bytes(side(result("a"), result("b")))
        + b'<<<<<<< HEAD\n{"case_id": "a", "attempt": 1, "outcome": "fail", "outcomes": {}}\n'
    )

    with pytest.raises(InputError) as caught:
        read_outcomes(data, path="reports/baseline.jsonl")

    assert told(caught) == [
        "reports/baseline.jsonl:4:1: no row of a baseline. Write it anew: evalsuite baseline set",
        "reports/baseline.jsonl:5:1: case 'a': attempt 1 stands here a second time",
    ]


def test_a_baseline_of_a_newer_format_is_refused():
    with pytest.raises(InputError, match="newer evalsuite"):
        read_outcomes(b'{"format": 2, "run": "r", "assistant": "a"}\n', path="baseline.jsonl")


def test_a_table_of_another_tool_is_read_from_csv():
    read = read_outcomes(b"\xef\xbb\xbfcase_id,outcome,note\nlate,PASS,x\nlate,failed,y\n7,1,z\n", path="out/mine.csv")

    assert (read.name, read.run) == ("mine", "out/mine.csv")
    assert [(one.case_id, one.attempt, one.outcome) for one in read.results] == [
        ("late", 1, "pass"), ("late", 2, "fail"), ("7", 1, "pass"),
    ]  # fmt: skip


def test_rows_by_grader_make_one_trial():
    rows = [
        {"case_id": "late", "attempt": 1, "grader": "tone", "outcome": "pass"},
        {"case_id": "late", "attempt": 1, "grader": "facts", "outcome": "fail"},
        {"case_id": "early", "grader": "tone", "outcome": True},
        {"case_id": "early", "grader": "facts", "outcome": "abstain"},
    ]

    read = read_outcomes("\n".join(map(json.dumps, rows)).encode(), path="t.jsonl").results

    assert [(one.outcome, one.outcomes) for one in read] == [
        ("fail", {"tone": "pass", "facts": "fail"}),
        ("pass", {"tone": "pass", "facts": "abstain"}),
    ]


def test_every_mistake_of_a_table_is_told_with_its_line():
    data = b"case_id,outcome,attempt\nlate,passt,\n,pass,\nlate,pass,0\nx,pass,1\nx,pass,1\n"

    with pytest.raises(InputError) as caught:
        read_outcomes(data, path="t.csv")

    assert told(caught) == [
        "t.csv:2:1: case 'late': no outcome 'passt'. Did you mean 'pass'?",
        "t.csv:3:1: case_id wants a text, got ''",
        "t.csv:4:1: case 'late': attempt wants a whole number of at least 1, got '0'",
        "t.csv:6:1: case 'x': attempt 1 stands here a second time",
    ]


def test_a_missing_column_is_told_with_the_nearest():
    with pytest.raises(InputError, match=r"t\.csv:1:1: no column 'case' or 'case_id'\. Did you mean 'case_ids'\?"):
        read_outcomes(b"case_ids,outcome\nlate,pass\n", path="t.csv")


@pytest.mark.parametrize(
    "line", ["[" * 100_000, "3", '{"case_id": null}', '{"case_id": "a", "outcome": "pass", "attempt": 1e999}', "\x00"]
)
def test_hostile_lines_are_told_and_never_crash(line):
    with pytest.raises(InputError, match=r"t\.jsonl:1"):
        read_outcomes(line.encode(), path="t.jsonl")


@pytest.mark.parametrize("data", [b"case_id,outcome\na,pass\x00\xff", b"case_id,outcome\na," + b"x" * 200_000])
def test_hostile_csv_is_told_and_never_crashes(data):
    with pytest.raises(InputError):
        read_outcomes(data, path="t.csv")


def test_an_empty_file_has_no_trials():
    assert list(read_outcomes(b"", path="t.jsonl").results) == []


def table(text):
    return read_outcomes(text.encode(), path="t.csv")


def test_scores_stand_in_for_outcomes():
    results = table("case,grader,score\na,tone,0.25\nb,tone,1\nc,tone,0\n").results

    assert [(one.outcomes, one.scores) for one in results] == [
        ({"tone": "fail"}, {"tone": 0.25}),
        ({"tone": "pass"}, {}),
        ({"tone": "fail"}, {}),
    ]


@pytest.mark.parametrize("score", ["", "NaN", "nan"])
def test_a_score_that_is_none_was_not_judged(score):
    [one] = table(f"case,score\na,{score}\n").results

    assert (one.outcome, one.scores) == ("ungraded", {})


@pytest.mark.parametrize("score", ["1.2", "-1", "inf", "good"])
def test_a_score_off_the_scale_is_refused(score):
    with pytest.raises(InputError, match=r"t\.csv:2:1: case 'a': score wants a number"):
        table(f"case,score\na,{score}\n")


def test_what_a_case_is_and_took_is_read_where_a_table_says_it():
    side = table(
        "case,outcome,tags,cohort,origin,cluster,seconds,cost_usd\na,pass,x y,new,ticket,g1,2.5,0.01\nb,pass,,,,,,\n"
    )

    assert side.traits == {"a": Traits(tags=("x", "y"), cohort="new", origin="ticket")}
    first, second = side.results
    assert (first.cluster, first.seconds, first.usage.cost_usd) == ("g1", 2.5, 0.01)
    assert (second.cluster, second.seconds, second.usage.cost_usd) == ("", 0.0, None)


def test_an_origin_that_there_is_not_is_told_with_the_nearest():
    with pytest.raises(InputError, match=r"no origin 'tickets'\. Did you mean 'ticket'\?"):
        table("case,outcome,origin\na,pass,tickets\n")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.just(10**350) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
COLUMNS = (
    "case",
    "attempt",
    "grader",
    "outcome",
    "score",
    "tags",
    "cohort",
    "origin",
    "cluster",
    "seconds",
    "cost_usd",
)


@given(st.dictionaries(st.sampled_from(COLUMNS), anything))
def test_whatever_stands_in_a_table_is_read_or_complained_of(row):
    data = json.dumps({"case": "a", "outcome": "pass", **row}).encode()

    try:
        told = len(read_outcomes(data, path="t.jsonl").results)
    except InputError as error:
        told = len(error.complaints)

    assert told == 1
