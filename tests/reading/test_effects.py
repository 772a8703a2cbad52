"""What a tool does, as it is declared or as its name tells."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.domain.catalogue import CatalogueTool
from evalsuite.reading.effects import declared, inferred, made_by_result, told_by_result

KINDS = Path(__file__).parents[3] / "shared" / "data" / "conversations" / "tool_kinds.json"


@pytest.mark.parametrize(
    ("name", "kind", "effects"),
    [
        ("get_order_details", "read", {"lookup"}),
        ("cancelOrder", "write", {"cancel"}),
        ("issue_refund", "write", {"refund"}),
        ("send_email", "message", {"send"}),
        ("transfer_to_human_agents", "handoff", {"escalate"}),
        ("create_ticket", "write", {"ticket"}),
        ("anular_reserva", "write", {"cancel"}),
        ("order_details", "read", {"lookup"}),
        ("refundStatus", "read", {"lookup"}),
        ("update_order_status", "write", {"modify"}),
    ],
)
def test_a_name_tells_kind_and_effects(name, kind, effects):
    effect = inferred(name)

    assert (effect.kind, effect.effects, effect.inferred_from) == (kind, effects, "its name")


def test_a_description_tells_where_the_name_does_not():
    effect = inferred("op_17", "Cancels nothing yet. Refund an order.")

    assert effect.effects != {"other"}
    assert effect.inferred_from == "its description"


def test_the_choices_of_a_parameter_tell_where_name_and_description_do_not():
    schema = {"properties": {"action": {"enum": ["cancel_plan", "refund"]}, "note": {"type": "string"}}}

    effect = inferred("do_it", "", schema)

    assert effect.effects >= {"cancel", "refund"}
    assert effect.inferred_from == "its parameters"


def test_choices_that_only_read_make_a_read_tool():
    assert inferred("crm", "", {"properties": {"operation": {"enum": ["get", "search"]}}}).kind == "read"


def test_a_result_tells_where_nothing_else_does():
    effect = told_by_result(inferred("do_it"), '{"ticket_id": "T-1"}')

    assert effect.effects == {"ticket"}
    assert effect.inferred_from == "what it answered"


def test_a_result_does_not_change_what_the_name_tells():
    effect = inferred("cancel_order")

    assert told_by_result(effect, '{"ticket_id": "T-1"}') is effect


def test_an_id_that_was_given_is_not_new():
    assert made_by_result({"order_id": "A"}, {"order_id": "A"}) == frozenset()
    assert made_by_result({"order_id": "B"}, {"order_id": "A"}) == {"order"}


def test_a_tool_nothing_tells_of_says_so():
    effect = inferred("frobnicate")

    assert effect.effects == {"other"}
    assert effect.inferred_from == "nothing: its name tells of no action"


def test_declared_effects_hold_and_nothing_is_inferred():
    effect = declared(CatalogueTool(name="cancel_order", kind="write", effects=("refund",)))

    assert effect.effects == {"refund"}
    assert effect.inferred_from == ""


def test_an_entry_without_effects_is_inferred_and_says_so():
    effect = declared(CatalogueTool(name="cancel_order", kind="write"))

    assert effect.effects == {"cancel"}
    assert effect.inferred_from == "its name"


def test_a_declared_reader_only_looks_up():
    effect = declared(CatalogueTool(name="cancel_order", kind="read"))

    assert effect.effects == {"lookup"}
    assert effect.inferred_from == ""


def test_a_handoff_escalates_whatever_else_it_does():
    assert declared(CatalogueTool(name="x", kind="handoff", effects=("ticket",))).effects == {"ticket", "escalate"}


@pytest.mark.parametrize("told", ["confirmation e-mail", "return label e-mail", "refund receipt by SMS"])
def test_a_side_effect_that_is_a_message_makes_a_sending_legal(told):
    plain = declared(CatalogueTool(name="x", kind="write", effects=("modify",)))
    effect = declared(CatalogueTool(name="x", kind="write", effects=("modify",), side_effects=(told,)))

    assert effect.follows - plain.follows == {"send"}


def test_a_side_effect_that_is_no_message_makes_its_action_legal():
    effect = declared(CatalogueTool(name="x", kind="write", effects=("send",), side_effects=("closes the ticket",)))

    assert "ticket" in effect.follows


def test_claims_and_success_come_along():
    tool = CatalogueTool(name="x", kind="write", effects=("refund",), claims={"id": "result.id"}, success="result.ok")

    effect = declared(tool)

    assert (effect.claims, effect.success) == ({"id": "result.id"}, "result.ok")


def test_real_tools_are_told_apart_into_readers_and_writers():
    if not KINDS.is_file():
        pytest.skip("the shared conversations are not beside this checkout")
    kinds = [pair for tools in json.loads(KINDS.read_text())["tool_types"].values() for pair in tools.items()]

    wrong = [name for name, kind in kinds
             if kind in {"read", "write"} and (inferred(name).kind == "read") != (kind == "read")]  # fmt: skip
    assert wrong == []


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_name_is_told_something_of(name, description):
    effect = inferred(name, description)

    assert effect.effects
    assert effect.inferred_from
