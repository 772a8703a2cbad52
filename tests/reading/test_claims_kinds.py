"""Claims by kind: each with a twin that uses the same words and tells of nothing done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.reading.claims import claims
from evalsuite.reading.text import view


def read(text):
    return [claim.action for claim in claims(view(text), "en")]


KINDS = {
    "a thing and a participle": ("Towel rail replaced.", "exchange", "Towel rails replaced daily."),
    "a label and a participle": ("Termination of lease 7-B: effected", "cancel", "Termination: to be effected"),
    "a participle beneath a check mark": ("✅ Lamp exchanged", "exchange", "✅ Lamps can be exchanged"),
    "a verb no table has": ("I have descaled the boiler.", "other", "I have appreciated the boiler."),
    "an irregular verb no table has": ("We've rebuilt the index.", "other", "We've understood the index."),
    "a verb made anew": ("I've reissued the voucher.", "credit", "I'd have reissued the voucher."),
    "a second verb behind one": ("I've wiped the disk and sent the log.", "send", "If I've wiped it and sent the log"),
    "a thing that is void": ("Contract RT-40 is void.", "cancel", "A contract is void if nobody signs."),
    "a fee that is gone": ("The late fee is off your bill.", "credit", "Is the late fee off your bill?"),
    "a feature that is off": ("Spare line closed, roaming off.", "account", "Roaming goes off abroad."),
    "what is now there": ("There's now a note on your file.", "ticket", "There's always a note on a file."),
    "what a thing now shows": ("Your last name now reads Ode.", "modify", "When your last name now reads Ode, sign."),
    "what a thing is now": ("Technician: now Tue 9-11", "schedule", "Technician: Tue 9-11"),
    "now at the end": ("You have the window seat now.", "modify", "Do you have the window seat now?"),
    "in the inbox": ("The map is in your inbox.", "send", "The map is usually in your inbox."),
    "enclosed": ("Our leaflet is enclosed.", "send", "Make sure our leaflet is enclosed."),
    "enclosing": ("I have refunded it and enclose the slip.", "send", "I will refund it and enclose the slip."),
    "on its way to replace": ("A new fan is on its way to replace it.", "exchange", "A new fan replaces it."),
    "found on the account": ("You'll find a voucher in your wallet.", "credit", "You'll find one if he joins."),
    "said by doing it": ("We hereby accept the return of W-9.", "return", "We hereby acknowledge the letter."),
    "said by a letter": ("With this letter we terminate contract 9-C.", "cancel", "We terminate contracts in May."),
    "an order of words with did": ("We did cancel your tour.", "cancel", "Did we cancel your tour?"),
    "a clipped verb": ("Esc'd to tier 2.", "escalate", "Esc to tier 2 if need be."),
    "clipped without a mark": ("Cust txtd.", "send", "Cust texts."),
    "what came to know": ("The kitchen knows about the nuts.", "contact", "The kitchen knows how to cook."),
    "a state behind an arrow": ("INC0042 -> pending", "ticket", "INC0042 -> see KB 3"),
    "noted as": ("Return RT-5 is noted as accepted.", "return", "Returns are noted as usual."),
    "just now under way": ("We're descaling your boiler as we speak.", "other", "We're descaling boilers on Fridays."),
    "on the way": ("The driver is being briefed as I write.", "contact", "The driver is briefed as a rule."),
    "left out who": ("just rang the depot", "contact", "just ring the depot"),
    "got done": ("I had the locks changed.", "modify", "I had the locks."),
    "please note": ("Please note that your pass has been voided.", "cancel", "Please have your pass voided."),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_claim_is_read(kind):
    text, action, _ = KINDS[kind]

    assert action in read(text)


@pytest.mark.parametrize("kind", KINDS)
def test_its_twin_is_none(kind):
    assert read(KINDS[kind][2]) == []


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("I took the figs off your grocery order.", "modify"),
        ("I took the second drop-off off the calendar.", "cancel"),
        ("800 points are back on your card.", "credit"),
        ("Your complaint has been assigned to Guest Care.", "escalate"),
        ("The hold on your card has been lifted.", "charge"),
        ("I swapped the gift note to “get well”.", "modify"),
        ("I ran a pressure test.", "other"),
        ("The deposit has been transferred to your account.", "refund"),
        ("I forwarded you the plan.", "send"),
        ("I've closed your request.", "ticket"),
        ("I texted the landlord.", "contact"),
    ],
)
def test_the_thing_decides_with_the_verb(text, action):
    assert read(text) == [action]


HEADS = [("Done:", 1), ("What I did for you:", 1), ("Still to do:", 0), ("What you can do:", 0), ("Next steps:", 0)]


@pytest.mark.parametrize(("head", "found"), HEADS)
def test_a_list_is_read_by_what_it_stands_under(head, found):
    assert len(read(f"{head}\n- put the family discount on")) == found


def test_a_participle_beneath_a_head_of_plans_is_none():
    assert read("Next steps:\n- label printed") == []
    assert read("So far:\n- label printed") == ["other"]


TABLE = "| Camper | Extra | {head} |\n|---|---|---|\n| Ode | awning | {cell} |"


@pytest.mark.parametrize(
    ("head", "cell", "found"), [("Status", "ordered", 1), ("Status", "free", 0), ("Possible", "ordered", 0)]
)
def test_a_cell_tells_how_the_one_before_it_stands(head, cell, found):
    assert len(read(TABLE.format(head=head, cell=cell))) == found


def test_a_cell_that_says_done_is_no_second_claim():
    assert read("| Step | State |\n|---|---|\n| Desk moved to 4C | done |") == ["modify"]


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        ('{"action": "exchange", "result": "completed"}', ["exchange"]),
        ('{"action": "exchange", "result": "proposed"}', []),
        ('{"cancelled": true, "order": "A-7"}', ["cancel"]),
        ('{"cancelled": false, "order": "A-7"}', []),
        ('{"done": ["label_sent"], "todo": []}', ["send"]),
        ('{"done": [], "todo": ["label_sent"]}', []),
    ],
)
def test_json_tells_by_its_keys_and_by_a_status(text, actions):
    assert read(text) == actions


def test_a_quoted_summary_is_ours_and_quoted_wording_is_not():
    assert read("In short:\n> I have cancelled the tour.") == ["cancel"]
    assert read("You could write:\n> I have cancelled the tour.") == []


def test_what_is_known_by_its_form_alone_is_told_loosely():
    (claim,) = claims(view("I have descaled the boiler."), "en")

    assert claim.loose


@pytest.mark.parametrize("before", ["A", "Every", "No"])
@given(verb=st.sampled_from(["descaled", "booked", "refunded", "swapped", "logged", "unlocked"]))
def test_a_rule_is_no_claim(before, verb):
    assert read(f"{before} boiler is {verb} at the desk on Fridays.") == []


@given(text=st.text(alphabet="abd'\" {}[]:,_|\n>-truest", max_size=80))
def test_no_record_however_broken_stops_reading(text):
    for claim in claims(view(text), "en"):
        assert text[claim.start : claim.end] == claim.quote
