"""What is known at each message, and what tool calls came to."""

import json

import pytest

from evalsuite.domain.case import Case
from evalsuite.domain.catalogue import Catalogue, CatalogueTool
from evalsuite.domain.conversation import Message, Tool, ToolCall, Transcript
from evalsuite.evidence import evidence
from evalsuite.protocols import GradingContext, Knowledge, Readers
from evalsuite.reading.claims import claims
from evalsuite.reading.commitments import commitments
from evalsuite.reading.ids import mentions
from evalsuite.reading.text import view


def read(*messages, knowledge=None, tools=None, **case):
    context = GradingContext(
        case=Case(id="c", **case),
        transcript=Transcript(messages=messages, tools=tools),
        readers=Readers(view=view, claims=claims, mentions=mentions, evidence=evidence, commitments=commitments),
        knowledge=knowledge or Knowledge(),
    )
    return context.evidence


def call(id_, name="get_order", **arguments):
    return ToolCall(id=id_, name=name, arguments=arguments)


def asks(*calls):
    return Message(role="assistant", tool_calls=calls)


def answer(text, id_=None, **more):
    return Message(role="tool", tool_call_id=id_, text=text, **more)


def test_values_carry_where_they_stand():
    known = read(asks(call("1")), answer('{"order": {"id": "W4410087"}}', "1")).known["w4410087"]

    assert (known.text, known.source, known.message, known.tool, known.pointer) == (
        "W4410087",
        "result",
        1,
        "get_order",
        "/order/id",
    )


def test_the_first_place_of_a_value_holds():
    found = read(asks(call("1")), answer('{"id": "W4410087"}', "1"), asks(call("2")), answer('{"id": "W4410087"}', "2"))

    assert found.known["w4410087"].message == 1


def test_the_customers_words_are_kept_apart():
    found = read(Message(role="user", text="my order is W4410087"))

    assert "w4410087" in found.said
    assert "w4410087" not in found.known


def test_context_is_read_with_its_place():
    assert read(context={"customer": {"id": "C-1001"}}).known["c1001"].pointer == "/customer/id"


def test_answers_are_matched_to_calls_by_id():
    found = read(asks(call("a", "one"), call("b", "two")), answer("Error: no", "b"), answer("fine", "a"))

    assert [(effect.tool, effect.ok, effect.answered) for effect in found.ledger] == [
        ("one", True, 2),
        ("two", False, 1),
    ]


def test_answers_without_ids_are_matched_in_order():
    found = read(asks(call("a", "one"), call("b", "two")), answer("fine"), answer("Error: no"))

    assert [effect.ok for effect in found.ledger] == [True, False]


def test_ids_used_again_are_matched_to_the_latest_call():
    found = read(
        asks(call("a")),
        answer("Error: no", "a"),
        Message(role="user", text="again"),
        asks(call("a")),
        answer("ok", "a"),
    )

    assert [effect.ok for effect in found.ledger] == [False, True]


def test_a_call_without_an_answer_has_no_known_outcome():
    (effect,) = read(asks(call("a", "cancel_order"))).ledger

    assert effect.answered is None
    assert "cancel" in effect.effects


@pytest.mark.parametrize(
    ("name", "kind", "effects"),
    [
        ("cancel_pending_order", "write", {"cancel"}),
        ("get_order_details", "read", {"lookup"}),
        ("transfer_to_human_agents", "handoff", {"escalate"}),
        ("send_email", "message", {"send"}),
        ("create_ticket", "write", {"ticket"}),
        ("book_reservation", "write", {"order"}),
    ],
)
def test_effects_are_inferred_from_names(name, kind, effects):
    tool = read(tools=(Tool(name=name),)).tools[name]

    assert tool.kind == kind
    assert effects <= tool.effects


def test_declared_effects_hold():
    catalogue = Catalogue(
        tools=(CatalogueTool(name="do_it", kind="write", effects=("refund",), side_effects=("confirmation e-mail",)),)
    )

    tool = read(knowledge=Knowledge(catalogue=catalogue)).tools["do_it"]

    assert tool.effects == {"refund"}
    assert "send" in tool.follows


def test_evidence_of_a_long_conversation_is_read_once():
    messages = []
    for number in range(300):
        messages += [asks(call(str(number))), answer(json.dumps({"id": f"W{number:07d}"}), str(number))]

    found = read(*messages)

    assert found.known["w0000299"].message == 599
    assert len(found.ledger) == 300
