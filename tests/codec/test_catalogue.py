"""The tool catalogue and id patterns."""

# ruff: noqa: E501  - complaints stand here on one line, as they are told

import pytest

from evalsuite.codec.catalogue import read_catalogue, read_id_patterns
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
        "tools.yaml:5:37: tools[3] has no key 'colour'. Known: claims, description, effects, kind, name, parameters, side_effects.",
        "tools.yaml:6:1: the catalogue has no key 'ppl'. Did you mean 'people'?",
    ]  # fmt: skip


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
