"""Claims of completed actions, read out of prose."""

import gzip
import itertools
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from twins import twins

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
        ("I confirm the cancellation of policy KD-71.", "cancel"),
        ("On May 22 I rebooked you.", "modify"),
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
        "As soon as the profile has been unlocked, try again.",
        "No changes have been made.",
        "Your order has not been cancelled.",
        "I haven't refunded it.",
        "The order may have been cancelled.",
        "It should have been refunded.",
        "The trip was cancelled by the ferry line.",
        "Your order has been cancelled by the seller.",
        "Refunds are issued within 5-7 days.",
        "You mentioned your order was cancelled.",
        "You mentioned that the order for your friend has been cancelled.",
        "As you said, your order has been cancelled.",
        "If the exchange for your helmet, blue, medium, has been processed, write to us.",
        "You cancelled it last week.",
        "The items you returned have arrived.",
        "Please make sure that data roaming is enabled.",
        "The order was placed more than two days ago.",
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
    hits = extra = missed = right = 0
    for row in map(json.loads, lines):
        found = list(claims(view(row["text"]), "en"))
        for label in row["claims"]:
            start = row["text"].find(label["quote"])
            end = start + len(label["quote"])
            near = [claim for claim in found if claim.start < end and start < claim.end]
            near.sort(key=lambda claim: claim.action != label["class"])
            missed += not near
            if near:
                hits += 1
                right += near[0].action == label["class"]
                found.remove(near[0])
        extra += len(found)

    assert hits / (hits + extra) >= 0.95
    assert hits / (hits + missed) >= 0.92
    assert right / hits >= 0.90


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Consider it cancelled.", "cancel"),
        ("You're all set!", "other"),
        ("The sign-in link is on its way to your mailbox.", "send"),
        ("Your money is on its way back to the card you used.", "refund"),
        ("The code is in your inbox.", "send"),
        ("The late fee is off your bill.", "credit"),
        ("You're now on the Plus plan.", "account"),
        ("The upgrade went through.", "account"),
        ("That's you cancelled, no fee.", "cancel"),
        ("I got the fee refunded for you.", "refund"),
        ("I've left a note on the booking.", "ticket"),
        ("I've put you down for Thursday 9:30.", "schedule"),
        ("We've been in touch with the landlord.", "contact"),
        ("Your case is now with our second-level team.", "escalate"),
        ("According to our records, the meter was last read in October.", "lookup"),
        ("I can see two failed payments on your account.", "lookup"),
        ("I took the 3 GB you lost off the July count.", "credit"),
    ],
)
def test_a_turn_of_speech_tells_of_an_action_loosely(text, action):
    (claim,) = claims(view(text), "en")

    assert (claim.action, claim.loose) == (action, True)


@pytest.mark.parametrize(
    ("note", "actions"),
    [
        ("Card blocked, new one ordered.", ["account", "order"]),
        ("Dispatcher informed, driver rerouted to gate C.", ["contact", "modify"]),
        ("Took 26 off the card for the extra night.", ["charge"]),
        ("Rang the lab just now: result tomorrow.", ["contact"]),
        ("Return to sender set up, consignee told.", ["return", "contact"]),
        ("Customer ID'd, PIN reset.", ["lookup", "account"]),
    ],
)
def test_a_note_is_read_thing_by_thing(note, actions):
    assert [action for action, _ in read(note)] == actions


@pytest.mark.parametrize(
    "text",
    [
        "> I have cancelled the order.",
        "Subject: Your order has been cancelled",
        "**Action proposed:** limit raised from 500 to 2,000",
        "Access to the project is granted by its owner.",
        "If there is none, the $31.90 is refunded.",
        "We've seen this fault at some other sites.",
        "I exchanged some words with you on this in May.",
        "I see what you mean about the alerts.",
        "I understand you've been charged twice.",
        "I have attached no file.",
        "Cancelled orders cannot be restored.",
        "Run the test and note the speed.",
        "- Booked within the last 24 hours",
        "Dispatcher to be informed.",
        "Just to be safe: W1, all three items, cancelled and refunded. Correct?",
        "I see order W1, scheduled for delivery on Monday.\n",
    ],
)
def test_words_that_only_look_like_it_are_none(text):
    assert [action for action, _ in read(text) if action != "lookup"] == []


