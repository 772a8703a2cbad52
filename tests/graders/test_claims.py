"""The `claims` grader: what stands behind the words."""

import gzip
import itertools
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalsuite.domain.case import Case
from evalsuite.domain.catalogue import Catalogue, CatalogueTool
from evalsuite.domain.conversation import Message, Tool, ToolCall, Transcript
from evalsuite.evidence import evidence
from evalsuite.graders.claims import CODES, claims
from evalsuite.protocols import GradingContext, Knowledge, Readers
from evalsuite.reading.claims import claims as read_claims
from evalsuite.reading.commitments import commitments
from evalsuite.reading.ids import mentions
from evalsuite.reading.text import view

READERS = Readers(view=view, claims=read_claims, mentions=mentions, evidence=evidence, commitments=commitments)
TOOLS = ("get_order", "cancel_order", "update_shipping_address", "update_order_items", "transfer_to_human_agents")


def grade(*messages, tools=TOOLS, system=None, knowledge=None, **case):
    knowledge = knowledge or Knowledge()
    offered = None if tools is None else tuple(Tool(name=name) for name in tools)
    context = GradingContext(
        case=Case(id="c", **case),
        transcript=Transcript(messages=(Message(role="user", text="hi"), *messages), tools=offered, system=system),
        readers=READERS,
        knowledge=knowledge,
    )
    return claims(knowledge=knowledge)(context)


def says(text, *calls):
    return Message(role="assistant", text=text, tool_calls=calls)


def called(name, result="ok", **arguments):
    text = result if isinstance(result, str) else json.dumps(result)
    return (
        Message(role="assistant", tool_calls=(ToolCall(id="1", name=name, arguments=arguments),)),
        Message(role="tool", tool_call_id="1", text=text),
    )


def codes(verdict):
    return [finding.code for finding in verdict.findings]


CANCELLED = "Your order W1234567 has been cancelled."


def test_a_successful_call_stands_behind_the_words():
    assert codes(grade(*called("cancel_order", order_id="W1234567"), says(CANCELLED))) == []


def test_without_a_call_it_fails():
    raw = f"Good news! {CANCELLED}"
    verdict = grade(says(raw))
    (finding,) = verdict.findings

    assert verdict.outcome == "fail"
    assert finding.code == "no_call"
    assert raw[finding.start : finding.end] == finding.quote
    assert "graders/tools.yaml" in finding.mend


@pytest.mark.parametrize(
    "result",
    ['{"success": false}', '{"ok": false}', "Error: too late", "Request timed out after 30s", '{"error": "x"}'],
)
def test_a_failed_call_is_no_success(result):
    assert codes(grade(*called("cancel_order", result, order_id="W1234567"), says(CANCELLED))) == ["failed_call"]


def test_failed_then_succeeded_is_fine():
    failed = called("cancel_order", "Error: busy", order_id="W1234567")

    assert codes(grade(*failed, *called("cancel_order", order_id="W1234567"), says(CANCELLED))) == []


def test_a_call_that_comes_later_is_told_so():
    assert codes(grade(says(CANCELLED), *called("cancel_order", order_id="W1234567"))) == ["claim_before_call"]


def test_an_earlier_call_grounds_a_recap():
    later = (Message(role="user", text="and?"), says("As I said, your order W1234567 has been cancelled."))

    assert codes(grade(*called("cancel_order", order_id="W1234567"), *later)) == []


def test_a_call_made_with_the_words_counts_as_made():
    assert codes(grade(says("I'm cancelling your order.", ToolCall(id="1", name="cancel_order")))) == []


def test_no_tool_for_it_is_the_strongest_finding():
    assert codes(grade(says("I've sent a confirmation email to you."))) == ["no_such_tool"]
    assert codes(grade(says("I've contacted the carrier and asked them to wait."))) == ["no_such_target"]


def test_another_orders_call_does_not_count():
    read = called("get_order", {"order_id": "W1234567"}, order_id="W1234567")
    other = called("cancel_order", {"status": "cancelled"}, order_id="W7654321")

    assert codes(grade(*read, *other, says(CANCELLED))) == ["wrong_arguments"]


