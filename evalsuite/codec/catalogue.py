"""The tool catalogue (`graders/tools.yaml`) and id patterns (`graders/ids.yaml`) to nouns."""

from collections.abc import Callable, Mapping
from typing import Any, get_args

from evalsuite.codec.fields import Reading, in_order
from evalsuite.codec.nodes import Mapping as MappingNode
from evalsuite.codec.nodes import Node, Scalar, Sequence, is_null, value_of
from evalsuite.codec.paths import read_condition, read_path
from evalsuite.codec.yaml_text import read_yaml
from evalsuite.domain.catalogue import Catalogue, CatalogueTool
from evalsuite.domain.conversation import Tool
from evalsuite.domain.reading import FactKind
from evalsuite.domain.vocabulary import ClaimClass, ToolKind
from evalsuite.errors import InputError


def read_catalogue(shown_path: str, data: bytes) -> Catalogue:
    """The tools, queues and people that exist. Raises `InputError` with all mistakes of the file.

    A tool's `parameters` are JSON Schema of an object, or its short form, one parameter a key:
    `{order_id: string, amount: number?, reason: [late, broken], items: "string[]"}`. A type is `string`, `number`,
    `integer`, `boolean`, `object` or `array`; `[]` behind it makes a list, `?` behind that an optional parameter;
    a list gives the values allowed; a mapping is the parameter's own JSON Schema. What has `properties`, `$ref` or
    `type: object` is taken for JSON Schema.
    """
    reading, root = _open(shown_path, data)
    fields: dict[str, Any] = {}
    if root is not None:
        mend = "Write `tools:` with `- name: get_order_status` under it."
        entries = reading.known_entries(root, "the catalogue", ("tools", "queues", "people", "simulator"), mend=mend)
        for name, (_, value) in entries.items():
            if is_null(value):
                continue
            if name == "tools":
                fields["tools"] = _catalogue_tools(reading, value)
            elif name == "simulator":
                fields["simulator"] = reading.line(value, name, "simulator: shop")
            else:
                fields[name] = reading.texts(value, name, f"{name}: [returns, billing]")
    _finish(reading)
    return Catalogue(**fields)


def read_id_patterns(shown_path: str, data: bytes) -> Mapping[str, str]:
    """Regular expressions of ids by kind. Raises `InputError` with all mistakes of the file."""
    return _id_rules(shown_path, data)[0]


def read_declared_facts(shown_path: str, data: bytes) -> frozenset[FactKind]:
    """The kinds under `facts:`, whose findings count as errors. Raises `InputError` with all mistakes of the file."""
    return _id_rules(shown_path, data)[1]


def _id_rules(shown_path: str, data: bytes) -> tuple[Mapping[str, str], frozenset[FactKind]]:
    reading, root = _open(shown_path, data)
    patterns: dict[str, str] = {}
    facts: list[FactKind | None] = []
    if root is not None:
        mend = "Write `ids: {order: 'ORD-[0-9]{6}'}`."
        entries = reading.known_entries(root, "the file of id patterns", ("ids", "facts"), mend=mend)
        if "ids" in entries:
            for kind, (_, value) in reading.entries(entries["ids"][1], "ids", "a mapping", mend).items():
                patterns[kind] = reading.regex(value, f"ids.{kind}") or ""
        if "facts" in entries:
            node = entries["facts"][1]
            items = [] if is_null(node) else node.items if isinstance(node, Sequence) else [node]
            facts = [reading.one_of(item, "facts", get_args(FactKind)) for item in items]
    _finish(reading)
    return patterns, frozenset(fact for fact in facts if fact is not None)


def read_tool(reading: Reading, node: Node, what: str) -> Tool | None:
    """A tool as it is offered to a model: a name, `{name, description, parameters}`, or OpenAI's definition of one."""
    if isinstance(node, MappingNode) and "function" in node.entries:
        node = node.entries["function"][1]
    fields = _tool_fields(reading, node, what, ("name", "description", "parameters"))
    return Tool(**fields) if fields else None


def _open(shown_path: str, data: bytes) -> tuple[Reading, Node | None]:
    yaml = read_yaml(shown_path, data)
    return Reading(shown_path, yaml.complaints), yaml.root


def _finish(reading: Reading) -> None:
    if reading.complaints:
        raise InputError(in_order(reading.complaints))


_KEYS = ("name", "description", "parameters", "kind", "effects", "side_effects", "claims", "success")
FACTS = ("id", "amount", "target")
"""What `claims:` of a tool can say the place of."""


