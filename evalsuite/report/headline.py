"""What became of a run, said in plain words."""

from dataclasses import dataclass
from typing import Literal

from evalsuite.summary import Summary

Tone = Literal["pass", "fail", "error", "ungraded", "nothing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    tone: Tone
    """`pass` only where something ran, everything passed and the run has ended; `nothing` while that is open."""
    sentence: str
    notes: tuple[str, ...] = ()
    """Further sentences: what stands behind errors, and graders that crashed."""


def headline(summary: Summary, *, in_progress: bool = False) -> Headline:
    """The run in one sentence that names every failed, errored and ungraded trial, with its tone and notes."""
    sentence = _sentence(summary, in_progress=in_progress)
    if in_progress and summary.trials:
        sentence = f"So far: {sentence[0].lower()}{sentence[1:]}"
    return Headline(tone=_tone(summary, in_progress=in_progress), sentence=sentence, notes=tuple(_notes(summary)))


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 case", "12,000 cases"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _tone(summary: Summary, *, in_progress: bool) -> Tone:
    seen = summary.outcomes
    if seen["fail"]:
        return "fail"
    if seen["error"]:
        return "error"
    if seen["ungraded"]:
        return "ungraded"
    return "pass" if summary.trials and not in_progress else "nothing"


def _sentence(summary: Summary, *, in_progress: bool) -> str:
    if not summary.trials:
        return "No trial has finished yet." if in_progress else "Nothing ran: there is no trial to judge."
    if summary.outcomes["pass"] == summary.trials:
        return _all_passed(summary)
    total = f"{summary.trials:,} {_noun(summary)}"
    parts = _troubles(summary)
    failed = summary.outcomes["fail"]
    if failed:
        return "; ".join((f"{failed:,} of {total} failed", *parts)) + "."
    return f"None of {total} failed, but {'; '.join(parts)}."


def _all_passed(summary: Summary) -> str:
    if summary.trials == 1:
        return "The one case passed."
    return f"All {summary.trials:,} {_noun(summary)} passed."


def _noun(summary: Summary) -> str:
    if summary.trials == summary.cases:
        return "case" if summary.trials == 1 else "cases"
    return f"trials (of {counted(summary.cases, 'case')})"


def _troubles(summary: Summary) -> list[str]:
    errors, ungraded = summary.outcomes["error"], summary.outcomes["ungraded"]
    parts = []
    if errors:
        parts.append(f"{errors:,} got no usable reply")
    if ungraded:
        parts.append(f"{ungraded:,} could not be judged")
    return parts


def _notes(summary: Summary) -> list[str]:
    notes = []
    if summary.errors:
        kinds = ", ".join(f"{kind.replace('_', ' ')} ({count:,})" for kind, count in summary.errors.items())
        notes.append(f"Why there was no usable reply: {kinds}.")
    crashed = {label: tally.crashed for label, tally in summary.graders.items() if tally.crashed}
    if crashed:
        where = ", ".join(f"{label} in {counted(count, 'trial')}" for label, count in crashed.items())
        notes.append(f"Graders that crashed: {where}.")
    return notes
