"""Annotations as GitHub's runner reads them from a log."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report.page_trials import FINDING, HOSTILE, REPLY, assistant, entry, hostile, trial, user

from evalsuite.domain.run import Failure
from evalsuite.domain.verdict import abstain, verdict_of
from evalsuite.report.cases import told_by_case, worst_first
from evalsuite.report.github import SHOWN, annotation_lines

FAILS = {"ids": verdict_of([FINDING])}


def went(case_id, severity="normal", attempt=1, **fields):
    made = entry(case_id, case={"severity": severity})
    return made, trial(case_id, user("hi"), assistant(REPLY), attempt=attempt, **fields)


def lines(*trials, regressions=frozenset(), **more):
    bad = worst_first(told_by_case(trials), regressions=frozenset(regressions))
    return annotation_lines(bad, regressions=frozenset(regressions), **more)


def test_a_failure_points_at_the_line_of_its_yaml():
    assert lines(went("late", verdicts=FAILS)) == [
        "::error file=cases/refunds.yaml,line=14,title=late failed::ids: invented_id: No tool result holds ORD-999."
    ]


def test_a_path_is_one_from_the_repositorys_root():
    [line] = lines(went("late", verdicts=FAILS), place="shop/{}".format)

    assert line.startswith("::error file=shop/cases/refunds.yaml,line=14,")


def test_a_path_outside_the_repository_is_left_out():
    [line] = lines(went("late", verdicts=FAILS), place=lambda _: "")

    assert line.startswith("::error title=late failed::")


def test_the_worst_come_first():
    told = lines(
        went("good"),
        went("open", verdicts={"rubric": abstain("no judge")}),
        went("gone", error=Failure(kind="timeout", text="late")),
        went("minor", verdicts=FAILS, severity="low"),
        went("major", verdicts=FAILS, severity="critical"),
        went("was-good", verdicts=FAILS, severity="low"),
        regressions={"was-good"},
    )

    assert [re.search("title=([a-z-]+)", line)[1] for line in told] == ["was-good", "major", "minor", "gone", "open"]
    assert [line.split()[0] for line in told] == ["::error"] * 4 + ["::warning"]
    assert "failed%2C and passed in the baseline" in told[0]


def test_those_that_do_not_fit_are_counted():
    told = lines(*(went(f"case-{number:02}", verdicts=FAILS) for number in range(SHOWN + 3)))

    assert len(told) == SHOWN + 1
    assert told[-1].startswith("::notice title=… and 3 more::3 more cases did not pass.")


def test_repeats_of_a_case_are_one_annotation():
    [line] = lines(went("late"), went("late", attempt=2, verdicts=FAILS))

    assert "title=late failed in 1 of 2 attempts::" in line


def test_nothing_is_told_of_a_run_in_which_all_passed_but_the_sentence():
    assert lines(went("good"), sentence="The one case passed.") == ["::notice title=evalsuite::The one case passed."]


def test_a_grave_sentence_is_an_error():
    assert lines(sentence="Nothing ran.", grave=True) == ["::error title=evalsuite::Nothing ran."]


def read_back(line: str) -> tuple[str, dict[str, str], str]:
    """What the runner makes of a line."""
    command, _, data = line[2:].partition("::")
    level, _, rest = command.partition(" ")
    unescape = lambda text: text.replace("%2C", ",").replace("%3A", ":").replace("%0A", "\n").replace("%25", "%")  # noqa: E731
    return level, {k: unescape(v) for k, _, v in (one.partition("=") for one in rest.split(","))}, unescape(data)


@pytest.mark.parametrize("text", [*HOSTILE.values(), "a,file=b,line=1::x\r\n::error::forged 100%0A"])
def test_a_hostile_text_forges_no_annotation(text):
    told = lines(hostile(text, text))

    assert len("\n".join(told).splitlines()) == len(told) == 1
    level, properties, _ = read_back(told[0])
    assert (level, sorted(properties)) == ("error", ["file", "line", "title"])


@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"]), max_size=50))
def test_what_is_escaped_reads_back_as_it_was(text):
    made = entry("late", title=text), trial("late", user("hi"), error=Failure(kind="crashed", text=f"it {text}"))

    [line] = lines(made)
    assert read_back(line)[2] == f"it {text}"


def test_a_void_attempt_is_not_told_as_the_assistants():
    [line] = lines(went("lamp", error=Failure(kind="bad_simulation", text="it fell out of its part")))

    assert "title=lamp was void::it fell out of its part" in line


def test_warnings_on_the_whole_come_first_and_take_their_room():
    told = lines(*(went(f"c{n:02d}", verdicts=FAILS) for n in range(12)), warnings=["Nobody measured the judge."])

    assert told[0] == "::warning title=evalsuite::Nobody measured the judge."
    assert len(told) == SHOWN + 1
    assert told[-1].startswith("::notice title=… and 3 more::")
