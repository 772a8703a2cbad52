"""The parts of a case that have a shape of their own: messages, fixtures, grader switches."""

from collections.abc import Collection, Mapping
from typing import Any

from evalsuite.codec.expectations import Marker, authored, read_expectations
from evalsuite.codec.fields import Reading
from evalsuite.codec.nodes import Mapping as MappingNode
from evalsuite.codec.nodes import Node, Scalar, Sequence, as_written, is_null, value_of
from evalsuite.domain.case import Fixture, ScriptedMessage, Seen
from evalsuite.domain.conversation import ToolCall

_WRITE_USER = "Write `- user: Where is my parcel?`."
_FIXTURE_KEYS = ("given", "exact", "result", "results", "error")


def read_messages(reading: Reading, node: Node, mark: Marker) -> tuple[ScriptedMessage, ...]:
    """The scripted messages; at least one is the customer's."""
    items = reading.sequence(node, "messages", "a list of messages", _WRITE_USER)
    read = [_message(reading, item, index, mark) for index, item in enumerate(items)]
    messages = tuple(message for message in read if message is not None)
    if isinstance(node, Sequence) and len(messages) == len(items) and all(m.role != "user" for m in messages):
        reading.complain(node, "messages has none by the customer, so there is nothing to reply to. Add `- user: …`.")
    return messages


def _message(reading: Reading, node: Node, index: int, mark: Marker) -> ScriptedMessage | None:
    what, path = f"messages[{index}]", ("messages", index)
    mark(path, node)
    if not isinstance(node, MappingNode):
        reading.wants(node, what, "`user:` or `assistant:` with a text", _WRITE_USER)
        return None
    if "role" in node.entries and "user" not in node.entries:
        reading.complain(node, f"{what}: the role is the key here. Write `- user: …` or `- assistant: …`.")
        return None
    entries = reading.known_entries(node, what, ("user", "assistant", "expect"))
    roles = [role for role in ("user", "assistant") if role in entries]
    if len(roles) != 1:
        if len(entries) == len(node.entries):
            have = "has both. Start each with a '- ' of its own." if roles else f"has neither. {_WRITE_USER}"
            reading.complain(node, f"{what} holds `user:` or `assistant:` with a text; this one {have}")
        return None
    role = roles[0]
    text = reading.text(entries[role][1], f"{what}.{role}", f"{role}: Where is my parcel?")
    mark((*path, role), entries[role][1])
    expect: tuple[Any, ...] = ()
    if "expect" in entries:
        key, value = entries["expect"]
        mark((*path, "expect"), key)
        if role == "assistant":
            reading.complain(key, f"{what}: a reply that the case gives is not judged. Put `expect:` under a `user:`.")
        expect = read_expectations(reading, value, f"{what}.expect", (*path, "expect"), mark)
    if text is None:
        return None
    return ScriptedMessage(role="user" if role == "user" else "assistant", text=text, expect=expect)


def read_fixtures(
    reading: Reading, node: Node, mark: Marker, known_tools: Collection[str] | None
) -> dict[str, tuple[Fixture, ...]]:
    """What each tool answers; a tool with nothing behind it is offered and answers nothing."""
    mend = "Write `get_order_status: [{result: {status: shipped}}]`."
    fixtures: dict[str, tuple[Fixture, ...]] = {}
    for name, (key, value) in reading.entries(node, "tools", "tools with what they answer", mend).items():
        mark(("tools", name), key)
        if known_tools is not None and name not in known_tools:
            reading.unknown(key, "there is no tool", name, known_tools)
        items = value.items if isinstance(value, Sequence) else [] if is_null(value) else [value]
        read = []
        for index, item in enumerate(items):
            mark(("tools", name, index), item)
            read.append(_fixture(reading, item, f"tools.{name}[{index}]"))
        fixtures[name] = tuple(fixture for fixture in read if fixture is not None)
    return fixtures