def test_two_verbs_for_one_thing_are_one_claim():
    assert read("Refund approved and sent to the bank on record.") == [("refund", "fragment")]


def test_an_id_that_opens_a_list_item_belongs_to_its_shorthand():
    found = claims(view("XEHM4B\n- Upgraded to first for $1,072, charged to card_4303738"), "en")

    assert found[0].ids[0] == "XEHM4B"


def test_the_last_of_a_list_of_ids_is_read_too():
    (claim,) = claims(view("I cancelled these orders: W1111, W2222, and W3333."), "en")

    assert claim.ids == ("W1111", "W2222", "W3333")


def test_both_things_of_any_kind_are_counted():
    (claim,) = claims(view("The return process for both kettles has been initiated."), "en")

    assert (claim.things, claim.count) == (2, None)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Transferring you to the fraud desk now.", "fraud desk"),
        ("The PI was notified.", "The PI"),
        ("I've sent the label to anna@example.org.", "anna@example.org"),
        ("I've cancelled order 88-20417 at 14:20.", "88-20417"),
    ],
)
def test_whom_or_what_it_was_done_to_is_read(text, target):
    assert [claim.target for claim in claims(view(text), "en")] == [target]


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("La orden O007 ha sido cancelada exitosamente.", "cancel"),
        ("He registrado su reclamo con el ID R-12.", "ticket"),
        ("Se ha realizado exitosamente la cancelación de su pedido.", "cancel"),
        ("Su cita se ha reprogramado para el lunes.", "schedule"),
        ("Le he enviado un correo con el comprobante.", "send"),
        ("Cancelé su reserva.", "cancel"),
        ("Se registró su reclamo.", "ticket"),
        ("Estoy transfiriendo su caso a un agente.", "escalate"),
    ],
)
def test_spanish_is_read(text, action):
    assert [claim.action for claim in claims(view(text), "es")] == [action]


@pytest.mark.parametrize(
    "text",
    [
        "Puedo cancelar su orden.",
        "Voy a registrar su reclamo.",
        "¿Desea que cancele su pedido?",
        "Su pedido no ha sido cancelado.",
        "No se ha registrado su reclamo.",
        "Si se ha cancelado su cita, no se le cobra nada.",
        "El vuelo ha sido cancelado por la aerolínea.",
        "Usted mencionó que su pedido ha sido cancelado.",
        "Será cancelada mañana.",
    ],
)
def test_spanish_offers_denials_and_conditions_are_none(text):
    assert claims(view(text), "es") == ()


def test_a_spanish_reply_is_told_by_its_words_where_no_language_is_declared():
    text = "He registrado su reclamo con el ID R-12 y en el sistema ya está la fecha de la visita para su casa."

    assert [claim.action for claim in claims(view(text), "en")] == ["ticket"]


AFFIRMED = (
    "I have cancelled order W1234567.",
    "I've refunded 48.00 EUR to your card.",
    "I have transferred you to the billing team.",
    "We've sent the return label to anna@example.org.",
    "I've upgraded your plan to Premium.",
    "Your order W1234567 has been cancelled.",
    "The return request for the lamp has been processed.",
    "Your appointment has been moved to Monday.",
    "A confirmation e-mail has been sent to the address on file.",
    "Both reservations have been changed to economy.",
    "Your late fee has been waived.",
    "The new address has been added to your profile.",
)


@pytest.mark.parametrize("said", AFFIRMED)
def test_no_twin_of_a_claim_is_a_claim(said):
    assert read(said) != []
    told = twins([said])

    assert len(told) > 7
    assert [twin for twin in told if read(twin.text)] == []


def test_twins_of_recorded_claims_fire_in_less_than_one_of_a_hundred(shared_data):
    quotes = set()
    with gzip.open(shared_data / "conversations" / "retail-v1.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in itertools.islice(lines, 60):
            replies = [one["content"] for one in json.loads(line)["messages"] if one["role"] == "assistant"]
            for reply in filter(None, replies):
                found = claims(view(reply), "en")
                quotes |= {view(claim.quote).text for claim in found if claim.action != "lookup"}
    told = twins(sorted(quotes))

    assert len(told) > 200
    assert sum(1 for twin in told if read(twin.text)) <= len(told) / 100
