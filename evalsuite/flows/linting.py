"""Gaps in what graders are told of tools, queues and ids, each with the line of YAML that mends it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from evalsuite.codec.paths import read_path
from evalsuite.codec.places import places
from evalsuite.domain.case import Mark
from evalsuite.errors import did_you_mean
from evalsuite.evidence import declared_id
from evalsuite.flows.suggesting import MONEY, also_made, claims_of, queue_choices, queues_of, scalar, tool_lines
from evalsuite.flows.tools_seen import SeenTool
from evalsuite.reading.effects import declared, inferred
from evalsuite.reading.language import DEFAULT, pack
from evalsuite.reading.results import decoded, unmet
from evalsuite.reading.tokens import tokens
from evalsuite.report.headline import counted

if TYPE_CHECKING:
    from evalsuite.domain.catalogue import CatalogueTool
    from evalsuite.flows.tools_seen import Seen
    from evalsuite.workspace import Workspace

TOOLS, IDS = "graders/tools.yaml", "graders/ids.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    severity: Literal["error", "note"]
    """A note is no reason to stop: nothing is judged wrongly for it."""
    text: str
    """What is wrong, in a sentence."""
    mend: str
    """The line of YAML, or the command, that mends it."""
    mark: Mark | None = None


def lint(workspace: Workspace, seen: Seen) -> list[Gap]:
    """Every gap, by file and line. Raises `InputError` where a file cannot be read at all."""
    linting = _Linting(workspace, seen)
    found = [*linting.declarations(), *linting.calls(), *linting.results(), *linting.queues(), *linting.ids()]
    return sorted(
        found, key=lambda gap: (gap.mark is None, str(gap.mark and gap.mark.path), gap.mark and gap.mark.line)
    )


class _Linting:
    """The workspace's declarations beside what was seen."""

    def __init__(self, workspace: Workspace, seen: Seen) -> None:
        self.workspace, self.seen = workspace, seen
        self.catalogue = workspace.catalogue
        declarations = self.catalogue.tools if self.catalogue else ()
        self.tools: Mapping[str, CatalogueTool] = {tool.name: tool for tool in declarations}

    @cached_property
    def places(self) -> Mapping[tuple[str, str], Mark]:
        found: dict[tuple[str, str], Mark] = {}
        for name in (TOOLS, IDS):
            path = self.workspace.root / name
            if path.is_file():
                found.update(places(self.workspace.shown(path), path.read_bytes()))
        return found

    def declarations(self) -> Iterator[Gap]:
        """Tools that do something and do not say what."""
        if self.catalogue is None:
            text = f"there is no {TOOLS}: what the tools do is inferred from their names"
            yield Gap(severity="note", text=text, mend=f"evalsuite graders suggest-effects CONVERSATIONS > {TOOLS}")
        for tool in self.tools.values():
            effect = declared(tool)
            guess = inferred(tool.name, tool.description, tool.parameters)
            listed = ", ".join(sorted(guess.effects)) if guess.effects != {"other"} else "…"
            if not tool.effects and effect.kind in {"write", "message"}:
                text = (
                    f"tool {tool.name!r} writes and declares no effects: they are inferred from {guess.inferred_from}"
                )
                yield self.tool_gap("error", tool, text, f"kind: {effect.kind}, effects: [{listed}]")
            elif tool.kind in {"write", "message", "handoff"} and set(tool.effects) == {"lookup"}:
                text = f"tool {tool.name!r} is declared as {tool.kind}, and its only effect is lookup"
                yield self.tool_gap("error", tool, text, "kind: read, effects: [lookup]")
            elif tool.kind == "read" and set(tool.effects) - {"lookup"}:
                text = f"tool {tool.name!r} is declared as read, and has effects: {', '.join(tool.effects)}"
                yield self.tool_gap("error", tool, text, f"kind: write, effects: [{', '.join(tool.effects)}]")
            elif tool.kind == "read" and guess.kind != "read" and guess.effects != {"other"}:
                text = f"tool {tool.name!r} is declared as read, and {guess.inferred_from} tells of {listed}"
                yield self.tool_gap("note", tool, text, f"kind: {guess.kind}, effects: [{listed}]")

    def calls(self) -> Iterator[Gap]:
        """Tools that were called and are not declared."""
        if self.catalogue is None:
            return
        for seen in self.seen.tools.values():
            if seen.calls and seen.name not in self.tools and seen.name.isprintable():
                hint = did_you_mean(seen.name, list(self.tools)) if len(self.tools) > 12 else ""
                text = f"tool {seen.name!r} was called {counted(seen.calls, 'time')} and is not declared.{hint}"
                place = self.places.get(("", "tools"))
                yield Gap(severity="error", text=text, mend="\n".join(tool_lines(seen)), mark=place)

    def results(self) -> Iterator[Gap]:
        """Declarations that what came back speaks against."""
        for tool in self.tools.values():
            seen = self.seen.tools.get(tool.name)
            if seen is None or not seen.samples:
                continue
            yield from self._facts(tool, seen)
            yield from self._success(tool, seen)
            if tool.effects and tool.kind != "read":
                more = also_made(seen, tool.effects)
                if more:
                    text = (
                        f"tool {tool.name!r} gives new numbers of {', '.join(more)}, and its effects do not name that"
                    )
                    yield self.tool_gap("error", tool, text, f"effects: [{', '.join((*tool.effects, *more))}]")

    def _facts(self, tool: CatalogueTool, seen: SeenTool) -> Iterator[Gap]:
        for name, place in tool.claims.items():
            path = read_path(place)
            if any(path.values(sample.arguments, decoded(sample.result)) for sample in seen.samples):
                continue
            known = dict(claims_of(seen, MONEY))
            count = counted(len(seen.samples), "successful call")
            text = f"tool {tool.name!r}: claims.{name}: {place} stands in none of {count}"
            mend = f"claims: {{{name}: {scalar(known[name])}}}" if name in known else f"claims: {{}}  # without {name}"
            yield self.tool_gap("error", tool, text, mend)

    def _success(self, tool: CatalogueTool, seen: SeenTool) -> Iterator[Gap]:
        effect = declared(tool)
        if not tool.success:
            return
        reasons = [unmet(replace(effect, arguments=sample.arguments), sample.result) for sample in seen.samples]
        if all(reasons):
            text = f"tool {tool.name!r}: success: {tool.success} holds for none of {counted(len(reasons), 'call')}"
            answered = " ".join(seen.samples[0].result.split())[:120]
            yield self.tool_gap("error", tool, f"{text}; one answered {answered}", "success: …")

    def queues(self) -> Iterator[Gap]:
        """Queues and teams that a prompt or a tool names and nobody declared."""
        if self.catalogue is None:
            return
        known = {word.lower() for name in (*self.catalogue.queues, *self.catalogue.people) for word in _words(name)}
        told: dict[str, str] = {}
        for tool in self.catalogue.tools:
            for name in queue_choices(tool.parameters):
                told.setdefault(name, f"tool {tool.name!r} can be given")
        for seen in self.seen.tools.values():
            for name in queues_of(seen):
                told.setdefault(name, f"{seen.name} was called with")
        for assistant in self.workspace.assistant_files():
            definition = self.workspace.assistant(assistant)
            for name in queues_in(definition.prompt or ""):
                told.setdefault(name, f"the prompt of {assistant} speaks of")
        unknown = [name for name in told if not known.intersection(word.lower() for word in _words(name))]
        names = ", ".join(map(scalar, (*self.catalogue.queues, *unknown)))
        mark = self.places.get(("", "queues"), self.places.get(("", "tools")))
        for name in unknown:
            text = f"{told[name]} the queue {name!r}, which is not declared"
            yield Gap(severity="error", text=text, mend=f"queues: [{names}]", mark=mark)

    def ids(self) -> Iterator[Gap]:
        """Patterns that no id of cases and conversations has."""
        texts = [*self.seen.texts, *self._case_texts()]
        if not texts:
            return
        found = {token for text in texts for token in tokens(text[:100_000])}
        for kind, source in self.workspace.id_patterns.items():
            is_one = declared_id(kind, source)
            if not any(map(is_one, found)):
                text = f"id pattern {kind!r} fits nothing in {counted(len(texts), 'text')} of cases and conversations"
                mend = f"remove `{kind}: {source}`, or mend the pattern"
                yield Gap(severity="note", text=text, mend=mend, mark=self.places.get(("ids", kind)))

    def _case_texts(self) -> Iterator[str]:
        for path in self.workspace.case_files():
            yield path.read_text(encoding="utf-8", errors="replace")

    def tool_gap(self, severity: Literal["error", "note"], tool: CatalogueTool, text: str, mend: str) -> Gap:
        """A gap of a declared tool; `mend` are the keys of its entry that change."""
        entry = f"- {{name: {scalar(tool.name)}, {mend}}}"
        return Gap(severity=severity, text=text, mend=entry, mark=self.places.get(("tools", tool.name)))


