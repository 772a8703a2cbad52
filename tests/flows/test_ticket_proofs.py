from datetime import UTC, datetime

import pytest
from shell import ALEX, workspace, write

from evalsuite.errors import InputError
from evalsuite.flows.ticket_proofs import kept_proof, reproduce
from evalsuite.workspace import open_workspace

NOW = datetime(2026, 3, 2, tzinfo=UTC)
PHANTOM = """\
- id: refund-nobody-made
  failure: [phantom_action]
  origin: ticket
  messages:
    - user: I want my money back for ORD-100217.
  expect: [claims]
  bad_reply: I have refunded $48.00 to your card. Anything else?
"""


def opened(folder, drafts, **options):
    workspace(folder, cases__drafts__one__yaml="")
    (folder / "cases" / "drafts").mkdir(parents=True, exist_ok=True)
    (folder / "cases" / "drafts" / "one.yaml").write_text(drafts, encoding="utf-8")
    return open_workspace(folder, environment={}, options={"trials": 2, "preflight": False, **options})


def proved(space, *, attempts=False, **given):
    ((one,), stopped) = reproduce(space, [str(space.root / "cases" / "drafts")], now=NOW, attempts=attempts, **given)
    assert stopped is None
    return one.proof


def test_a_draft_with_a_bad_and_a_good_reply_is_proved_without_the_assistant(tmp_path):
    proof = proved(opened(tmp_path, PHANTOM + "  good_reply: Shall I refund it to your card?\n"))

    assert proof.stands
    assert (set(proof.blamed), proof.good, proof.tried) == ({"claims"}, "good_reply", 0)


def test_any_passing_attempt_of_the_assistant_stands_in_for_a_good_reply(tmp_path):
    proof = proved(opened(tmp_path, PHANTOM), attempts=True)

    assert proof.stands
    assert (proof.good, proof.assistant, proof.attempts) == ("attempt 1", "alex", {"pass": 2})


def test_it_is_told_how_often_the_assistant_of_today_fails(tmp_path):
    draft = PHANTOM.replace("[claims]", "[claims, {says: zebra}]") + "  good_reply: A zebra, of course.\n"

    assert proved(opened(tmp_path, draft), attempts=True).attempts == {"fail": 2}


def test_a_bad_reply_that_passes_is_no_proof(tmp_path):
    proof = proved(opened(tmp_path, PHANTOM.replace("I have refunded", "We could refund")), attempts=True)

    assert not proof.stands
    assert "nothing under expect sees phantom_action" in proof.missed


def test_an_expectation_nothing_can_meet_is_no_proof(tmp_path):
    draft = PHANTOM.replace("[claims]", "[{says: zebra}]").replace("phantom_action", "wrong_answer")

    proof = proved(opened(tmp_path, draft), attempts=True)

    assert proof.blamed
    assert not proof.stands
    assert proof.refused.startswith("no attempt passes, and there is no good_reply: says: No reply says 'zebra'")


def test_the_words_complained_of_must_be_at_fault(tmp_path):
    proof = proved(opened(tmp_path, PHANTOM + "  blamed: Anything else?\n"))

    assert proof.missed == "it fails by claims, but not for phantom_action at the words complained of"


def test_a_good_reply_that_fails_says_by_what(tmp_path):
    proof = proved(opened(tmp_path, PHANTOM + "  good_reply: I have cancelled ORD-100217.\n"))

    assert not proof.stands
    assert proof.refused.startswith("good_reply does not pass: claims: ")


def test_what_the_ticket_shows_of_calls_is_played_again(tmp_path):
    draft = PHANTOM + (
        "  tools: {issue_refund: [{given: {order_id: ORD-100217}, result: {refund_id: RF-1, amount: 48.00 USD}}]}\n"
        "  bad_calls: [{issue_refund: {order_id: ORD-100217}}]\n"
    )

    proof = proved(opened(tmp_path, draft))

    assert not proof.blamed  # the refund was made, so it is no lie to say so


def test_a_call_that_nothing_answers_proves_no_lie(tmp_path):
    proof = proved(opened(tmp_path, PHANTOM + "  bad_calls: [{issue_refund: {order_id: ORD-100217}}]\n"))

    assert not proof.blamed
    assert proof.missed.startswith("no fixture for issue_refund")


def test_a_reply_to_the_last_message_is_held_back_until_then(tmp_path):
    draft = PHANTOM.replace("    - user: I want", "    - user: Hello!\n    - user: I want")

    assert set(proved(opened(tmp_path, draft)).blamed) == {"claims"}