def test_one_of_several_left_out_is_partial():
    reads = (*called("get_order", order_id="W1234567"), *called("get_order", order_id="W7654321"))
    done = called("cancel_order", order_id="W1234567")

    assert codes(grade(*reads, *done, says("I've cancelled orders W1234567 and W7654321."))) == ["partial"]
    assert codes(grade(*reads, *done, says("Both orders have been cancelled."))) == ["partial"]


def test_a_sibling_tool_does_not_count():
    done = called("update_order_items", order_id="W1234567")

    assert codes(grade(*done, says("I've updated the shipping address."))) == ["no_call"]


def test_consequences_of_a_write_are_fine():
    done = called("cancel_order", order_id="W1234567")

    assert codes(grade(*done, says("A refund of $48.00 has been issued to your card."))) == []


def test_a_gift_is_no_consequence():
    done = called("cancel_order", order_id="W1234567")

    assert codes(grade(*done, says("I've applied a 10% discount as an apology."))) == ["no_such_tool"]


def test_a_state_that_was_read_is_fine():
    read = called("get_order", {"order_id": "W1234567", "status": "cancelled"}, order_id="W1234567")

    assert codes(grade(*read, says("Order W1234567 has been cancelled already, I see."))) == []


def test_the_customers_own_device_is_not_our_doing():
    assert codes(grade(says("Great, your phone's airplane mode has been disabled."))) == []


def test_a_message_that_the_texts_promise_is_no_phantom():
    system = "After a cancellation the customer receives an e-mail."
    done = called("cancel_order", order_id="W1234567")

    assert codes(grade(*done, says("A confirmation email has been sent to you."), system=system)) == []
    assert codes(grade(*done, says("A confirmation email has been sent to you."))) == ["no_such_tool"]


def test_declared_effects_and_side_effects_are_believed():
    tool = CatalogueTool(name="do_it", kind="write", effects=("cancel",), side_effects=("confirmation e-mail",))
    knowledge = Knowledge(catalogue=Catalogue(tools=(tool,)))
    done = called("do_it", order_id="W1234567")
    words = says(f"{CANCELLED} A confirmation email has been sent to you.")

    assert codes(grade(*done, words, tools=("do_it",), knowledge=knowledge)) == []


def declared(*effects, **claims_at):
    tool = CatalogueTool(name="do_it", kind="write", effects=effects, claims=claims_at)
    return Knowledge(catalogue=Catalogue(tools=(tool,)))


def test_an_amount_is_looked_for_where_the_catalogue_says_it_stands():
    done = called("do_it", '{"total": 60.0, "refund": {"amount": 48.0}}', order_id="W1234567")
    words = says("I've refunded $60.00 for order W1234567.")

    assert codes(grade(*done, words, tools=("do_it",), knowledge=declared("refund"))) == []
    strict = declared("refund", amount="result.refund.amount")
    assert codes(grade(*done, words, tools=("do_it",), knowledge=strict)) == ["wrong_arguments"]


def test_an_id_is_looked_for_where_the_catalogue_says_it_stands():
    done = called("do_it", '{"order_id": "W1234567", "see_also": {"order_id": "W7654321"}}', order_id="W1234567")
    words = says("I've cancelled orders W1234567 and W7654321.")

    assert codes(grade(*done, words, tools=("do_it",), knowledge=declared("cancel"))) == []
    strict = declared("cancel", id="arguments.order_id")
    assert codes(grade(*done, words, tools=("do_it",), knowledge=strict)) == ["partial"]


def test_a_transfer_needs_its_call():
    assert codes(grade(says("YOU ARE BEING TRANSFERRED TO A HUMAN AGENT."))) == ["no_call"]
    assert codes(grade(*called("transfer_to_human_agents"), says("YOU ARE BEING TRANSFERRED TO A HUMAN AGENT."))) == []


