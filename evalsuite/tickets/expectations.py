"""What a case holds replies to, by the way in which the assistant had failed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from evalsuite.domain.case import Case, GraderSpec
from evalsuite.graders.fixtures import LABEL
from evalsuite.reading.claims import claims
from evalsuite.reading.commitments import commitments
from evalsuite.reading.text import view

if TYPE_CHECKING:
    from evalsuite.domain.labels import FailureMode
    from evalsuite.domain.run import Judgement
    from evalsuite.domain.verdict import Finding
    from evalsuite.domain.vocabulary import CaseSeverity
    from evalsuite.tickets.scene import Scene

TEMPLATES: Mapping[FailureMode, tuple[str, ...]] = {
    "wrong_tone": ("tone",),
    "wrong_policy": ("policy",),
    "hallucinated_capability": ("claims", "policy"),
    "hallucinated_id": ("ids",),
    "phantom_action": ("claims",),
    "leaked_context": ("leaks", "safety"),
}
"""Graders that read such a failure out of a reply, the likeliest first."""

SEVERITIES: Mapping[FailureMode, CaseSeverity] = {
    "leaked_context": "critical",
    "phantom_action": "high",
    "wrong_tool_call": "high",
    "wrong_policy": "high",
    "hallucinated_id": "high",
}
"""How bad it is where a mode is not named here: normal."""

_WORDS = frozenset({"says", "never_says", "asks", "rubric"})
_CALLS = frozenset({"calls", "never_calls", "calls_in_order", "max_calls"})
_PROVES: Mapping[FailureMode, frozenset[str]] = {
    "wrong_tone": frozenset({"tone", "style", "max_words", "min_words"}),
    "wrong_tool_call": _CALLS | {"claims", "policy"},
    "wrong_policy": _CALLS | {"policy"},
    "hallucinated_capability": frozenset({"claims", "policy"}),
    "hallucinated_id": frozenset({"ids"}),
    "phantom_action": frozenset({"claims", "calls"}),
    "leaked_context": frozenset({"leaks", "safety"}),
    "wrong_answer": _CALLS | {"policy", "max_words", "min_words"},
}
"""Built-in graders whose word counts as the failure's own, beside those of words and the team's own graders."""
_WHOLE: frozenset[str] = frozenset({"wrong_answer", "other", "wrong_tone"})
"""Modes where the fault may be what a reply lacks, which stands at no place in it."""


def proposals(mode: FailureMode, scene: Scene) -> Iterator[GraderSpec]:
    """Expectations that the bad reply ought to fail, the most telling first; the last one holds its own words
    against it."""
    for name in TEMPLATES.get(mode, ()):
        yield GraderSpec(name=name, bare=True)
    if mode == "wrong_tool_call":
        for called in reversed(scene.calls):
            given = dict(called.call.arguments)
            yield GraderSpec(name="never_calls", parameters={"name": called.call.name, "arguments": given})
        yield GraderSpec(name="claims", bare=True)
    for words in dict.fromkeys(_few(scene.blamed or scene.reply)):
        yield GraderSpec(name="never_says", argument=words)


def blames(case: Case, judgement: Judgement, *, reply: int, names: Mapping[str, str]) -> Mapping[str, Finding]:
    """The findings by which a bad reply fails for what was complained of, by label; empty where it does not.

    `reply` is the message's index, `names` the grader behind each label. A finding counts where its grader is one of
    the failure's own and it overlaps the words complained of; one about a call, where the call led to the reply. Where
    a call has no answer in the case, nothing counts: a refund that failed for that is no refund that was made up.
    """
    if LABEL in judgement.verdicts:
        return {}
    place = _place(case)
    found: dict[str, Finding] = {}
    for label, verdict in judgement.verdicts.items():
        name = names.get(label, label)
        if verdict.outcome != "fail" or not any(_is_own(mode, name) for mode in case.failure):
            continue
        for finding in verdict.findings:
            if finding.severity == "error" and _touches(finding, name, case.failure, (reply, *place)):
                found.setdefault(label, finding)
    return found


def _is_own(mode: str, name: str) -> bool:
    known: Mapping[str, frozenset[str]] = {str(one): graders for one, graders in _PROVES.items()}
    return mode == "other" or name in known.get(mode, ()) or name in _WORDS or name not in _BUILT_IN


def _touches(finding: Finding, name: str, modes: Sequence[str], blamed: tuple[int, int, int]) -> bool:
    reply, start, end = blamed
    if name in _CALLS:
        return finding.message is None or finding.message <= reply
    if finding.message != reply:
        return False
    if finding.start is None or finding.end is None:
        return bool(_WHOLE.intersection(modes))
    return finding.start < end and start < finding.end


def _place(case: Case) -> tuple[int, int]:
    """Where the words complained of stand in the bad reply; nowhere, where they do not."""
    reply = case.bad_reply or ""
    if not case.blamed:
        return 0, len(reply)
    start = reply.find(case.blamed)
    return (start, start + len(case.blamed)) if start >= 0 else (0, 0)


def _few(text: str) -> Iterator[str]:
    """The first words of the sentence that tells or promises something, or of the longest one: so many that a good
    reply is unlikely to have them in the same order. Then the longest of their runs without any mark."""
    read = view(text)
    telling = [(claim.start, claim.end) for claim in claims(read, "en")]
    telling += [(promise.start, promise.end) for promise in commitments(read, "en")]
    sentences = [found.span() for found in _SENTENCE.finditer(text)]
    said = [span for span in sentences if any(start < span[1] and span[0] < end for start, end in telling)]
    start, end = max(said or sentences, key=lambda span: span[1] - span[0], default=(0, 0))
    words = " ".join(_MARKUP.sub(" ", text[start:end]).split()[:_LONGEST]).strip("/ .,;:!?")
    for phrase in (words, max(_PLAIN.findall(words), key=len, default="").strip()):
        if phrase:
            yield phrase


_PLAIN = re.compile(r"[\w'’ ]+")
_MARKUP = re.compile(r"[*_`#>|]+")
_SENTENCE = re.compile(r"\S[^.!?\n]*(?:[.!?](?!\s)[^.!?\n]*)*[.!?]*")
_LONGEST = 10
_BUILT_IN = frozenset().union(*_PROVES.values(), *map(frozenset, TEMPLATES.values())) | _WORDS
