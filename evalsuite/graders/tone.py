"""The `tone` grader: how each reply sounds, held against the persona of its customer and what had gone wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from evalsuite.domain.persona import Persona, persona_for
from evalsuite.domain.verdict import Finding, Verdict, abstain, verdict_of
from evalsuite.domain.vocabulary import Severity, ToneCode
from evalsuite.graders.tone_apologies import apology_notes
from evalsuite.graders.tone_drift import drift_notes
from evalsuite.graders.tone_heard import Heard, Note, heard
from evalsuite.graders.tone_surface import surface_notes
from evalsuite.graders.tone_words import Phrases, conversation_notes, phrases_of, word_notes
from evalsuite.protocols import GradingContext, Knowledge

VERSION = 2
KNOWS = ("personas", "catalogue")

CODES: Mapping[ToneCode, Severity] = {
    "premature_apology": "error",
    "reflexive_apology": "error",
    "excess_apology": "error",
    "repeated_apology": "error",
    "missing_apology": "warn",
    "shorthand": "error",
    "too_casual": "error",
    "shouting": "error",
    "exclamation": "error",
    "emoji": "error",
    "contraction": "error",
    "condescending": "error",
    "banned_phrase": "error",
    "missing_phrase": "error",
    "forbidden_topic": "error",
    "unnamed_escalation": "error",
    "no_citation": "error",
    "placeholder": "error",
    "persona_slip": "warn",
    "sign_off": "warn",
    "drift": "warn",
    "filler": "info",
}

Weight = Severity | Literal["off"]
_BY_CODE: Mapping[str, Weight] = {str(code): weight for code, weight in CODES.items()}


def tone(*, severity: dict[str, Weight] | None = None, knowledge: Knowledge) -> Callable[[GradingContext], Verdict]:
    """Every reply fits its customer and the occasion: apologies, register, marks and emoji, a persona's phrases.

    `severity` says how much a finding weighs, by code; a persona's own word goes before it.
    """
    unknown = sorted(set(severity or ()) - set(CODES))
    if unknown:
        raise ValueError(f"no finding {unknown[0]!r}. Known: {', '.join(CODES)}.")
    weights: dict[str, Weight] = {**_BY_CODE, **(severity or {})}
    phrases: dict[str, Phrases] = {}

    def grade(context: GradingContext) -> Verdict:
        persona = persona_for(knowledge.personas, context.case.cohort)
        if not context.replies:
            return abstain("there was no reply to judge")
        if persona.name not in phrases:
            phrases[persona.name] = phrases_of(persona)
        judge = _Judge(context, persona, weights, phrases[persona.name])
        findings = list(judge.findings())
        if judge.read:
            return verdict_of(findings)
        return abstain("no reply is in a language that tone is read in (English, Spanish)")

    return grade


class _Judge:
    """One conversation held against one persona."""

    def __init__(
        self, context: GradingContext, persona: Persona, weights: Mapping[str, Weight], phrases: Phrases
    ) -> None:
        self.context, self.persona, self.phrases = context, persona, phrases
        self.weights = {**weights, **persona.severity}
        # Where nobody said who the customer is, the limits are a guess, and no reason to fail.
        self.guessed = context.case.cohort is None and context.knowledge.personas is None
        self.prescribed = f"{context.transcript.system or ''}\n{context.knowledge.prompt or ''}"
        self.read: list[Heard] = []

    def findings(self) -> Iterator[Finding]:
        for reply in heard(self.context):
            self.read.append(reply)
            for note in self.notes(reply):
                yield from self.finding(note, reply)
        if self.read:
            for note in conversation_notes(self.read, self.phrases):
                yield from self.finding(note, self.read[-1])

    def notes(self, reply: Heard) -> Iterator[Note]:
        yield from apology_notes(reply, self.persona)
        yield from surface_notes(reply, self.persona, self.prescribed)
        yield from word_notes(reply, self.phrases)
        yield from drift_notes(reply)

    def finding(self, note: Note, reply: Heard) -> Iterator[Finding]:
        severity = self.weights[note.code]
        if severity == "off":
            return
        if note.limit and self.guessed and severity == "error":
            severity = "warn"
        start, end = reply.view.raw_span(*note.span) if note.span else (None, None)
        yield Finding(
            code=note.code,
            severity=severity,
            message=reply.index,
            start=start,
            end=end,
            quote=reply.view.raw[start:end] if start is not None else "",
            reason=note.reason,
            mend=note.mend,
        )