_ROUTES = re.compile(
    r"\b(?:transfer|escalate|hand|route|forward|assign|pass|refer|send)\w*\b[^.!?\n]{0,80}?\b(?:to|with)\b"
    r"([^.!?\n]{1,80})",
    re.IGNORECASE,
)
_QUEUE = re.compile(
    r"(?:queue|team|desk|department)s?[ :=]{1,3}[\"'`“]([\w-]{2,40})[\"'`”]"
    r"|[\"'`“]?([\w-]{2,40})[\"'`”]?\s(?:queue|team|desk|department)\b",
    re.IGNORECASE,
)
_NO_NAMES = frozenset(
    {"the", "our", "an", "this", "that", "your", "right", "relevant", "correct", "appropriate", "responsible", "other",
     "same", "dedicated", "specialist", "proper", "another", "each", "any", "which", "what"}
)  # fmt: skip


def queues_in(prompt: str) -> list[str]:
    """The queues and teams that a prompt tells the assistant to hand over to, each once, in order."""
    anybody = _NO_NAMES | pack(DEFAULT).words["insiders"]
    found: dict[str, None] = {}
    for route in _ROUTES.finditer(prompt):
        for match in _QUEUE.finditer(route.group(1)):
            name = (match.group(1) or match.group(2)).lower()
            if name not in anybody:
                found[name] = None
    return list(found)


def _words(name: str) -> Sequence[str]:
    return re.findall(r"[^\W_]+", name)
