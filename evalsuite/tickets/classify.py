"""Whether a ticket is about the assistant, and what the assistant did wrong: a suggestion with its evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import cast, get_args

from evalsuite.domain.labels import Clue, FailureMode, Labels
from evalsuite.domain.ticket import Ticket
from evalsuite.domain.verdict import Verdict
from evalsuite.tickets.about import NEEDED, about_clues, said_in
from evalsuite.tickets.bad_reply import bad_reply
from evalsuite.tickets.failures import failure_clues
from evalsuite.tickets.wording import wording

MODES = cast("tuple[FailureMode, ...]", get_args(FailureMode))
_FIRST: Sequence[FailureMode] = (
    "leaked_context", "hallucinated_id", "wrong_tool_call", "phantom_action", "hallucinated_capability", "wrong_policy",
    "wrong_tone", "wrong_answer", "other",
)  # fmt: skip
"""Which comes first of two that as much speaks for."""
_BY_GRADER: Mapping[str, FailureMode] = {
    "ids": "hallucinated_id",
    "claims": "phantom_action",
    "leaks": "leaked_context",
    "tone": "wrong_tone",
    "policy": "wrong_policy",
}
_BY_CODE: Mapping[str, FailureMode] = {
    "wrong_arguments": "wrong_tool_call",
    "no_such_tool": "hallucinated_capability",
    "promise_without_tool": "hallucinated_capability",
    "cannot_do_that": "hallucinated_capability",
    "wrong_status": "wrong_answer",
    "ungrounded_amount": "wrong_answer",
    "ungrounded_date": "wrong_answer",
}
_FOUND = 5.0
"""What a grader's finding speaks for its failure mode."""
_ENOUGH = 1.9
"""What must speak for a failure mode before it is named."""


def classify(
    ticket: Ticket, *, verdicts: Mapping[str, Verdict] | None = None, failure_tags: Mapping[str, str] | None = None
) -> Labels:
    """What a ticket is about. The team's own tags say it; else graders' findings in its transcript, then words.

    `verdicts` are our graders' on the ticket's messages, by label, with message indices of the ticket;
    `failure_tags` maps tags to failure modes, `about_assistant` or `not_about`. Never raises on hostile text.
    """
    tagged = tuple(_tags(ticket, failure_tags or {}))
    if any(one.mode == "not_about" for one in tagged):
        return Labels(about_assistant=False, evidence=tagged)
    words = wording()
    said = said_in(ticket)
    found = tuple(_findings(verdicts or {}))
    weighed_about = list(about_clues(ticket, said, words))
    fault = sum(weight for clue, weight in weighed_about if clue.mode == "about_assistant")
    praise = sum(weight for clue, weight in weighed_about if clue.mode == "praise")
    clues = [*tagged, *found, *(clue for clue, _ in weighed_about)]
    if not (tagged or found or fault >= NEEDED):
        return Labels(about_assistant=praise >= NEEDED, evidence=tuple(clues))
    reply = bad_reply(ticket, verdicts or {})
    told = list(failure_clues(ticket, said, reply, words))
    failure = tuple(one for one in MODES if any(clue.mode == one for clue in tagged)) or _named(found, told)
    return Labels(
        about_assistant=True,
        failure=failure,
        bad_reply=reply,
        evidence=tuple(dict.fromkeys((*clues, *(clue for clue, _ in told)))),
    )


def _tags(ticket: Ticket, failure_tags: Mapping[str, str]) -> Iterator[Clue]:
    for tag in ticket.tags:
        if tag in failure_tags:
            yield Clue(kind="tag", mode=failure_tags[tag], quote=tag, why="the team's own tag")


def _findings(verdicts: Mapping[str, Verdict]) -> Iterator[Clue]:
    for label, verdict in verdicts.items():
        for one in verdict.findings if verdict.outcome == "fail" else ():
            mode = _BY_CODE.get(one.code) or _BY_GRADER.get(label.partition("#")[0])
            if mode and one.severity == "error":
                why = f"{label}: {one.code}. {one.reason}"
                yield Clue(kind="grader", mode=mode, quote=one.quote, message=one.message, start=one.start, why=why)


def _named(found: Sequence[Clue], told: Sequence[tuple[Clue, float]]) -> tuple[FailureMode, ...]:
    """The mode that most speaks for, where enough does."""
    weighed: dict[str, float] = defaultdict(float)
    for clue in found:
        weighed[clue.mode] += _FOUND
    for clue, weight in told:
        weighed[clue.mode] += weight
    best = max(_FIRST, key=lambda mode: (weighed[mode], -_FIRST.index(mode)))
    return (best,) if weighed[best] >= _ENOUGH else ()
