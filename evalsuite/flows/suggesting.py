"""A tool catalogue proposed from recorded conversations, as YAML for a person to confirm."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, get_args

from evalsuite.codec.paths import read_path
from evalsuite.domain.vocabulary import ClaimClass
from evalsuite.reading.effects import inferred, made_by_result, topics
from evalsuite.reading.results import decoded
from evalsuite.reading.values import ID_KEY
from evalsuite.report.headline import counted
from evalsuite.report.visible import visible

if TYPE_CHECKING:
    from evalsuite.domain.reading import Effect
    from evalsuite.flows.tools_seen import Seen, SeenTool

MONEY: frozenset[ClaimClass] = frozenset({"refund", "charge", "credit"})
QUEUE_KEY = re.compile(r"(?:\A|_)(?:queue|team|department|group|desk)\Z", re.IGNORECASE)
_AMOUNT_KEY = re.compile(r"(?:\A|_)(?:amount|total|value|price)\Z", re.IGNORECASE)
_PLAIN = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_PEOPLE = frozenset({"user", "customer", "client", "patient", "student", "guest", "member", "passenger"})
"""Whose id a call is often given beside the id of what it is about."""
_USUAL = 0.8
"""Share of the successful calls in which a fact must stand before its place is proposed."""


def catalogue_yaml(seen: Seen) -> str:
    """`graders/tools.yaml` as the conversations suggest it, every guess with its reason in a comment."""
    lines = [
        f"# Proposed from {counted(seen.conversations, 'conversation')}. Everything here is a guess: confirm each",
        "# tool, then keep this as graders/tools.yaml. `effects` are what a successful call makes true, of",
        f"# {', '.join(get_args(ClaimClass))}.",
        "tools:" if seen.tools else "tools: []",
    ]
    for tool in seen.tools.values():
        lines += tool_lines(tool) if tool.name.isprintable() else [f"  # {visible(tool.name)!r} is no name of a tool"]
    queues = sorted({value for tool in seen.tools.values() for value in queues_of(tool)})
    if queues:
        lines.append(f"queues: [{', '.join(map(scalar, queues))}]  # given as a queue or team")
    return "\n".join(lines) + "\n"


def tool_lines(tool: SeenTool) -> list[str]:
    """One tool's entry in `tools:`."""
    guess = inferred(tool.name, tool.description, tool.schema)
    told = f"{counted(tool.calls, 'call')}, {tool.failed} failed" if tool.calls else "never called"
    lines = [f"  - name: {scalar(tool.name)}  # {told}"]
    if tool.description:
        lines.append(f"    description: {json.dumps(tool.description)}")
    lines += [f"    kind: {guess.kind}  # by {guess.inferred_from}", _effects(tool, guess)]
    facts = dict(claims_of(tool, guess.effects)) if guess.kind != "read" else {}
    if facts:
        places = ", ".join(f"{name}: {scalar(path)}" for name, path in facts.items())
        lines.append(
            f"    claims: {{{places}}}  # in all or nearly all of {counted(tool.succeeded, 'success', 'successes')}"
        )
    parameters = _parameters(tool)
    return [*lines, f"    parameters: {parameters}"] if parameters else lines


def claims_of(tool: SeenTool, effects: frozenset[ClaimClass]) -> Iterator[tuple[str, str]]:
    """Where the id and the amount of an effect stand, as far as the calls agree."""
    given = [key for key, count in sorted(tool.given.items()) if _is_id(tool, key) and _usual(count, tool.calls)]
    own = [key for key in given if topics(key) & topics(tool.name)]
    things = [key for key in given if _PEOPLE.isdisjoint(topics(key))]
    made = [path for path in _new_ids(tool) if path.count(".") == 1]
    if own:
        yield "id", f"arguments.{own[0]}"
    elif len(things) == 1:
        yield "id", f"arguments.{things[0]}"
    elif len(made) == 1:
        yield "id", made[0]
    if effects & MONEY:
        amounts = amount_paths(tool)
        if amounts:
            yield "amount", amounts[0]


