"""The same step in whatever form somebody wrote it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalsuite.domain.catalogue import Catalogue, CatalogueTool
from evalsuite.reading.runbook_items import steps
from evalsuite.reading.runbook_steps import Parts
from evalsuite.reading.runbooks import read_step


def tool(name, description, *effects):
    return CatalogueTool(name=name, description=description, effects=effects)


HUTS = Catalogue(
    tools=(
        tool("huts.getStay", "Stay by code: hut, nights, beds, deposit, contact.", "lookup"),
        tool("huts.moveStay", "Moves a stay to other nights.", "modify"),
        tool("huts.cancelStay", "Cancels a stay.", "cancel"),
        tool("huts.payBack", "Refunds the deposit in full to the card used.", "refund"),
        tool("huts.giveVoucher", "Gives a voucher of 5 to 40 EUR.", "credit"),
        tool("huts.fileReport", "Files a damage report.", "ticket"),
        tool("huts.mailGuest", "Sends an e-mail to the guest.", "send"),
        tool("huts.passOn", "Passes the chat on to a queue.", "escalate"),
    ),
    queues=("mountain_rescue", "groups"),
    people=("Ebba Lund (warden)",),
)
COVERED_FORMS = [
    "Cancel the stay.",
    "3. Cancel the stay.",
    "Step 3: Cancel the stay.",
    "c) Cancel the stay",
    "[ ] Stay cancelled",
    "**Cancel** the stay.",
    "Would you please cancel the stay.",
    "Please be so kind as to cancel the stay.",
    "You should cancel the stay.",
    "The assistant cancels the stay.",
    "We then cancel the stay.",
    "The stay is to be cancelled.",
    "The stay must be cancelled.",
    "Cancellation of the stay.",
    "guest ill | cancel the stay",
    "| Guest ill | Cancel the stay |",
    "guest ill -> cancel the stay",
    "Guest ill? Then cancel the stay",
    "IF the guest is ill THEN cancel the stay",
    "Should the guest be ill, kindly cancel the stay.",
    "Guest ill: stay cancelled",
    "For guests who are ill, we cancel the stay.",
]


@pytest.mark.parametrize("text", COVERED_FORMS)
def test_a_step_is_the_same_in_each_form(text):
    reading = read_step(text, HUTS)

    assert (reading.label, reading.tools) == ("covered", ("huts.cancelStay",))


@pytest.mark.parametrize(
    "text", [text.replace("ancel", "lean") for text in COVERED_FORMS if "ancelle" not in text][:12]
)
def test_what_no_tool_can_do_lacks_one_in_each_form(text):
    assert read_step(text, HUTS).label == "no_tool"


@pytest.mark.parametrize(
    ("text", "condition", "verb"),
    [
        ("more than four beds -> chat passed to groups", "more than four beds", "pass"),
        ("Is a bed broken? If so, file a report.", "Is a bed broken", "file"),
        ("Guests who are lost are handed to mountain_rescue.", "Guests who are lost", "hand"),
        ("We begin by asking for the code.", "", "ask"),
        ("Have Ebba Lund sign the refund.", "", "ask"),
        ("Put her through to the groups desk.", "", "transfer"),
        ("cust w/ 2 stays -> mail the cust", "customer with 2 stays", "mail"),
    ],
)
def test_condition_and_order_are_told_apart(text, condition, verb):
    parts = Parts(text)

    assert (parts.condition, parts.actions[0].verb) == (condition, verb)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Give a voucher of 40 EUR.", "covered"),
        ("Give a voucher of 41 EUR.", "no_tool"),
        ("If the deposit is above 200 EUR, give a voucher of 10 EUR.", "covered"),
        ("Refund the deposit.", "covered"),
        ("Refund half of the deposit.", "no_tool"),
        ("Refund the deposit to another card.", "no_tool"),
        ("Mail the guest the code.", "covered"),
        ("Send the guest the code by post.", "no_tool"),
        ("File a damage report.", "covered"),
        ("Reopen the damage report.", "no_tool"),
    ],
)
def test_a_tool_does_what_its_description_says_and_no_more(text, label):
    assert read_step(text, HUTS).label == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("If the guest says that the stove smokes, file a damage report.", "covered"),
        ("If the deposit has been paid twice, refund the deposit.", "covered"),
        ("If the neighbours leave the gate open, file a damage report.", "unobservable_condition"),
        ("If the ranger is late, give a voucher of 10 EUR.", "unobservable_condition"),
        ("If nobody has swept the floor, give a voucher of 10 EUR.", "unobservable_condition"),
        ("If the stove was blocked by the last party, give a voucher of 10 EUR.", "unobservable_condition"),
        ("If the guest means well, refund the deposit.", "unobservable_condition"),
        ("If the guest is going to regret it, refund the deposit.", "unobservable_condition"),
        ("If the weather is bad at the hut, move the stay.", "unobservable_condition"),
    ],
)
def test_a_condition_shows_in_the_chat_or_in_a_tool_or_nowhere(text, label):
    assert read_step(text, HUTS).label == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Lost on the way? Pass the chat to mountain_rescue.", "covered"),
        ("school class | groups", "covered"),
        ("school class | schools_desk", "unknown_target"),
        ("Weddings are a matter for the events office.", "unknown_target"),
        ("Let Ebba Lund's deputy know.", "unknown_target"),
        ("Inform the forester.", "unknown_target"),
        ("Get Åsa Öberg to unlock the hut.", "unknown_target"),
        ("Put the chat into forestry.", "unknown_target"),
    ],
)
def test_a_target_is_known_or_not_in_each_form(text, label):
    assert read_step(text, HUTS).label == label


@pytest.mark.parametrize(
    "text",
    [
        "Show common sense.",
        "anything odd -> play it by ear",
        "Roll out the red carpet.",
        "Guests shall feel at home.",
        "Do whatever it takes.",
        "Respond in due course.",
    ],
)
def test_a_turn_of_speech_is_vague(text):
    assert read_step(text, HUTS).label == "vague"


@pytest.mark.parametrize("text", ["Never promise a bed.", "No deposits are asked for.", "Do not cancel the stay."])
def test_what_is_not_to_be_done_needs_no_tool(text):
    assert read_step(text, HUTS).label == "covered"


def test_the_rows_of_a_table_are_steps_and_its_head_is_none():
    text = "| When | What |\n|:---|---|\n| guest ill | cancel |\n| fog | warn |\n\n- Greet.\n"

    assert [(step.line, step.text) for step in steps(text)] == [
        (3, "guest ill | cancel"),
        (4, "fog | warn"),
        (6, "Greet."),
    ]


def test_ticks_letters_and_arrows_are_steps_too():
    text = "Read me.\n\n[ ] Stay found\na) Greet.\nStep 2: Ask.\nfog -> warn\n"

    assert [step.text for step in steps(text)] == ["Stay found", "Greet.", "Ask.", "fog -> warn"]


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=120))
def test_any_step_gets_a_label(text):
    assert read_step(text, HUTS).label


@pytest.mark.parametrize(
    "part", ["is ", "| ", "who is ", "to the ", "-> ", "? ", "cancel, ", "the stay is cancelled and "]
)
def test_long_steps_are_read(part):
    assert read_step(part * 3000, HUTS).label
