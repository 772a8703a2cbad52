"""The run in plain words."""

import pytest

from evalsuite.report.headline import headline
from evalsuite.summary import GraderTally, Summary


def summary(passed=0, failed=0, ungraded=0, errors=0, *, cases=None, graders=None, kinds=None) -> Summary:
    trials = passed + failed + ungraded + errors
    return Summary(
        trials=trials,
        cases=trials if cases is None else cases,
        outcomes={"pass": passed, "fail": failed, "ungraded": ungraded, "error": errors},
        graders=graders or {},
        codes={},
        errors=kinds or {},
    )


@pytest.mark.parametrize(
    ("counts", "sentence", "tone"),
    [
        (summary(106, 12, 2), "12 of 120 cases failed; 2 could not be judged.", "fail"),
        (summary(103, 12, 2, 3), "12 of 120 cases failed; 3 got no usable reply; 2 could not be judged.", "fail"),
        (summary(0, 1), "1 of 1 case failed.", "fail"),
        (summary(120), "All 120 cases passed.", "pass"),
        (summary(1), "The one case passed.", "pass"),
        (summary(9, 0, 1), "None of 10 cases failed, but 1 could not be judged.", "ungraded"),
        (summary(9, 0, 0, 1), "None of 10 cases failed, but 1 got no usable reply.", "error"),
        (
            summary(9, 0, 0, 1, kinds={"bad_simulation": 1}),
            "None of 10 cases failed, but 1 was void, as the simulated customer fell out of its part.",
            "error",
        ),
        (summary(0, 0, 10), "None of 10 cases failed, but 10 could not be judged.", "ungraded"),
        (summary(12_000), "All 12,000 cases passed.", "pass"),
        (summary(300, 60, cases=120), "60 of 360 trials (of 120 cases) failed.", "fail"),
        (summary(3, cases=1), "All 3 trials (of 1 case) passed.", "pass"),
        (summary(), "Nothing ran: there is no trial to judge.", "nothing"),
    ],
)
def test_says_in_one_sentence_what_became_of_a_run(counts, sentence, tone):
    said = headline(counts)

    assert (said.sentence, said.tone) == (sentence, tone)


def test_a_run_that_goes_on_is_told_as_such():
    said = headline(summary(5), in_progress=True)

    assert (said.sentence, said.tone) == ("So far: all 5 cases passed.", "nothing")


def test_a_run_that_has_just_begun_did_not_run_nothing():
    assert headline(summary(), in_progress=True).sentence == "No trial has finished yet."


def test_notes_tell_why_there_was_no_reply_and_which_graders_crashed():
    said = headline(
        summary(1, 0, 0, 5, kinds={"timeout": 3, "rate_limited": 2}, graders={"tone": GraderTally(crashed=2)})
    )

    assert said.notes == (
        "Why there was no usable reply: timeout (3), rate limited (2).",
        "Graders that crashed: tone in 2 trials.",
    )