def test_a_conversation_that_went_well_needs_no_bad_reply(tmp_path):
    draft = "- id: well\n  origin: live\n  messages: [{user: Do you ship abroad?}]\n  expect: [{says: abroad}]\n"

    proof = proved(opened(tmp_path, draft + "  good_reply: Yes, we ship abroad.\n"))

    assert proof.control
    assert proof.stands


def test_a_failure_without_its_reply_is_told_what_it_lacks(tmp_path):
    draft = PHANTOM.partition("  bad_reply")[0]

    assert "Add the reply the customer complained of" in proved(opened(tmp_path, draft)).missed


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        ("expect: [claims]", "expect: [ids]", False),
        ("$48.00", "$49.00", False),
        ("origin: ticket", "origin: live", False),
        ("failure:", "owner: me\n  failure:", True),
    ],
)
def test_a_proof_holds_until_what_was_proved_is_edited(tmp_path, before, after, kept):
    space = opened(tmp_path, PHANTOM)
    proved(space)
    opened(tmp_path, PHANTOM.replace(before, after))
    (case,) = (located.case for located in space.cases([str(tmp_path / "cases" / "drafts")]))

    assert (kept_proof(space, case) is not None) is kept


def test_every_mistake_is_told_before_anything_is_tried(tmp_path):
    with pytest.raises(InputError, match="no grader 'clams'"):
        proved(opened(tmp_path, PHANTOM.replace("[claims]", "[clams]")))


def test_an_assistant_that_cannot_be_reached_is_no_proof_of_anything(tmp_path):
    space = opened(tmp_path, PHANTOM)
    (tmp_path / "graders" / "assistants" / "alex.yaml").write_text(
        ALEX.replace("offline://techgadgets/v1", "http://127.0.0.1:9/v1") + "retries: 0\n"
    )

    proof = proved(space, attempts=True)

    assert proof.attempts == {"error": 2}
    assert not proof.good


def test_a_ticket_case_without_its_bad_reply_is_no_conversation_that_went_well(tmp_path):
    draft = "- id: a\n  origin: ticket\n  messages: [{user: Hello!}]\n  expect: [{says: hello}]\n"

    proof = proved(opened(tmp_path, draft + "  good_reply: Hello to you.\n"))

    assert proof.good == "good_reply"
    assert not proof.stands


@pytest.mark.parametrize("reply", [" ", "…", "\N{ZERO WIDTH SPACE}", "?!"], ids=ascii)
def test_a_reply_that_says_nothing_passes_nothing(tmp_path, reply):
    draft = PHANTOM.replace("[claims]", "[claims, {never_says: refunded}]")

    proof = proved(opened(tmp_path, f'{draft}  good_reply: "{reply}"\n'))

    assert not proof.stands


def test_words_complained_of_that_the_reply_does_not_hold_are_told(tmp_path):
    proof = proved(opened(tmp_path, PHANTOM + "  blamed: I paid it back\n  good_reply: Shall I?\n"))

    assert not proof.stands
    assert proof.missed == "the words under blamed are not in bad_reply. Copy them from it"


@pytest.mark.parametrize(
    ("failure", "mend"),
    [("  failure: [phantom_actoin]\n", "Did you mean 'phantom_action'"), ("", "like failure: [wrong_answer]")],
)
def test_a_failure_that_is_not_named_is_proved_by_nothing(tmp_path, failure, mend):
    draft = PHANTOM.replace("  failure: [phantom_action]\n", failure) + "  good_reply: Shall I?\n"

    proof = proved(opened(tmp_path, draft))

    assert not proof.stands
    assert mend in proof.missed


GRUMBLES = """\
from evalsuite import Finding, grader, verdict_of


@grader
def grumbles(context):
    last = context.replies[-1]
    return verdict_of([Finding(code="bad", message=last, start=0, end=len(context.view(last).text), reason="Bad.")])
"""


def test_a_grader_that_fails_everything_proves_nothing(tmp_path):
    draft = PHANTOM.replace("[claims]", "[grumbles]") + "  good_reply: Shall I refund it to your card?\n"
    write(tmp_path, {"graders/grumbles.py": GRUMBLES})

    proof = proved(opened(tmp_path, draft), attempts=True)

    assert not proof.stands
    assert proof.refused == "good_reply does not pass: grumbles: Bad."


def test_what_is_kept_of_a_proof_holds_no_words(tmp_path):
    space = opened(tmp_path, PHANTOM + "  good_reply: I have cancelled ORD-100217.\n")
    proved(space, attempts=True)
    (file,) = (tmp_path / ".evalsuite" / "proofs").iterdir()
    text = file.read_text()

    assert '"claims"' in text
    assert not [word for word in ("refunded", "cancelled", "ORD-100217", "issue_refund") if word in text]