def _catalogue_tools(reading: Reading, node: Node) -> tuple[CatalogueTool, ...]:
    tools: dict[str, CatalogueTool] = {}
    items = reading.sequence(node, "tools", "a list of tools", "Write `- name: get_order_status`.")
    lines: dict[str, int] = {}
    for index, item in enumerate(items):
        fields = _tool_fields(reading, item, f"tools[{index}]", _KEYS)
        name = fields.get("name")
        if name is None:
            continue
        if name in lines:
            reading.complain(item, f"the tool {name!r} stands twice, first on line {lines[name]}. Remove one.")
        lines.setdefault(name, item.line)
        tools[name] = CatalogueTool(**fields)
    return tuple(tools.values())


def _tool_fields(reading: Reading, node: Node, what: str, known: tuple[str, ...]) -> dict[str, Any]:
    """The tool's fields as far as they can be read; nothing where it has no name."""
    if isinstance(node, Scalar) and not is_null(node):
        name = reading.line(node, what)
        return {} if name is None else {"name": name}
    entries = reading.known_entries(node, what, known, "a tool", "Write `{name: get_order_status}`.")
    if isinstance(node, MappingNode) and "name" not in entries:
        reading.complain(node, f"{what} has no name. Add `name: get_order_status`.")
    if "name" not in entries:
        return {}
    name = reading.line(entries["name"][1], f"{what}.name", "name: get_order_status")
    fields: dict[str, Any] = {"name": name}
    called = f"tool {name!r}: " if name else f"{what}."
    for key, (_, value) in entries.items():
        if key != "name" and not is_null(value):
            fields[key] = _tool_field(reading, key, value, f"{called}{key}")
    return fields if name else {}


def _tool_field(reading: Reading, key: str, node: Node, what: str) -> Any:
    if key == "description":
        return reading.text(node, what)
    if key == "parameters":
        return _parameters(reading, node, what)
    if key == "kind":
        return reading.one_of(node, what, get_args(ToolKind))
    if key == "effects":
        items = node.items if isinstance(node, Sequence) else [node]
        read = [reading.one_of(item, what, get_args(ClaimClass)) for item in items]
        return tuple(effect for effect in read if effect is not None)
    if key == "side_effects":
        return reading.texts(node, what, "side_effects: [confirmation e-mail]")
    if key == "success":
        return _understood(reading, node, what, read_condition, "Write `result.status == 'cancelled'`.") or ""
    mend = "Write `{amount: result.refund.amount, id: arguments.order_id}`."
    entries = reading.known_entries(node, what, FACTS, mend=mend)
    places = {
        fact: _understood(reading, value, f"{what}.{fact}", read_path, f"Write `{fact}: result.{fact}`.")
        for fact, (_, value) in entries.items()
    }
    return {fact: place for fact, place in places.items() if place}


def _understood(reading: Reading, node: Node, what: str, read: Callable[[str], Any], mend: str) -> str | None:
    """A text that `read` understands; told where it does not."""
    text = reading.text(node, what)
    try:
        if text is not None:
            read(text)
    except ValueError as error:
        reading.complain(node, f"{what} cannot be read: {error}. {mend}")
        return None
    return text


_TYPES = ("string", "number", "integer", "boolean", "object", "array")


def _parameters(reading: Reading, node: Node, what: str) -> dict[str, Any]:
    """JSON Schema of the arguments, from itself or from its short form."""
    entries = reading.entries(node, what, "a mapping", "Write `{order_id: string, amount: number?}`.")
    kind = entries.get("type")
    if (
        "properties" in entries
        or "$ref" in entries
        or (kind and isinstance(kind[1], Scalar) and kind[1].text == "object")
    ):
        schema: dict[str, Any] = value_of(node)
        return schema
    properties: dict[str, Any] = {}
    required: list[str] = []
    for key, (_, value) in entries.items():
        name = key.removesuffix("?")
        properties[name], optional = _parameter(reading, value, f"{what}.{name}")
        if not optional and name == key:
            required.append(name)
    if not properties:
        return {}
    return {"type": "object", "properties": properties, **({"required": required} if required else {})}


def _parameter(reading: Reading, node: Node, what: str) -> tuple[dict[str, Any], bool]:
    if isinstance(node, MappingNode):
        return value_of(node), False
    if isinstance(node, Sequence):
        return {"enum": value_of(node)}, False
    written = node.text.strip()
    optional = written.endswith("?")
    name = written.removesuffix("?")
    schema: dict[str, Any] = {
        "type": reading.one_of(Scalar(name.removesuffix("[]"), False, node.line, node.column), what, _TYPES)
    }
    return ({"type": "array", "items": schema} if name.endswith("[]") else schema), optional
