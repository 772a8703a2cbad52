import asyncio

from hypothesis import given
from hypothesis import strategies as st

from evalsuite.graders.panel import Vote, decide
from evalsuite.models.scripted import ScriptedModel
from evalsuite.protocols import Judge

CHOICES = st.sampled_from(["pass", "fail", "not_applicable", "abstain"])


def judges(count):
    return [Judge(name=f"j{number}", identity=f"j{number}", model=ScriptedModel(())) for number in range(count)]


def decided(choices, *, of=1):
    """What is decided where the seats say these in turn, with who was asked."""
    said, asked = iter(choices), []

    async def vote(judge, sample):
        asked.append((judge.name, sample))
        return Vote(choice=next(said))

    return asyncio.run(decide(judges(of), samples=len(choices) // of, vote=vote)), asked


def test_two_who_agree_spare_the_third():
    result, asked = decided(["fail", "fail", "pass"])

    assert result.choice == "fail"
    assert result.counted == "2 of 2 votes"
    assert asked == [("j0", 1), ("j0", 2)]


def test_a_third_is_asked_where_two_disagree():
    result, asked = decided(["fail", "pass", "pass"])

    assert result.choice == "pass"
    assert len(asked) == 3


def test_no_majority_is_no_decision():
    assert decided(["fail", "pass", "abstain"])[0].choice == "abstain"


def test_two_who_cannot_tell_leave_nothing_to_ask():
    result, asked = decided(["abstain", "abstain", "fail"])

    assert result.choice == "abstain"
    assert len(asked) == 2


def test_not_applicable_counts_with_those_who_see_no_failure():
    assert decided(["pass", "not_applicable", "fail"])[0].choice == "pass"
    assert decided(["not_applicable", "not_applicable", "fail"])[0].choice == "not_applicable"


def test_a_panel_of_two_decides_only_as_one():
    assert decided(["fail", "pass"], of=2)[0].choice == "abstain"
    assert decided(["fail", "fail"], of=2)[0].choice == "fail"


def test_every_judge_of_a_panel_is_heard_before_any_a_second_time():
    _, asked = decided(["pass", "fail", "abstain", "pass", "pass", "fail"], of=3)

    assert asked == [("j0", 1), ("j1", 1), ("j2", 1), ("j0", 2), ("j1", 2), ("j2", 2)]


@given(st.lists(CHOICES, min_size=1, max_size=7))
def test_what_is_decided_is_what_all_seats_would_have_decided(choices):
    failing = choices.count("fail")
    passing = choices.count("pass") + choices.count("not_applicable")
    whole = "fail" if failing > len(choices) / 2 else "pass" if passing > len(choices) / 2 else "abstain"

    result = decided(choices)[0].choice

    assert ("pass" if result == "not_applicable" else result) == whole


@given(st.lists(CHOICES, min_size=1, max_size=7))
def test_no_more_are_asked_than_there_are_seats(choices):
    assert len(decided(choices)[1]) <= len(choices)
