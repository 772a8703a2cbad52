"""The tool catalogue and id patterns."""

# ruff: noqa: E501  - complaints stand here on one line, as they are told

import pytest

from evalsuite.codec.catalogue import read_catalogue, read_declared_facts, read_id_patterns
from evalsuite.domain.catalogue import Catalogue, CatalogueTool
from evalsuite.errors import InputError


def told(read, text):
    with pytest.raises(InputError) as raised:
        read("tools.yaml", text.encode())
    return [str(complaint) for complaint in raised.value.complaints]


def parameters(source):
    catalogue = read_catalogue("tools.yaml", f"tools: [{{name: a, parameters: {source}}}]".encode())
    return catalogue.tools[0].parameters


def test_every_field_is_read():
    text = """\
tools:
  - name: issue_refund
    description: Pays money back.
    parameters: {order_id: string, amount: number?}
    kind: write
    effects: [refund, charge]
    side_effects: confirmation e-mail
    claims: {amount: result.refund.amount}
  - name: get_order_status
    effects: lookup
  - cancel_order
queues: [returns, billing]
people: Ana
simulator: shop
"""
    assert read_catalogue("tools.yaml", text.encode()) == Catalogue(
        tools=(
            CatalogueTool(
                name="issue_refund",
                description="Pays money back.",
                parameters={
                    "type": "object",
                    "properties": {"order_id": {"type": "string"}, "amount": {"type": "number"}},
                    "required": ["order_id"],
                },
                kind="write",
                effects=("refund", "charge"),
                side_effects=("confirmation e-mail",),
                claims={"amount": "result.refund.amount"},
            ),
            CatalogueTool(name="get_order_status", effects=("lookup",)),
            CatalogueTool(name="cancel_order"),
        ),
        queues=("returns", "billing"),
        people=("Ana",),
        simulator="shop",
    )


@pytest.mark.parametrize(
    ("source", "schema"),
    [
        ("{}", {}),
        ("{a: 'string[]'}", {"type": "object", "properties": {"a": {"type": "array", "items": {"type": "string"}}}, "required": ["a"]}),
        ("{a: 'integer[]?'}", {"type": "object", "properties": {"a": {"type": "array", "items": {"type": "integer"}}}}),
        ("{a?: boolean}", {"type": "object", "properties": {"a": {"type": "boolean"}}}),
        ("{a: [x, 5]}", {"type": "object", "properties": {"a": {"enum": ["x", 5]}}, "required": ["a"]}),
        ("{a: {type: string, pattern: x}}", {"type": "object", "properties": {"a": {"type": "string", "pattern": "x"}}, "required": ["a"]}),
        ("{type: string}", {"type": "object", "properties": {"type": {"type": "string"}}, "required": ["type"]}),
        ("{type: object, properties: {a: {type: string}}}", {"type": "object", "properties": {"a": {"type": "string"}}}),
        ("{type: object}", {"type": "object"}),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)  # fmt: skip
def test_parameters_have_a_short_form(source, schema):
    assert parameters(source) == schema


def test_all_mistakes_come_at_once():
    text = """\
tools:
- {name: refund, effects: [refund, refnd], kind: wrte}
- name: refund
- {effects: [lookup]}
- {name: a, parameters: {x: strng}, colour: red}
ppl: [x]
"""
    assert told(read_catalogue, text) == [
        "tools.yaml:2:36: tool 'refund': effects is one of cancel, refund, return, exchange, modify, order, credit, escalate, send, lookup, ticket, schedule, account, charge, contact, other; found 'refnd'. Did you mean 'refund'?",
        "tools.yaml:2:50: tool 'refund': kind is one of read, write, message, handoff; found 'wrte'. Did you mean 'write'?",
        "tools.yaml:3:3: the tool 'refund' stands twice, first on line 2. Remove one.",
        "tools.yaml:4:3: tools[2] has no name. Add `name: get_order_status`.",
        "tools.yaml:5:29: tool 'a': parameters.x is one of string, number, integer, boolean, object, array; found 'strng'. Did you mean 'string'?",
        "tools.yaml:5:37: tools[3] has no key 'colour'. Known: claims, description, effects, kind, name, parameters, side_effects, success.",
        "tools.yaml:6:1: the catalogue has no key 'ppl'. Did you mean 'people'?",
    ]  # fmt: skip


def test_facts_that_count_as_errors_are_read_beside_the_ids():
    text = b"ids: {order: 'ORD-1'}\nfacts: [amount, date]"

    assert read_declared_facts("ids.yaml", text) == {"amount", "date"}
    assert read_declared_facts("ids.yaml", b"facts: link") == {"link"}
    assert read_declared_facts("ids.yaml", b"ids: {order: 'ORD-1'}") == frozenset()
    assert read_id_patterns("ids.yaml", text) == {"order": "ORD-1"}


def test_a_kind_of_facts_there_is_not_is_told():
    (complaint,) = told(read_id_patterns, "facts: [amount, dates]")

    assert complaint.startswith("tools.yaml:1:17: facts")
    assert "'date'" in complaint


def test_id_patterns_are_read_by_kind():
    assert read_id_patterns("ids.yaml", rb'ids: {order: "ORD-\\d{6}"}') == {"order": r"ORD-\d{6}"}


def test_a_pattern_python_only_warns_of_is_read():
    assert read_id_patterns("ids.yaml", b"ids: {a: '[[a]x'}") == {"a": "[[a]x"}


def test_patterns_that_mean_nothing_are_refused_with_their_place():
    assert told(read_id_patterns, "ids: {bad: '(', all: 'x*', none: }") == [
        "tools.yaml:1:12: ids.bad is no regular expression: missing ), unterminated subpattern at position 0. Found '('.",
        "tools.yaml:1:22: ids.all matches even an empty text, and so everything. Found 'x*'.",
        "tools.yaml:1:34: ids.none wants a text; found nothing.",
    ]


def test_claims_and_success_are_read_as_places_and_conditions():
    text = """\
tools:
- name: cancel_order
  claims: {amount: $.result.refund.amount, id: "args['order id']", target: 'result.items[0].queue'}
  success: result.status == 'cancelled' and not result.dry_run
"""
    [tool] = read_catalogue("tools.yaml", text.encode()).tools

    assert tool.claims == {
        "amount": "$.result.refund.amount",
        "id": "args['order id']",
        "target": "result.items[0].queue",
    }
    assert tool.success == "result.status == 'cancelled' and not result.dry_run"


def test_claims_and_conditions_that_cannot_be_read_are_told_with_their_mend():
    text = """\
tools:
- name: cancel_order
  claims: {amout: result.amount, id: order_id, amount: "result.[x"}
  success: result.status = done
- {name: b, success: "result.status == done"}
"""
    assert told(read_catalogue, text) == [
        "tools.yaml:3:12: tool 'cancel_order': claims has no key 'amout'. Did you mean 'amount'?",
        "tools.yaml:3:38: tool 'cancel_order': claims.id cannot be read: a path begins with `arguments.` or `result.`, found 'order_id'. Write `id: result.id`.",
        "tools.yaml:3:56: tool 'cancel_order': claims.amount cannot be read: a key behind the point was expected, found '['. Write `amount: result.amount`.",
        "tools.yaml:4:12: tool 'cancel_order': success cannot be read: '= done' cannot be read. Write `result.status == 'cancelled'`.",
        "tools.yaml:5:22: tool 'b': success cannot be read: texts stand in quotes: write 'done'. Write `result.status == 'cancelled'`.",
    ]  # fmt: skip