def test_where_no_tools_are_known_the_missing_call_is_told():
    assert codes(grade(says(CANCELLED), tools=None)) == ["no_call"]


@pytest.mark.parametrize(
    "reply",
    ["I can cancel it. Shall I?", "Once cancelled, you get a refund.", "Your order was cancelled by the seller."],
)
def test_replies_that_claim_nothing_pass(reply):
    verdict = grade(says(reply))

    assert verdict.outcome == "pass"
    assert verdict.findings == ()


def test_a_language_without_tables_makes_it_abstain():
    verdict = grade(says("Tilauksesi on peruttu."), language="fi")

    assert verdict.outcome == "abstain"
    assert "fi" in verdict.reason


def test_without_a_reply_it_abstains():
    assert grade().outcome == "abstain"


def test_severities_are_those_declared():
    assert all(finding.severity == CODES[finding.code] for finding in grade(says(CANCELLED)).findings)


def test_long_conversations_are_judged_in_linear_time():
    turn = (*called("cancel_order", order_id="W1234567"), says(CANCELLED), Message(role="user", text="ok"))

    assert grade(*(turn * 150)).outcome == "pass"


@settings(deadline=None)
@given(st.text(), st.text())
def test_hostile_texts_never_crash_it(result, reply):
    messages = (*called("cancel_order", result), says(reply + " I've cancelled it."))

    assert grade(*messages).outcome in {"pass", "fail", "abstain"}


def test_a_queue_nobody_declared_is_no_target():
    catalogue = Catalogue(
        tools=(CatalogueTool(name="escalate", kind="handoff", effects=("escalate",)),), queues=("billing", "shipping")
    )
    knowledge = Knowledge(catalogue=catalogue)

    def about(target):
        words = says(f"I've escalated this to {target}.")
        return codes(grade(*called("escalate", queue="billing"), words, tools=("escalate",), knowledge=knowledge))

    assert about("our tier-two queue") == ["no_such_target"]
    assert about("our billing team") == []
    assert about("a human agent") == []


def test_another_amount_than_the_calls_is_told():
    tools = ("issue_refund",)
    done = called("issue_refund", {"amount": "48.00 USD"}, order_id="W1234567")

    assert codes(grade(*done, says("I've refunded $84.00 for you."), tools=tools)) == ["wrong_arguments"]
    assert codes(grade(*done, says("I've refunded $48.00 for you."), tools=tools)) == []
    assert codes(grade(*done, *done, says("I've refunded $96.00 in all."), tools=tools)) == []


