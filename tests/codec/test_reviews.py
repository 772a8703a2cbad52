"""Reviews read from a downloaded file, and kept as lines."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from build import says, user
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.codec.reviews import label_lines, read_labels, read_reviews, words_of
from evalsuite.domain.conversation import Transcript
from evalsuite.domain.review import Review
from evalsuite.domain.run import Trial
from evalsuite.errors import InputError

MARK = {"case_id": "late", "attempt": 2, "grader": "ids", "outcome": "fail", "right": False, "words": "0f3a"}


def downloaded(*marks, **head) -> bytes:
    said = {"kind": "evalsuite review", "format": 1, "run": "run-1", "reviewer": "Dana"} | head
    lines = ",\n".join(json.dumps(mark, ensure_ascii=False) for mark in marks)
    return f'{json.dumps(said)[:-1]},"reviews":[\n{lines}\n]}}\n'.encode()


def complaints(data: bytes) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_reviews("review.json", data)
    return str(caught.value).splitlines()


def test_a_mark_becomes_a_review_with_its_line():
    told = read_reviews(
        "review.json", downloaded(MARK | {"note": "It is our number. 😀", "at": "2026-03-02T14:05:00.5Z"})
    )

    assert told.run == "run-1"
    assert [(one.review, one.mark.line) for one in told.reviews] == [
        (
            Review(
                run="run-1",
                case_id="late",
                attempt=2,
                grader="ids",
                outcome="fail",
                right=False,
                note="It is our number. 😀",
                reviewer="Dana",
                at=datetime(2026, 3, 2, 14, 5, 0, 500000, tzinfo=UTC),
                words="0f3a",
            ),
            2,
        )
    ]


def test_each_mistake_of_a_mark_is_told_with_its_place():
    bad = {**MARK, "outcome": "failed", "right": "perhaps", "attempt": 0, "colour": "red"}

    told = read_reviews("review.json", downloaded(MARK, bad, {"case_id": "late"}))

    assert len(told.reviews) == 1
    assert [str(one).partition(": ")[0].rpartition(":")[0] for one in told.complaints] == ["review.json:3"] * 4 + [
        "review.json:4"
    ]
    assert str(told.complaints[-1]).endswith("a review without grader. Mark the verdict on the page again.")


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{", b"\xff\xfe", b'{"kind": "holiday photos"}', b"<!doctype html>"],
    ids=["empty", "list", "torn", "bytes", "other", "page"],
)
def test_another_file_is_refused_with_the_mend(data):
    told = complaints(data)

    assert told[0].startswith("review.json")


def test_no_marks_say_what_to_do():
    assert complaints(downloaded()) == [
        "review.json:1:1: no verdict is marked in it. Mark one on the page, and download it again."
    ]


def test_a_newer_format_is_refused():
    assert "Upgrade it." in complaints(downloaded(MARK, format=2))[0]


@pytest.mark.parametrize(
    ("outcome", "right", "human"),
    [("pass", True, "pass"), ("pass", False, "fail"), ("fail", False, "pass"), ("abstain", True, "abstain")],
)
def test_a_person_who_disagrees_says_the_opposite(outcome, right, human):
    assert Review(run="r", case_id="c", grader="g", outcome=outcome, right=right, words="w").human == human


def test_who_says_that_a_grader_could_have_told_does_not_say_what():
    assert Review(run="r", case_id="c", grader="g", outcome="abstain", right=False, words="w").human is None


def test_words_change_with_what_was_said_and_not_with_how_long_it_took():
    trial = Trial(case_id="late", transcript=Transcript(messages=(user("Hi"), says("Hello"))))

    slower = replace(trial, transcript=replace(trial.transcript, seconds=9.0))
    other = replace(trial, transcript=Transcript(messages=(user("Hi"), says("Hello!"))))
    assert words_of(slower) == words_of(trial) != words_of(other)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(st.builds(Review, run=texts, case_id=texts, grader=texts, note=texts, words=texts, right=st.booleans(),
                 outcome=st.sampled_from(["pass", "fail", "abstain"]), attempt=st.integers(1, 9), reviewer=texts,
                 at=st.none() | st.datetimes(timezones=st.just(UTC)), fingerprint=texts))  # fmt: skip
def test_kept_reviews_come_back_as_they_were(review):
    assert list(read_labels("labels", label_lines([review, review]))) == [review, review]


def test_a_line_that_is_no_review_is_told():
    with pytest.raises(InputError, match=r"reviews.jsonl:2:1: no review. Mend the line, or delete it."):
        list(read_labels("reviews.jsonl", b"\n{}\n"))
