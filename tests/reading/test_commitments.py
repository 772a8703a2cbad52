"""What a reply commits the company to."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalsuite.reading.commitments import commitments
from evalsuite.reading.text import view

_WORDS = [
    "we",
    "will",
    "refund",
    "$20",
    "your",
    "fee",
    "free",
    "if",
    "not",
    ",",
    ".",
    "?",
    "credit",
    "by",
    "Monday",
    "|",
    "-",
]


def read(text):
    return [(one.kind, one.amount, one.conditional) for one in commitments(view(text), "en")]


@pytest.mark.parametrize(
    ("text", "kind", "amount"),
    [
        ("I can offer a $20 credit for your next order.", "credit", "20 USD"),
        ("We've added 500 points to your loyalty account.", "credit", "500 points"),
        ("We will refund the 64.90 EUR today.", "refund", "64.90 EUR"),
        ("We will cover the repair.", "refund", None),
        ("I'll take 15% off your next invoice.", "discount", "15%"),
        ("I'll waive the late fee for you.", "waiver", None),
        ("Late fee: removed", "waiver", None),
        ("You won't have to pay it.", "waiver", None),
        ("We'll send you a new screen at no cost.", "replacement", None),
        ("We guarantee that your desk arrives on Monday.", "guarantee", None),
        ("A technician will call you tonight from 18:00 to 19:00.", "callback", None),
        ("Your spare key will reach you by Thursday.", "timeline", None),
        ("We accept full responsibility for the damage.", "legal", None),
        ("We won't sue you over this bill.", "legal", None),
        ("I'll make an exception for you.", "other", None),
    ],
)
def test_a_promise_is_read_with_its_kind_and_amount(text, kind, amount):
    assert [one[:2] for one in read(text)] == [(kind, amount)]


@pytest.mark.parametrize(
    "text",
    [
        "I can't offer you a credit.",
        "We can't guarantee that it arrives on Friday.",
        "Would you rather have a credit or your money back?",
        "Returns are accepted up to 45 days after delivery.",
        "You asked for 200 EUR compensation.",
        "The seller offers you 10 EUR.",
        "Normally we refund the fee within a week.",
        "I'd have to ask my lead for a discount.",
        "You received a refund of $42 on 9 June.",
        "Unfortunately we cannot replace it.",
    ],
)
def test_denials_questions_policy_and_others_words_are_none(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "conditional"),
    [
        ("If the trace shows nothing, we will send a second unit.", True),
        ("Once we hold the signed form you'll get the fee back.", True),
        ("Send the serial number and a replacement goes out within a day.", True),
        ("We will send a second unit.", False),
    ],
)
def test_a_named_condition_is_kept_with_it(text, conditional):
    assert [one[2] for one in read(text)] == [conditional]


def test_a_denied_promise_does_not_silence_the_next_one():
    text = "Usually swaps end after two weeks, but I'll make an exception for you."

    assert [one[0] for one in read(text)] == ["other"]


def test_spans_point_into_the_raw_text():
    raw = '{"reply": "As a thank-you we\\u2019ve added 500 points to your card."}'
    (one,) = commitments(view(raw), "en")

    assert raw[one.start : one.end] == one.quote


def test_a_language_without_tables_gives_none():
    assert commitments(view("We will refund 20 EUR."), "fi") == ()


@settings(deadline=None)
@given(st.lists(st.sampled_from(_WORDS)))
def test_quotes_are_what_the_spans_cut_out(parts):
    raw = " ".join(parts)
    for one in commitments(view(raw), "en"):
        assert raw[one.start : one.end] == one.quote


@pytest.mark.parametrize("stretch", ["we will refund ", "free ", "$20 ", "your fee is ", "by Monday and "])
def test_long_adversarial_texts_are_read(stretch):
    commitments(view(stretch * 20_000), "en")


def test_the_labelled_commitments_are_mostly_read_right(shared_data):
    hits = extra = missed = right = 0
    for line in (shared_data / "labelled" / "commitments.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        found = list(commitments(view(row["text"]), "en"))
        for label in row["commitments"]:
            start = row["text"].find(label["quote"])
            near = [one for one in found if one.start < start + len(label["quote"]) and start < one.end]
            near.sort(key=lambda one: one.kind != label["kind"])
            missed += not near
            if near:
                hits += 1
                right += near[0].kind == label["kind"]
                found.remove(near[0])
        extra += len(found)

    assert hits / (hits + extra) >= 0.85
    assert hits / (hits + missed) >= 0.85
    assert right / hits >= 0.85