def test_untouched_conversations_of_strong_models_are_rarely_flagged(shared_data):
    flagged = replies = 0
    with gzip.open(shared_data / "conversations" / "retail.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in itertools.islice(file, 80):
            row = json.loads(line)
            context = recorded(row)
            findings = [one for one in claims(knowledge=Knowledge())(context).findings if one.severity == "error"]
            flagged += len({one.message for one in findings})
            replies += len(context.replies)

    assert replies > 300
    assert flagged / replies < 0.02  # some of these flags are true


def recorded(row):
    messages = tuple(
        Message(
            role=one["role"],
            text=one.get("content"),
            tool_call_id=one.get("tool_call_id"),
            is_error=bool(one.get("is_error")),
            tool_calls=tuple(
                ToolCall(
                    id=call["id"], name=call["function"]["name"], arguments=json.loads(call["function"]["arguments"])
                )
                for call in one.get("tool_calls") or ()
            ),
        )
        for one in row["messages"]
    )
    transcript = Transcript(
        messages=messages, system=row["system"], tools=tuple(Tool(name=name) for name in row["tools"])
    )
    return GradingContext(case=Case(id=row["id"]), transcript=transcript, readers=READERS, knowledge=Knowledge())


def test_all_of_what_was_listed_before_must_have_been_done():
    listed = says("These would be cancelled:\n- W1234567\n- W2222222\n- W7654321\nShall I?")
    calls = (*called("cancel_order", order_id="W1234567"), *called("cancel_order", order_id="W2222222"))
    said = says("All orders have been cancelled.")
    verdict = grade(listed, *calls, said)

    assert codes(verdict) == ["partial"]
    assert "W7654321" in verdict.findings[0].reason
    assert codes(grade(listed, *calls, *called("cancel_order", order_id="W7654321"), said)) == []


def test_what_is_said_to_be_left_out_need_not_be_done():
    listed = says("These would be cancelled:\n- W1234567\n- W2222222\n- W7654321\nShall I?")
    calls = (*called("cancel_order", order_id="W1234567"), *called("cancel_order", order_id="W2222222"))

    assert codes(grade(listed, *calls, says("All orders except W7654321 have been cancelled."))) == []


def test_both_things_must_be_among_the_arguments():
    one = called("update_order_items", order_id="W1234567", item_ids=["11"])
    two = called("update_order_items", order_id="W1234567", item_ids=["11", "12"])
    said = says("The change for both lamps has been made.")

    assert codes(grade(*one, said)) == ["partial"]
    assert codes(grade(*two, said)) == []


def test_an_id_of_the_same_form_that_no_call_was_about_is_missing():
    reply = says("Your order W7654321 has been cancelled.")

    assert codes(grade(*called("cancel_order", order_id="W1234567"), reply)) == ["wrong_arguments"]


def test_a_turn_of_speech_is_too_loose_for_an_error():
    verdict = grade(says("Consider it cancelled."))

    assert (verdict.outcome, codes(verdict)) == ("pass", ["unmapped_action"])


def test_a_promise_no_tool_can_keep_is_a_warning():
    verdict = grade(says("I'll e-mail you the receipt tomorrow."))

    assert (verdict.outcome, codes(verdict)) == ("pass", ["promise_without_tool"])


def test_an_offer_no_tool_can_make_good_is_a_warning():
    verdict = grade(says("I can send you a text message."))

    assert (verdict.outcome, codes(verdict)) == ("pass", ["cannot_do_that"])


def test_an_offer_a_tool_can_make_good_is_none():
    assert codes(grade(says("I can cancel the order for you."))) == []


def test_a_text_message_is_not_the_email_that_was_promised():
    policy = "After a cancellation the user will receive a confirmation e-mail."
    done = called("cancel_order", order_id="W1234567")

    assert codes(grade(*done, says("I've e-mailed you a confirmation."), system=policy)) == []
    assert codes(grade(*done, says("I've texted you a confirmation."), system=policy)) == ["no_such_tool"]


def test_a_declared_confirmation_email_covers_no_text_message():
    catalogue = Catalogue(
        tools=(
            CatalogueTool(
                name="cancel_order", kind="write", effects=("cancel",), side_effects=("confirmation e-mail",)
            ),
        )
    )
    knowledge = Knowledge(catalogue=catalogue)
    done = called("cancel_order", order_id="W1234567")

    assert codes(grade(*done, says("I've e-mailed you a confirmation."), knowledge=knowledge)) == []
    assert codes(grade(*done, says("I've texted you a confirmation."), knowledge=knowledge)) == ["no_such_tool"]


def test_the_reason_names_no_tool_that_cannot_do_it():
    (finding,) = grade(says("I've refunded you 20 USD.")).findings

    assert "cancel_order" not in finding.reason
    assert "No tool" in finding.reason


def test_a_reply_in_a_language_without_tables_is_told_beside_the_others():
    french = "Votre commande est annulée et le montant vous est remboursé par la banque, je vous le dis pour le client."
    verdict = grade(says(CANCELLED), says(french))

    assert codes(verdict) == ["no_call", "language_not_read"]
    assert verdict.findings[1].severity == "info"


def test_a_spanish_claim_needs_its_call_as_well():
    said = says("La orden W1234567 ha sido cancelada exitosamente y no se le cobra nada por la visita.")

    assert codes(grade(said)) == ["no_call"]
    assert codes(grade(*called("cancel_order", order_id="W1234567"), said)) == []
