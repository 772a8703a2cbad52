"""A case as the YAML of a case file, laid out for whoever reviews it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from evalsuite.codec.records import plain
from evalsuite.codec.yaml_out import yaml_lines
from evalsuite.domain.case import Case, Fixture, GraderSpec, ScriptedMessage
from evalsuite.domain.conversation import ToolCall

SCHEMA_LINE = "# yaml-language-server: $schema=../../.evalsuite/case.schema.json"


def case_text(case: Case, *, remarks: Mapping[str, Sequence[str]] | None = None) -> str:
    """A file with this one case; reading it gives the case back.

    `remarks` are for people: lines above the field they are about, by its name.
    """
    lines: list[str] = []
    for name, value in _fields(case):
        lines += [f"  # {_one_line(remark)}" for remark in (remarks or {}).get(name, ())]
        lines += yaml_lines({name: value}, 2, spread=_SPREAD)
    lines[0] = f"- {lines[0].lstrip()}"
    return "\n".join((SCHEMA_LINE, *lines, ""))


def _one_line(text: str) -> str:
    return "".join(one if one.isprintable() else " " for one in text)


def _fields(case: Case) -> Iterator[tuple[str, Any]]:
    """Field by field, as its author would have written them; what is at its default is left out."""
    yield "id", case.id
    told = {**plain(case), **_shaped(case)}
    for name in _ORDER:
        if told.get(name) not in (None, [], {}, ()):
            yield name, told[name]


def _shaped(case: Case) -> dict[str, Any]:
    return {
        "messages": [_message(one) for one in case.messages],
        "tools": {name: [_fixture(one) for one in fixtures] for name, fixtures in case.tools.items()},
        "expect": _specs(case.expect),
        "seen": {name: getattr(case.seen, name) for name in _SEEN if getattr(case.seen, name, None) is not None},
        "bad_calls": _calls(case.bad_calls),
        "good_calls": _calls(case.good_calls),
    }


def _message(message: ScriptedMessage) -> dict[str, Any]:
    told: dict[str, Any] = {message.role: message.text}
    return {**told, "expect": _specs(message.expect)} if message.expect else told


def _fixture(fixture: Fixture) -> dict[str, Any]:
    told: dict[str, Any] = {"given": dict(fixture.given)} if fixture.given else {}
    if fixture.exact:
        told["exact"] = True
    if fixture.error is not None:
        return {**told, "error": fixture.error}
    return {**told, "results": list(fixture.results)} if fixture.results else {**told, "result": fixture.result}


def _specs(specs: Iterable[GraderSpec]) -> list[Any]:
    return [_spec(spec) for spec in specs]


def _spec(spec: GraderSpec) -> Any:
    given = dict(spec.parameters) if spec.parameters else None if spec.bare else spec.argument
    if spec.label is not None:
        return {spec.name: given, "label": spec.label}
    return spec.name if spec.bare else {spec.name: given}


def _calls(calls: Iterable[ToolCall]) -> list[Any]:
    return [{call.name: dict(call.arguments)} if call.arguments else call.name for call in calls]


_ORDER = (
    *("title", "failure", "tags", "cohort", "difficulty", "severity", "owner", "origin", "source", "cluster", "seen"),
    *("review_by", "train_ok", "language", "id_patterns", "context"),
    *("messages", "customer", "tools", "expect", "graders"),
    *("bad_reply", "blamed", "bad_calls", "good_reply", "good_calls"),
)
_SEEN = ("count", "first", "last")
_SPREAD = frozenset({"messages", "customer", "tools", "expect", "bad_calls", "good_calls"})
