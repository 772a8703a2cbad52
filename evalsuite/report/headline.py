"""What became of a run, said in plain words."""

from dataclasses import dataclass
from typing import Literal

from evalsuite.domain.vocabulary import FailureKind
from evalsuite.summary import Summary

DIFFERENCES = 5
"""Differences between cohort siblings that are told one by one."""
VOID: FailureKind = "bad_simulation"
"""Says nothing on the assistant, and is counted apart."""
Tone = Literal["pass", "fail", "error", "ungraded", "nothing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    tone: Tone
    """`pass` only where something ran, everything passed and the run has ended; `nothing` while that is open."""
    sentence: str
    notes: tuple[str, ...] = ()
    """Further sentences: what stands behind errors, and graders that crashed."""
    across: tuple[str, ...] = ()
    """The first differences between cohort siblings, a sentence each."""


def headline(summary: Summary, *, in_progress: bool = False) -> Headline:
    """The run in one sentence that names every failed, errored and ungraded trial, with its tone and notes."""
    sentence = _sentence(summary, in_progress=in_progress)
    if in_progress and summary.trials:
        sentence = f"So far: {sentence[0].lower()}{sentence[1:]}"
    return Headline(
        tone=_tone(summary, in_progress=in_progress),
        sentence=sentence,
        notes=tuple(_notes(summary)),
        across=tuple(_across(summary)),
    )


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 case", "12,000 cases"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _tone(summary: Summary, *, in_progress: bool) -> Tone:
    seen = summary.outcomes
    if seen["fail"] or unlike(summary):
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
        return _all_passed(summary)[:-1] + _unlike(summary) + "."
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


def unlike(summary: Summary) -> int:
    """Cases whose cohort siblings were not treated alike in what is done for them."""
    return len({one.case for one in summary.differences if one.severity == "error"})


def _unlike(summary: Summary) -> str:
    cases = unlike(summary)
    whose = "its" if cases == 1 else "their"
    return f", but {counted(cases, 'case')} did not treat {whose} cohorts alike" if cases else ""


def _noun(summary: Summary) -> str:
    if summary.trials == summary.cases:
        return "case" if summary.trials == 1 else "cases"
    return f"trials (of {counted(summary.cases, 'case')})"


def _troubles(summary: Summary) -> list[str]:
    errors, ungraded = summary.outcomes["error"], summary.outcomes["ungraded"]
    parts = []
    void = summary.errors.get(VOID, 0)
    if errors > void:
        parts.append(f"{errors - void:,} got no usable reply")
    if void:
        parts.append(f"{void:,} {'was' if void == 1 else 'were'} void, as the simulated customer fell out of its part")
    if ungraded:
        parts.append(f"{ungraded:,} could not be judged")
    return parts


def _notes(summary: Summary) -> list[str]:
    notes = []
    silent = {kind: count for kind, count in summary.errors.items() if kind != VOID}
    if silent:
        kinds = ", ".join(f"{kind.replace('_', ' ')} ({count:,})" for kind, count in silent.items())
        notes.append(f"Why there was no usable reply: {kinds}.")
    crashed = {label: tally.crashed for label, tally in summary.graders.items() if tally.crashed}
    if crashed:
        where = ", ".join(f"{label} in {counted(count, 'trial')}" for label, count in crashed.items())
        notes.append(f"Graders that crashed: {where}.")
    return notes


def _across(summary: Summary) -> list[str]:
    notes = [f"Cohorts not treated alike: {one}." for one in summary.differences[:DIFFERENCES]]
    more = len(summary.differences) - DIFFERENCES
    return [*notes, f"{more:,} more differences between cohorts; --json has them all."] if more > 0 else notes