def _is_id(tool: SeenTool, key: str) -> bool:
    return bool(ID_KEY.search(key)) and tool.types[key] <= {"string", "integer"} and key.isidentifier()


def _new_ids(tool: SeenTool) -> list[str]:
    """Places of ids in the results that no call was given."""
    paths = [
        path for path, count in sorted(tool.found.items()) if ID_KEY.search(path) and _usual(count, tool.succeeded)
    ]
    return [
        path
        for path in paths
        if not any(
            str(value) in map(str, sample.arguments.values())
            for sample in tool.samples
            for value in read_path(path).values(sample.arguments, decoded(sample.result))
        )
    ]


def amount_paths(tool: SeenTool) -> list[str]:
    """Places in the results that look like the amount of what was done, the likeliest first."""
    paths = [path for path, count in tool.found.items() if _usual(count, tool.succeeded)]
    money = [path for path in paths if _AMOUNT_KEY.search(path.rsplit(".", 1)[-1])]
    return sorted(money, key=lambda path: (path.count("."), path))


def queues_of(tool: SeenTool) -> list[str]:
    """The queues and teams that calls of the tool named, or may name."""
    found = {value for key, values in tool.values.items() if QUEUE_KEY.search(key) for value in values}
    return sorted(value for value in {*found, *queue_choices(tool.schema)} if value.isprintable() and value.strip())


def queue_choices(schema: Any) -> list[str]:
    """The values that a schema allows for a queue."""
    properties = schema.get("properties") if isinstance(schema, dict) else None
    return [
        value
        for key, one in (properties.items() if isinstance(properties, dict) else ())
        if QUEUE_KEY.search(str(key)) and isinstance(one, dict) and isinstance(one.get("enum"), list)
        for value in one["enum"]
        if isinstance(value, str)
    ]


def also_made(tool: SeenTool, effects: Sequence[ClaimClass] | frozenset[ClaimClass]) -> list[ClaimClass]:
    """Actions that most results give an id of, and that the effects do not name."""
    made = [made_by_result(decoded(sample.result), sample.arguments) for sample in tool.samples]
    classes = sorted(frozenset().union(*made) - {*effects})
    return [one for one in classes if _usual(sum(one in each for each in made), len(made))]


def scalar(text: str) -> str:
    """A text as YAML, in quotes where it needs them."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return json.dumps(text)


def _effects(tool: SeenTool, guess: Effect) -> str:
    more = also_made(tool, guess.effects) if guess.kind != "read" else []
    hint = f"; its results give new numbers of {', '.join(more)} too: add what it does by itself" if more else ""
    if guess.effects == {"other"}:
        told = ", ".join(more)
        return f"    effects: [{told}]  # {'by its results' if more else 'nothing tells: say what a call makes true'}"
    return f"    effects: [{', '.join(sorted(guess.effects))}]  # by {guess.inferred_from}{hint}"


def _parameters(tool: SeenTool) -> str:
    """The arguments in the short form, or the schema as it was offered."""
    if tool.schema:
        return json.dumps(tool.schema)
    keys = sorted(tool.given)
    if any(not key.isprintable() or key.endswith("?") or key in {"properties", "$ref", "type"} for key in keys):
        return ""
    told = []
    for key in keys:
        types = sorted(tool.types[key] - {"null"})
        kind = types[0] if len(types) == 1 else "number" if types == ["integer", "number"] else ""
        optional = tool.given[key] < tool.calls or "null" in tool.types[key]
        if kind:
            told.append(f"{scalar(key)}: {kind}{'?' if optional else ''}")
        else:
            told.append(f"{scalar(key + '?') if optional else scalar(key)}: {{}}")
    return f"{{{', '.join(told)}}}" if told else ""


def _usual(count: int, total: int) -> bool:
    return total > 0 and count >= _USUAL * total
