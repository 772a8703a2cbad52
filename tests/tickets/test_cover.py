"""Groups of tickets, their themes, and what the suite covers of them."""

from datetime import UTC, datetime

from evalsuite.domain.case import Case, ScriptedMessage
from evalsuite.domain.labels import Labels
from evalsuite.domain.ticket import Csat, Ticket, TicketMessage
from evalsuite.tickets.cover import UNNAMED, coverage, group_tickets
from evalsuite.tickets.themes import NONE, learn_themes

KETTLE = "My kettle refund for order {} never came although your bot said it was done two weeks ago"
FLIGHT = "Your bot moved my flight {} to the wrong evening and now I miss the wedding of my sister"


def ticket(name, text, *, day=1, comment=""):
    return Ticket(
        id=name,
        created_at=datetime(2026, 3, day, tzinfo=UTC),
        csat=Csat(score="bad", good=False, comment=comment),
        messages=(TicketMessage(role="customer", text=text),),
    )


def case(name, text, *failure):
    return Case(id=name, failure=failure, messages=(ScriptedMessage(role="user", text=text),))


TICKETS = [
    ticket("1", KETTLE.format("K-11"), day=3),
    ticket("2", KETTLE.format("K-97"), day=9, comment="still nothing"),
    ticket("3", FLIGHT.format("QX-12"), day=5),
]
PHANTOM, TOOL = (Labels(about_assistant=True, failure=(mode,)) for mode in ("phantom_action", "wrong_tool_call"))


def test_near_copies_are_a_group_with_first_and_last_day():
    first, second = group_tickets(TICKETS)

    assert first.keys == ("file:1", "file:2")
    assert (first.first.day, first.last.day) == (3, 9)
    assert first.representative == "file:2", "the one with a comment tells most"
    assert second.keys == ("file:3",)


def test_a_case_that_tells_the_same_makes_the_tickets_further_occurrences():
    first, second = group_tickets(TICKETS, [case("kettle", KETTLE.format("K-35"))])

    assert first.cases == ("kettle",)
    assert second.cases == ()


def test_coverage_tells_which_failures_have_cases():
    labels = {"file:1": PHANTOM, "file:2": PHANTOM, "file:3": TOOL}
    cases = [case("kettle", "Where is the refund for my kettle, your bot said it was done", "phantom_action")]

    first, second = coverage(TICKETS, labels, cases, count=2)

    assert (first.failure, first.tickets, first.groups, first.same, first.cases) == (
        "phantom_action",
        2,
        1,
        0,
        ("kettle",),
    )
    assert (second.failure, second.tickets, second.cases) == ("wrong_tool_call", 1, ())
    assert "kettle" in first.theme
    assert second.examples == ("file:3",)


def test_coverage_leaves_out_tickets_that_are_not_about_a_failure():
    labels = {"file:1": Labels(about_assistant=False), "file:3": Labels(about_assistant=True)}

    assert coverage(TICKETS, labels, []) == []


def test_a_failure_that_nothing_names_is_counted_as_such():
    from evalsuite.domain.labels import BadReply

    labels = {"file:3": Labels(about_assistant=True, bad_reply=BadReply(quote="Done", message=0, start=0, end=4))}

    assert [one.failure for one in coverage(TICKETS, labels, [])] == [UNNAMED]


def test_themes_are_the_same_for_the_same_seed_and_name_telling_words():
    texts = [KETTLE, FLIGHT] * 6

    one, other = learn_themes(texts, count=2), learn_themes(texts, count=2)

    assert one.labels == other.labels
    named = one.of([KETTLE, FLIGHT])
    assert len(set(named)) == 2
    assert "kettle" in named[0].split()


def test_texts_without_known_words_have_no_theme():
    assert learn_themes([]).of(["anything"]) == [NONE]
    assert learn_themes([KETTLE], count=1).of(["zzz"]) == [NONE]
