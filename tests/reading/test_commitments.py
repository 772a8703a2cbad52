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
        ("One of our gardeners from the night crew will ring you at six.", "callback", None),
        ("Mr Ode from our rental desk will phone you at noon.", "callback", None),
        ("12.40 is going back to your card.", "refund", "12.40"),
        ("We are covering what the plumber took, up to 90 CHF.", "refund", "90 CHF"),
        ("We'll put the £70 back on your account.", "refund", "70 GBP"),
        ("We'll lower your rent by 8% until May.", "discount", "8%"),
        ("FERN5 takes 5% off your seeds.", "discount", "5%"),
        ("Another bag of the wood chips leaves our yard today.", "replacement", None),
        ("A new lid is coming with the next van.", "replacement", None),
        ("I'm taking the towing fee off.", "waiver", None),
        ("towing fee's gone", "waiver", None),
        ("You're welcome to use the sauna tonight without paying.", "waiver", None),
        ("We won't charge you for the second try.", "waiver", None),
        ("Your rent is frozen at 9 EUR until the lease ends.", "guarantee", "9 EUR"),
        ("You have our word that the berth is kept.", "guarantee", None),
        ("The harbour office will not take you to court.", "legal", None),
        ("I've moved the deadline of your entry back to 4 May.", "other", None),
        ("We're bending the two-dog rule for you.", "other", None),
        ("A roofer will have the leak sealed by Monday.", "timeline", None),
        ("Both labels will be put back on before Friday.", "timeline", None),
        ("The lift is back on Tuesday.", "timeline", None),
        ("There are 15 EUR waiting in your wallet.", "credit", "15 EUR"),
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
        "You can ring our rental desk at noon.",
        "The landlord says he will not take you to court.",
        "The 12.40 on your card were for the lid.",
        "We don't pay plumbers.",
        "Your rate is 9 EUR at present.",
        "Your lease ends on 4 May.",
        "The yard reckons the van will be there on Monday or so.",
        "Our roofers expect that the lift is back on Tuesday.",
        "Labels are mended, as a rule, before the market opens.",
        "Towing fees don't apply to members.",
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
        ("As long as the gate is open, we will send a second unit.", True),
        ("Should the pump fail again, a second one leaves here at once.", True),
        ("In case it rains, we will send a second unit.", True),
        ("We will send a second unit.", False),
        ("We'll take the coat back this once, although the tag is gone.", False),
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
