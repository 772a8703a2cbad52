"""Whether a ticket is about the assistant, and what the assistant did wrong: a suggestion with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import exp
from typing import TYPE_CHECKING, cast, get_args

from evalsuite.domain.labels import BadReply, Clue, FailureMode, Labels
from evalsuite.domain.ticket import Ticket
from evalsuite.domain.verdict import Verdict
from evalsuite.tickets.about import Sign, praised, weighed
from evalsuite.tickets.bad_reply import bad_reply
from evalsuite.tickets.failures import traits
from evalsuite.tickets.signs import signs
from evalsuite.tickets.voices import voices
from evalsuite.tickets.wording import Wording, wording

if TYPE_CHECKING:
    from evalsuite.tickets.model_answer import ModelWord

MODES = cast("tuple[FailureMode, ...]", get_args(FailureMode))
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
_ORDER: Sequence[FailureMode] = (
    "leaked_context", "hallucinated_id", "wrong_tool_call", "phantom_action", "hallucinated_capability", "wrong_policy",
    "wrong_tone", "wrong_answer", "other",
)  # fmt: skip
"""Which is the first of those found in one message."""
_SURE = 0.45
"""How likely a failure mode must be before it is named."""
_TELLING = 0.1
"""The least weight of a sign that is told as evidence."""


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
    told = voices(ticket, words)
    seen = tuple(signs(ticket, told, words))
    found = tuple(_findings(verdicts or {}))
    at_fault = bool(tagged or found) or weighed(seen, words.weights["about"]) > 0
    praise = not at_fault and praised(seen)
    evidence = (*tagged, *found, *_telling(seen, words, praise=praise))
    if not at_fault:
        return Labels(about_assistant=praise, evidence=evidence)
    reply = bad_reply(ticket, told, verdicts or {}, words)
    spoken = tuple(traits(ticket, told, seen, reply, words))
    by_tag = tuple(one for one in MODES if any(clue.mode == one for clue in tagged))
    by_grader = _first(found)
    named = by_tag or by_grader or _named(spoken, words.weights)
    because = _because(spoken, named[0], reply, words) if named and not (by_tag or by_grader) else ()
    return Labels(
        about_assistant=True, failure=named, bad_reply=reply, evidence=tuple(dict.fromkeys((*evidence, *because)))
    )


def settled(labels: Labels) -> bool:
    """Whether the team's own tags or our graders say what went wrong, so that nobody need be asked."""
    return any(one.kind in {"tag", "grader"} and one.mode != "about_assistant" for one in labels.evidence)


def heard(labels: Labels, word: ModelWord) -> Labels:
    """The labels with a model's word in the place of what rules suggest; the team's tags stay, and all evidence."""
    tagged = tuple(one for one in labels.evidence if one.kind == "tag")
    rest = tuple(one for one in labels.evidence if one.kind != "tag")
    evidence = (*tagged, *word.clues, *rest)
    if not word.about_assistant and tagged:
        return replace(labels, evidence=evidence)
    return Labels(
        about_assistant=word.about_assistant,
        failure=word.failure,
        bad_reply=(word.bad_reply or labels.bad_reply) if word.failure else None,
        evidence=evidence,
    )


def unheard(labels: Labels, why: str) -> Labels:
    """The labels as they are, with why a model was not heard."""
    return replace(labels, evidence=(*labels.evidence, Clue(kind="model", mode="unheard", quote="", why=why)))


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


def _first(found: Sequence[Clue]) -> tuple[FailureMode, ...]:
    """The failure that came first of those that graders found."""
    told = [(one.message or 0, _ORDER.index(cast("FailureMode", one.mode))) for one in found]
    return (_ORDER[min(told)[1]],) if told else ()


def _telling(seen: Sequence[Sign], words: Wording, *, praise: bool) -> Iterator[Clue]:
    """The signs that weigh most, as clues."""
    for one in seen:
        weight = words.weights["about"].get(one.name, 0.0)
        if praise and one.name.startswith("praise"):
            yield one.clue("praise", words.why(one.name))
        elif abs(weight) >= _TELLING:
            yield one.clue("about_assistant" if weight > 0 else "not_about", words.why(one.name))


def _named(spoken: Sequence[Sign], weights: Mapping[str, Mapping[str, float]]) -> tuple[FailureMode, ...]:
    """The likeliest mode, where it is likely enough."""
    names = {one.name for one in spoken}
    weighed = {mode: exp(sum(weights[mode].get(name, 0.0) for name in ("none", *names))) for mode in MODES}
    best = max(MODES, key=lambda mode: weighed[mode])
    return (best,) if weighed[best] >= _SURE * sum(weighed.values()) else ()


def _because(spoken: Sequence[Sign], mode: FailureMode, reply: BadReply | None, words: Wording) -> Iterator[Clue]:
    """What speaks most for a mode: sentences, or the words at fault themselves."""
    for one in spoken:
        if words.weights[mode].get(one.name, 0.0) >= _TELLING:
            why = words.why(one.name)
            if one.sentence:
                yield one.clue(mode, why)
            elif reply:
                start = None if reply.message is None else reply.start
                yield Clue(
                    kind="words", mode=mode, quote=reply.quote[:300], message=reply.message, start=start, why=why
                )
