import pytest

from evalsuite.domain.ticket import BotIdentity, Person, Ticket, TicketMessage
from evalsuite.tickets.identity import recognised

PEOPLE = (
    Person(ref="p1", role="customer", names=("Ada",)),
    Person(ref="p2", role="human_agent", ids=("42",), names=("Alex",), emails=("alex-bot@shop.example",)),
    Person(ref="p3", role="human_agent", ids=("43",), names=("Bea",)),
)
MESSAGES = (
    TicketMessage(role="customer", author="p1", text="Hi"),
    TicketMessage(role="human_agent", author="p3", text="about him", public=False, kind="note"),
    TicketMessage(role="human_agent", author="p2", text="Hello"),
    TicketMessage(role="human_agent", author="p3", text="I take over"),
)


def roles(identity, **fields):
    ticket = Ticket(id="1", people=PEOPLE, messages=MESSAGES, **fields)
    return [one.role for one in recognised(ticket, identity).messages]


@pytest.mark.parametrize(
    "identity",
    [BotIdentity(user_ids=("42",)), BotIdentity(names=("ALEX",)), BotIdentity(emails=("*-bot@shop.example",))],
    ids=["user id", "name", "e-mail"],
)
def test_the_assistant_is_known_by_who_it_is(identity):
    assert roles(identity) == ["customer", "human_agent", "bot", "human_agent"]


def test_in_tagged_tickets_whoever_of_the_staff_wrote_first_is_the_assistant():
    assert roles(BotIdentity(tags=("ai_*",)), tags=("ai_handoff",)) == ["customer", "human_agent", "bot", "human_agent"]


def test_a_tag_changes_nothing_where_the_assistant_is_known_already():
    identity = BotIdentity(names=("Bea",), tags=("ai",))

    assert roles(identity, tags=("ai",)) == ["customer", "human_agent", "human_agent", "bot"]


def test_other_channels_are_left_alone():
    assert "bot" not in roles(BotIdentity(channels=("chat",)), channel="email")


def test_a_note_is_never_the_assistants_word_to_the_customer():
    identity = BotIdentity(names=("Bea",))

    assert roles(identity)[1] == "human_agent"
