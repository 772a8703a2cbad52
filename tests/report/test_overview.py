"""What a page says above its cases, put together without a browser."""

import pytest
from report.page_trials import PASSED, assistant, entry, found, trial, user

from evalsuite.domain.conversation import Usage
from evalsuite.domain.run import Result, result_of
from evalsuite.domain.verdict import Finding, verdict_of
from evalsuite.report.measures import Measures
from evalsuite.report.overview import KINDS, WORDS, Overview, duration, measured
from evalsuite.report.words import few, heat_step

SAID = "I have sent it."


def overview(*findings_of_cases, flipped=()):
    told = Overview(flipped=frozenset(flipped))
    for number, findings in enumerate(findings_of_cases):
        case_id = f"c{number}"
        verdict = verdict_of(findings) if findings else PASSED
        one = trial(case_id, user("hi"), assistant(SAID), verdicts={"ids": verdict})
        told.add(entry(case_id), one, result_of(one))
    return told


def finding(code="invented", quote="sent", **fields) -> Finding:
    return Finding(code=code, quote=quote, reason="No call.", **fields)


def test_the_commonest_kinds_are_quoted():
    told = overview([finding("rare", quote="paid")], [finding("common")], [finding("common")], [])

    quotes = told.quotes(told.summary())

    assert [(one.code, one.count, one.case_id) for one in quotes] == [("common", 2, "c1"), ("rare", 1, "c0")]


def test_the_same_words_are_quoted_once():
    told = overview([finding("rare")], [finding("common")], [finding("common")])

    assert [one.code for one in told.quotes(told.summary())] == ["common"]


def test_what_decided_is_quoted_first():
    told = overview([finding("common")], [finding("common")])
    rare = trial("c9", user("hi"), assistant(SAID), verdicts={"claims": verdict_of([finding("rare", quote="paid")])})
    told.add(entry("c9"), rare, result_of(rare))

    assert [one.code for one in told.quotes(told.summary(), deciding={"claims"})] == ["rare", "common"]


def test_a_case_that_passed_before_is_quoted_rather_than_one_that_failed_then_too():
    told = overview([finding()], [finding()], flipped=["c1"])

    assert [one.case_id for one in told.quotes(told.summary())] == ["c1"]


def test_what_is_no_error_or_quotes_nothing_is_not_quoted():
    told = overview([finding(severity="warn"), finding("silent", quote="")])

    assert told.quotes(told.summary()) == []


def test_quotes_do_not_grow_with_what_a_reply_holds():
    told = overview([finding(f"code {number}", quote="x" * 10_000) for number in range(KINDS + 50)])

    assert all(len(one.quote) <= WORDS + 1 for one in told.quotes(told.summary()))


def test_the_place_of_a_quote_is_kept():
    told = overview([found(SAID, "sent", reason="No call.")])

    quote = told.quotes(told.summary())[0]

    assert (quote.case_id, quote.attempt, quote.message, quote.quote) == ("c0", 1, 1, "sent")


def test_measures_tell_the_middle_the_high_end_and_the_sum():
    measures = Measures()
    for number in range(1, 101):
        usage = Usage(input_tokens=number, cost_usd=None)
        measures.add(Result(case_id=str(number), attempt=1, outcome="pass", outcomes={}, usage=usage, seconds=number))

    spreads = measures.spreads()

    assert list(spreads) == ["seconds", "tokens"]
    assert spreads["seconds"].total == 5050
    assert spreads["seconds"].median in {50, 51}
    assert spreads["seconds"].high in {95, 96}
    assert measured(spreads)[0][0] == "Time to answer"


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.002, "0.002 s"), (1.5, "1.5 s"), (64, "1 min 4 s"), (7260, "2 h 1 min")]
)
def test_a_time_is_said_as_people_say_it(seconds, said):
    assert duration(seconds) == said


def test_shades_rise_with_the_share():
    steps = [heat_step(share / 100) for share in range(101)]

    assert steps == sorted(steps)
    assert (steps[0], steps[100]) == (0, 9)


def test_few_cases_are_a_count():
    told = overview([], [finding()], [])

    assert few(told.rate()) == "2 of 3"