def _fixture(reading: Reading, node: Node, what: str) -> Fixture | None:
    if not isinstance(node, MappingNode):
        reading.wants(node, what, "a mapping", "Write `{given: {order_id: ORD-1}, result: {status: shipped}}`.")
        return None
    entries = reading.known_entries(node, what, _FIXTURE_KEYS)
    answers = [name for name in ("result", "results", "error") if name in entries]
    if len(answers) != 1:
        if len(entries) == len(node.entries):
            have = f"this one has {' and '.join(answers)}" if answers else "this one has none"
            reading.complain(node, f"{what} answers with one of result, results, error; {have}.")
        return None
    fields: dict[str, Any] = {}
    if "given" in entries:
        reading.entries(entries["given"][1], f"{what}.given", "arguments such as `{order_id: ORD-1}`")
        fields["given"] = value_of(entries["given"][1])
    if "exact" in entries:
        fields["exact"] = reading.flag(entries["exact"][1], f"{what}.exact")
    answer = entries[answers[0]][1]
    if answers == ["result"]:
        fields["result"] = value_of(answer)
    elif answers == ["error"]:
        fields["error"] = reading.text(answer, f"{what}.error", "error: order not found")
    elif isinstance(answer, Sequence) and answer.items:
        fields["results"] = tuple(value_of(item) for item in answer.items)
    else:
        reading.wants(answer, f"{what}.results", "a list of answers, used up in order")
    return Fixture(**fields)


def read_calls(reading: Reading, node: Node, what: str) -> tuple[ToolCall, ...]:
    """Tool calls in order: a name alone, or `{name: arguments}`."""
    mend = "Write `- get_order_status: {order_id: ORD-1}`."
    calls: list[ToolCall] = []
    for index, item in enumerate(reading.sequence(node, what, "a list of tool calls", mend)):
        here = f"{what}[{index}]"
        if isinstance(item, Scalar):
            name, arguments = reading.line(item, here), {}
        elif isinstance(item, MappingNode) and len(item.entries) == 1:
            ((name, (_, value)),) = item.entries.items()
            reading.entries(value, f"{here}.{name}", "arguments such as `{order_id: ORD-1}`")
            arguments = value_of(value)
        else:
            reading.wants(item, here, "one tool call", mend)
            continue
        if name and isinstance(arguments, dict):
            calls.append(ToolCall(id=f"call-{index + 1}", name=name, arguments=arguments))
    return tuple(calls)


def read_switches(reading: Reading, node: Node, mark: Marker) -> dict[str, Mapping[str, Any]]:
    """What each standing grader is told for this case; turning one off needs a reason."""
    switches: dict[str, Mapping[str, Any]] = {}
    mend = "Write `{tone: {off: the customer's shouting is quoted}}`."
    for name, (key, value) in reading.entries(node, "graders", "standing graders with their switches", mend).items():
        mark(("graders", name), key)
        if not isinstance(value, MappingNode):
            off = isinstance(value, Scalar) and as_written(value) in ("off", False, "no")
            mend = f"Say why: `{name}: {{off: reason}}`." if off else f"Write `{name}: {{off: reason}}` or parameters."
            reading.wants(value, f"graders.{name}", "a mapping", mend)
            continue
        for parameter, (parameter_key, _) in value.entries.items():
            mark(("graders", name, parameter), parameter_key)
        if "off" in value.entries:
            _off(reading, name, value.entries)
        switches[name] = authored(value)
    return switches


def _off(reading: Reading, name: str, entries: Mapping[str, tuple[Scalar, Node]]) -> None:
    key, reason = entries["off"]
    if isinstance(reason, Scalar) and isinstance(as_written(reason), str) and reason.text.strip():
        others = [other for other in entries if other != "off"]
        if others:
            reading.complain(key, f"graders.{name} is off, so {others[0]!r} has no effect. Remove one of the two.")
        return
    reading.wants(reason, f"graders.{name}.off", "the reason, as a text")


def read_seen(reading: Reading, node: Node) -> Seen:
    """How often and when a ticket case's failure was seen."""
    mend = "Write `{count: 3, first: 2026-02-01}`."
    entries = reading.known_entries(node, "seen", ("count", "first", "last"), mend=mend)
    fields: dict[str, Any] = {}
    if "count" in entries:
        fields["count"] = reading.count(entries["count"][1], "seen.count", least=1)
    for name in ("first", "last"):
        if name in entries and not is_null(entries[name][1]):
            fields[name] = reading.text(entries[name][1], f"seen.{name}", "first: 2026-02-01")
    return Seen(**fields)
