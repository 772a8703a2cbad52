"""Claims of completed actions, read out of prose."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalsuite.reading.claims import claims
from evalsuite.reading.text import view


def read(text):
    return [(claim.action, claim.form) for claim in claims(view(text), "en")]


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("I've cancelled order W1.", "cancel"),
        ("I have, as an exception, refunded the fee.", "refund"),
        ("I've just processed your return.", "return"),
        ("We have issued a refund of $48.00.", "refund"),
        ("I went ahead and upgraded your plan.", "account"),
        ("I was able to reschedule your appointment.", "schedule"),
        ("Your order W1 has been cancelled.", "cancel"),
        ("The return request for the lamp (item ID: 123) has been processed.", "return"),
        ("Your booking is confirmed!", "order"),
        ("Your subscription is now cancelled.", "cancel"),
        ("I'm transferring you to an agent.", "escalate"),
        ("YOU ARE BEING TRANSFERRED TO A HUMAN AGENT.", "escalate"),
        ("I've added a note to your account.", "ticket"),
        ("I've applied a 10% discount to your order.", "credit"),
        ("A confirmation email has been sent to the address on file.", "send"),
        ("I just checked with my supervisor.", "contact"),
        ("I've notified the warehouse.", "contact"),
        ("- **Cancelled:** Reservation K1NW8N", "cancel"),
        ("Refunded $48 to your card.", "refund"),
        ("Password reset link sent.", "send"),
        ("I confirm the cancellation of contract V-330.", "cancel"),
        ("On May 22 I rebooked you.", "order"),
        ("I've cancelled it, is there anything else?", "cancel"),
    ],
)
def test_a_done_action_is_a_claim(text, action):
    assert [found for found, _ in read(text)] == [action]


@pytest.mark.parametrize(
    "text",
    [
        "I can cancel order W1.",
        "I will refund it tomorrow.",
        "I'm going to transfer you.",
        "Would you like me to cancel it?",
        "Have I cancelled the right one?",
        "If your order has been cancelled, you get a refund.",
        "Once the return has been processed, we refund it.",
        "As soon as your account has been unlocked, try again.",
        "No changes have been made.",
        "Your order has not been cancelled.",
        "I haven't refunded it.",
        "The order may have been cancelled.",
        "It should have been refunded.",
        "The flight was cancelled by the airline.",
        "Your order has been cancelled by the seller.",
        "Refunds are issued within 5-7 days.",
        "You mentioned your order was cancelled.",
        "You mentioned that the order for your friend has been cancelled.",
        "As you said, your order has been cancelled.",
        "If the exchange for your helmet, blue, medium, has been processed, write to us.",
        "You cancelled it last week.",
        "The items you returned have arrived.",
        "Please make sure that data roaming is enabled.",
        "The booking was made more than 24 hours ago.",
        "I made a mistake.",
        "Let's get started!",
        "Now that your account has been unlocked, sign in.",
    ],
)
def test_what_was_not_done_by_us_is_none(text):
    assert read(text) == []


def test_a_later_modal_does_not_silence_a_claim():
    assert read("Your order, made by mistake, has been cancelled and the money will be refunded.")[0][0] == "cancel"


def test_joined_verbs_are_claims_of_their_own():
    assert read("I've cancelled order W1 and refunded $48.00.") == [
        ("cancel", "first_person"),
        ("refund", "first_person"),
    ]


def test_shorthand_before_a_question_for_consent_is_a_proposal():
    proposal = "Here is the plan:\n- Refunded: 48.00 USD to your card\n- 2 bags added\nWould you like me to proceed?"

    assert read(proposal) == []


def test_details_are_read_from_the_clause():
    (claim,) = claims(view("I have refunded 64.90 EUR for order 88-20417."), "en")

    assert (claim.amount, claim.ids, claim.verb, claim.tense) == ("64.90 EUR", ("88-20417",), "refund", "done")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Both orders have been cancelled.", 2),
        ("All five reservations have been cancelled.", 5),
        ("Your order has been cancelled.", None),
    ],
)
def test_counts_are_read(text, count):
    assert [claim.count for claim in claims(view(text), "en")] == [count]


def test_ids_of_the_list_that_follows_belong_to_the_claim():
    text = "Both reservations have been cancelled:\n\n1. **UDMOP1** - refunded later\n2. **4XGCCM** - refunded later"

    assert claims(view(text), "en")[0].ids == ("UDMOP1", "4XGCCM")


def test_ids_after_except_do_not():
    assert claims(view("I cancelled all orders except W123."), "en")[0].ids == ()


def test_claims_in_json_values_point_into_the_raw_text():
    raw = '{"reply": "I\\u2019ve opened ticket NET-40118.", "handoff": false}'
    (claim,) = claims(view(raw), "en")

    assert raw[claim.start : claim.end] == claim.quote
    assert claim.quote == "I\\u2019ve opened ticket NET-40118"


def test_a_language_without_tables_gives_none():
    assert claims(view("I've cancelled it."), "fi") == ()


@settings(deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=12),
            st.sampled_from(
                [
                    "I",
                    "have",
                    "has",
                    "been",
                    "your",
                    "cancelled",
                    "refunded",
                    ",",
                    ".",
                    "(",
                    ")",
                    ":",
                    "and",
                    "?",
                    "\n",
                    "-",
                    "|",
                    "order",
                ]
            ),
        )
    )
)
def test_quotes_are_what_the_spans_cut_out(parts):
    raw = " ".join(parts)
    for claim in claims(view(raw), "en"):
        assert raw[claim.start : claim.end] == claim.quote


@pytest.mark.parametrize(
    "stretch",
    ["cancelled ", "I have cancelled ", "that has been cancelled ", ", and ", "(", ") ", "refunded: ", "\n- done"],
)
def test_long_adversarial_texts_are_read(stretch):
    claims(view(stretch * 20_000), "en")


def test_an_agents_note_is_read_participle_by_participle():
    assert ("contact", "fragment") in read("Verified cust, pinged the AE, ETA confirmed w/ carrier.")
    assert ("ticket", "fragment") in read("Checked acct, confirmed w/ warehouse, notes updated.")


def test_the_labelled_sentences_are_mostly_read_right(shared_data):
    lines = (shared_data / "labelled" / "claims.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    found = [(bool(claims(view(row["text"]), "en")), bool(row["claims"])) for row in rows]

    told = sum(1 for mine, theirs in found if mine and theirs)
    assert told / sum(1 for mine, _ in found if mine) > 0.85
    assert told / sum(1 for _, theirs in found if theirs) > 0.65
