"""A run told in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalsuite.report.costs import costs
from evalsuite.report.headline import headline
from evalsuite.report.visible import under, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evalsuite.domain.run import CaseEntry, Trial
    from evalsuite.domain.verdict import Finding
    from evalsuite.summary import Summary

_MARKS = {"pass": "passed", "fail": "FAILED", "ungraded": "UNGRADED", "error": "ERROR"}


def summary_text(summary: Summary) -> str:
    """What became of everything, in plain words, then by grader; several lines."""
    told = headline(summary)
    lines = [told.sentence, *told.notes, *told.across, *_graders(summary)]
    lines += ["", *(f"  {line}" for line in costs(summary))] if costs(summary) else []
    return "\n".join(under(line) for line in lines)


def trial_line(entry: CaseEntry, trial: Trial) -> str:
    """One trial on one line: outcome, case (where the entry has an id), and the first reason where it did not pass."""
    name = f"{entry.id}" if trial.attempt == 1 else f"{entry.id} (attempt {trial.attempt})"
    reason = first_reason(trial)
    told = " ".join(filter(None, (_MARKS[trial.outcome], name)))
    return visible(f"{told}{': ' + reason if reason else ''}").replace("\n", " ")


def trial_text(entry: CaseEntry, trial: Trial) -> str:
    """A trial that did not pass: the line, where its case stands, then each finding with the words it is about."""
    lines = [trial_line(entry, trial)]
    if entry.path:
        lines.append(f"    {under(entry.path)}:{entry.line}")
    for label, verdict in trial.judgement.verdicts.items():
        for finding in verdict.findings:
            if finding.severity == "error" or verdict.outcome == "abstain":
                lines += [f"    {under(line)}" for line in _finding(label, finding, trial)]
        if verdict.outcome == "abstain" and not verdict.findings:
            lines.append(f"    {under(f'{label} abstains: {verdict.reason}')}")
    lines += [f"    {under(f'{label} crashed: {reason}')}" for label, reason in trial.judgement.grader_errors.items()]
    return "\n".join(lines)


def conversation_text(trial: Trial) -> str:
    """The conversation, one message a paragraph, the words at fault between »…«."""
    marks: dict[int, list[tuple[int, int]]] = {}
    for verdict in trial.judgement.verdicts.values():
        for finding in verdict.findings:
            if finding.message is not None and finding.start is not None and finding.end is not None:
                marks.setdefault(finding.message, []).append((finding.start, finding.end))
    lines = []
    for index, message in enumerate(trial.transcript.messages):
        for call in message.tool_calls:
            arguments = ", ".join(f"{key}={value!r}" for key, value in call.arguments.items())
            lines.append(under(f"{index:>3} {'calls':<9} {call.name}({arguments})"))
        if message.text:
            text = _marked(message.text, marks.get(index, []))
            lines.append(under(f"{index:>3} {message.role:<9} {text[:2000]}{'…' if len(text) > 2000 else ''}"))
    return "\n".join(lines)


def table(rows: Sequence[Sequence[str]], *, indent: str = "  ") -> list[str]:
    """Rows in aligned columns, the first left and the others right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))] if rows else []
    return [
        indent
        + "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _graders(summary: Summary) -> list[str]:
    if not summary.graders:
        return []
    rows = [("grader", "passed", "failed", "abstained", "crashed")]
    rows += [
        (label, f"{tally.passed:,}", f"{tally.failed:,}", f"{tally.abstained:,}", f"{tally.crashed:,}")
        for label, tally in summary.graders.items()
    ]
    codes = [f"  {count:>6,}  {code}" for code, count in list(summary.codes.items())[:12]]
    return ["", *table(rows), *(["", "  trials  finding", *codes] if codes else [])]


def first_reason(trial: Trial) -> str:
    """What first kept a trial from passing, in a sentence; empty where it passed."""
    if trial.error:
        return trial.error.text
    judgement = trial.judgement
    if trial.outcome == "fail":
        for label, verdict in judgement.verdicts.items():
            if verdict.outcome == "fail":
                worst = next(finding for finding in verdict.findings if finding.severity == "error")
                return f"{label}: {_short(worst)}"
    if trial.outcome == "ungraded":
        for label in judgement.required:
            if label in judgement.grader_errors:
                return f"{label} crashed: {judgement.grader_errors[label]}"
            if label in judgement.verdicts and judgement.verdicts[label].outcome == "abstain":
                return f"{label}: {judgement.verdicts[label].reason}"
        return "nothing could be judged"
    return ""


def _finding(label: str, finding: Finding, trial: Trial) -> Iterator[str]:
    where = "" if finding.message is None else f" in message {finding.message}"
    yield f"{label}: {finding.code}{where}: {finding.reason}"
    if finding.message is not None and finding.start is not None and finding.end is not None:
        yield f"  {_around(trial, finding.message, finding.start, finding.end)}"
    if finding.evidence and finding.evidence.nearest:
        source = f" ({finding.evidence.source})" if finding.evidence.source else ""
        yield f"  nearest: {finding.evidence.nearest}{source}"
    if finding.mend:
        yield f"  mend: {finding.mend}"


def _around(trial: Trial, message: int, start: int, end: int) -> str:
    """The words at fault between »…«, with a little of what stands around them."""
    text = trial.transcript.messages[message].text or ""
    before, after = text[max(0, start - 50) : start], text[end : end + 50]
    cut = ("…" if start > 50 else "") + before, after + ("…" if end + 50 < len(text) else "")
    return " ".join(f"{cut[0]}»{text[start:end][:200]}«{cut[1]}".split())


def _marked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with its spans between »…«; overlapping ones are joined."""
    pieces, at = [], 0
    for start, end in sorted(spans):
        if start >= at and end > start:
            pieces += [text[at:start], "»", text[start:end], "«"]
            at = end
    return "".join([*pieces, text[at:]])


def _short(finding: Finding) -> str:
    quote = f" {finding.quote[:80]!r}" if finding.quote and finding.quote not in finding.reason else ""
    return f"{finding.code}{quote}: {finding.reason}"
