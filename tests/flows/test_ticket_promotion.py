from datetime import UTC, datetime

import pytest
from shell import workspace, write

from evalsuite.domain.ticket import RawTicket, Ticket
from evalsuite.errors import InputError, UsageError
from evalsuite.flows.ticket_cases import DRAFT
from evalsuite.flows.ticket_promotion import promote
from evalsuite.flows.ticket_proofs import reproduce
from evalsuite.tickets.draft import source_of
from evalsuite.workspace import open_workspace

NOW = datetime(2026, 3, 2, tzinfo=UTC)
DRAFT_TEXT = """\
- id: refund-nobody-made
  failure: [phantom_action]
  origin: ticket
  source: SOURCE
  messages:
    - user: I want my money back for ORD-100217.
  # needed: what a good reply says or does
  expect: [claims]
  bad_reply: I have refunded $48.00 to your card.
  good_reply: Shall I refund it to your card?
"""


@pytest.fixture
def space(tmp_path):
    found = open_workspace(workspace(tmp_path), environment={"EVALSUITE_KEY": "key"})
    with found.tickets() as store:
        store.put(RawTicket(id="7", source="zendesk", body={}), Ticket(id="7", source="zendesk"))
    return found


def drafted(space, name="one", text=DRAFT_TEXT, *, proved=True):
    source = source_of("key", "zendesk:7")
    write(space.root, {f"cases/drafts/{name}.yaml": text.replace("SOURCE", source)})
    if proved:
        reproduce(space, ["cases/drafts"], now=NOW, attempts=False)


def promoted(space, *names):
    with space.tickets() as store:
        return promote(space, store, names)


def other(name):
    return DRAFT_TEXT.replace("refund-nobody-made", name)


def files(space):
    return sorted(path.relative_to(space.root / "cases").as_posix() for path in space.root.glob("cases/*/*.yaml"))


def test_a_proved_draft_becomes_a_case_that_is_run(space):
    drafted(space)

    (done,) = promoted(space, "refund-nobody-made")

    assert (done.path, done.ticket) == ("cases/tickets/one.yaml", "zendesk:7")
    assert done.needed == ("what a good reply says or does",)
    assert "refund-nobody-made" in [located.case.id for located in space.cases()]
    assert not (space.root / "cases" / "drafts" / "one.yaml").exists()


def test_the_store_knows_what_became_of_the_ticket(space):
    drafted(space)
    promoted(space, "refund-nobody-made")
    with space.tickets() as store:
        kept = store.kept("zendesk:7", DRAFT)

    assert kept == {"case_id": "refund-nobody-made", "path": "cases/tickets/one.yaml", "state": "promoted"}


def test_the_case_of_a_forgotten_ticket_can_still_be_promoted(space):
    drafted(space)
    with space.tickets() as store:
        store.forget("zendesk:7")

    assert promoted(space, "refund-nobody-made")[0].ticket is None


def test_the_beginning_of_a_name_is_enough(space):
    drafted(space)

    assert [done.case_id for done in promoted(space, "refund")] == ["refund-nobody-made"]


def test_what_is_not_proved_stays_where_it_is(space):
    drafted(space, proved=False)

    with pytest.raises(InputError, match=r"not proved as it is now. Run: evalsuite tickets reproduce refund-nobody"):
        promoted(space, "refund-nobody-made")
    assert files(space) == ["drafts/one.yaml"]


def test_an_edited_draft_has_to_be_proved_again(space):
    drafted(space)
    drafted(space, text=DRAFT_TEXT.replace("$48.00", "$49.00"), proved=False)

    with pytest.raises(InputError, match="not proved as it is now"):
        promoted(space, "refund-nobody-made")


def test_a_proof_that_failed_says_how_to_see_why(space):
    drafted(space, text=DRAFT_TEXT.replace("I have refunded", "We could refund"))

    with pytest.raises(InputError, match=r"not proved\. See why: evalsuite tickets reproduce refund-nobody-made"):
        promoted(space, "refund-nobody-made")


def test_all_are_promoted_or_none_and_every_reason_is_told(space):
    drafted(space)
    drafted(space, "two", other("two"), proved=False)
    drafted(space, "three", other("three"), proved=False)

    with pytest.raises(InputError) as refused:
        promoted(space, "refund-nobody-made", "two", "three")
    assert len(refused.value.complaints) == 2
    assert files(space) == ["drafts/one.yaml", "drafts/three.yaml", "drafts/two.yaml"]


def test_drafts_of_one_name_in_two_folders_stay_apart(space):
    drafted(space, "a/one", proved=False)
    drafted(space, "b/one", other("second"))

    assert [done.path for done in promoted(space, "refund", "second")] == [
        "cases/tickets/a/one.yaml",
        "cases/tickets/b/one.yaml",
    ]


def test_a_case_that_is_there_is_never_written_over(space):
    drafted(space)
    write(space.root, {"cases/tickets/one.yaml": other("older")})

    with pytest.raises(InputError, match=r"cases/tickets/one.yaml is there already"):
        promoted(space, "refund-nobody-made")


def test_a_draft_that_shares_its_file_takes_the_others_along_or_stays(space):
    drafted(space, text=DRAFT_TEXT + other("second"))

    with pytest.raises(InputError, match="second stands in the same file"):
        promoted(space, "refund-nobody-made")
    assert len(promoted(space, "refund-nobody-made", "second")) == 2


def test_what_a_person_typed_goes_through_the_leak_gate_too(space):
    drafted(space, text=DRAFT_TEXT.replace("Shall I refund", "Dear maren@halvorsen-mugs.shop, shall I refund"))

    with pytest.raises(InputError, match=r"one.yaml:10:\d+: an e-mail address outside example.com") as refused:
        promoted(space, "refund-nobody-made")
    assert "halvorsen" not in str(refused.value)


def test_words_of_the_ticket_itself_are_refused(space):
    drafted(space)
    with space.tickets() as store:
        store.keep("zendesk:7", "mapping", {"ORD-100217": "ORD-555001"})

    with pytest.raises(InputError, match="a value of the ticket itself"):
        promoted(space, "refund-nobody-made")


def test_drafts_approved_in_a_review_need_no_name(space):
    drafted(space)
    with space.tickets() as store:
        store.keep("zendesk:7", DRAFT, {"case_id": "refund-nobody-made", "path": "", "state": "approved"})

    assert [done.case_id for done in promoted(space)] == ["refund-nobody-made"]


def test_nothing_approved_says_how_to_approve(space):
    drafted(space)

    with pytest.raises(UsageError, match="Name those you approve"):
        promoted(space)
