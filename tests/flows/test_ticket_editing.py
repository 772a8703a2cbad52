import pytest
from shell import workspace, write

from evalsuite.domain.case import GraderSpec
from evalsuite.domain.ticket import RawTicket, Ticket
from evalsuite.errors import InputError, UsageError
from evalsuite.flows.ticket_cases import drafts
from evalsuite.flows.ticket_editing import add_to_draft
from evalsuite.tickets.draft import GOOD_REPLY_NEEDED, source_of
from evalsuite.workspace import open_workspace

DRAFT = f"""\
- id: refund-nobody-made
  source: {source_of("key", "zendesk:7")}
  messages:
    - user: I want my money back for ORD-555001.
  # needed: {GOOD_REPLY_NEEDED}
  expect:
    - claims
  bad_reply: I have refunded $48.00 to your card.
"""


@pytest.fixture
def space(tmp_path):
    found = open_workspace(workspace(tmp_path), environment={"EVALSUITE_KEY": "key"})
    with found.tickets() as store:
        store.put(RawTicket(id="7", source="zendesk", body={}), Ticket(id="7", source="zendesk"))
        store.keep("zendesk:7", "mapping", {"ORD-100217": "ORD-555001"})
    return found


def added(space, text=DRAFT, **given):
    """The draft after something was added to it, with its file's text."""
    path = space.root / "cases" / "drafts" / "one.yaml"
    write(space.root, {"cases/drafts/one.yaml": text})
    with space.tickets() as store:
        add_to_draft(space, store, "refund", **given)
    (located,) = drafts(space)
    return located.case, path.read_text(encoding="utf-8")


def test_a_right_reply_is_written_into_the_draft(space):
    case, _ = added(space, good_reply='Of course: shall I? "Yes" or\nno')

    assert case.good_reply == 'Of course: shall I? "Yes" or\nno'


@pytest.mark.parametrize("behind", ["owner: me", "expect: [claims]"])
def test_a_right_reply_with_something_behind_it_is_left_to_the_person(space, behind):
    text = DRAFT.partition("  # needed")[0] + f"  bad_reply: Done.\n  good_reply: Shall I?\n  {behind}\n"

    with pytest.raises(UsageError, match="something stands behind the good_reply"):
        added(space, text, good_reply="Another")


@pytest.mark.parametrize(
    ("reply", "why"),
    [("Write to maren@halvorsen-mugs.shop", "an e-mail address"), ("It is ORD-100217", "a value of the ticket itself")],
)
def test_a_right_reply_that_names_somebody_is_not_written(space, reply, why):
    with pytest.raises(InputError, match=why):
        added(space, good_reply=reply)
    assert drafts(space)[0].case.good_reply is None


def test_another_right_reply_goes_in_the_place_of_the_first(space):
    case, text = added(
        space, DRAFT + "  good_reply: |-\n    Shall I?\n    Yes or no?\n", good_reply="Another", says=["a"]
    )

    assert case.good_reply == "Another"
    assert "Yes or no" not in text


def test_words_that_every_right_reply_says_stand_before_the_other_expectations(space):
    case, text = added(space, says=["to your card"])

    assert case.expect == (GraderSpec(name="says", argument="to your card"), GraderSpec(name="claims", bare=True))
    assert GOOD_REPLY_NEEDED not in text


def test_words_that_stand_there_already_are_not_written_again(space):
    _, text = added(space, says=["card"])
    case, _ = added(space, text, says=["card", "refund"])

    assert [spec.argument for spec in case.expect] == ["refund", "card", None]


def test_a_right_reply_is_for_one_draft(space):
    write(space.root, {"cases/drafts/one.yaml": DRAFT, "cases/drafts/two.yaml": DRAFT.replace("nobody", "somebody")})

    with space.tickets() as store, pytest.raises(UsageError, match=r"'refund-\*' means 2 drafts"):
        add_to_draft(space, store, "refund-*", good_reply="Shall I?")


def test_several_words_are_one_expectation(space):
    case, _ = added(space, says=["card", "three: days #"])

    assert case.expect[0] == GraderSpec(name="says", argument=["card", "three: days #"])


def test_a_draft_without_expectations_gets_its_first(space):
    case, _ = added(space, DRAFT.replace("  expect:\n    - claims\n", ""), says=["card"], good_reply="To your card.")

    assert case.expect == (GraderSpec(name="says", argument="card"),)
    assert case.good_reply == "To your card."


def test_expectations_on_one_line_are_left_to_the_person(space):
    with pytest.raises(UsageError, match=r"one.yaml:6:11: write what it says there yourself"):
        added(space, DRAFT.replace("  expect:\n    - claims\n", "  expect: [claims]\n"), says=["card"])


def test_a_draft_that_shares_its_file_is_left_to_the_person(space):
    with pytest.raises(UsageError, match="stands with other cases in one file"):
        added(space, DRAFT + DRAFT.replace("refund-nobody-made", "other"), good_reply="Shall I?")
