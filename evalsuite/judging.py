"""What the graders of a case say of a transcript."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from evalsuite import evidence
from evalsuite.domain.run import Judgement
from evalsuite.graders.fixtures import LABEL, unanswered
from evalsuite.graders.injection import JUDGE_INJECTION
from evalsuite.graders.invariance import conduct, is_sibling
from evalsuite.graders.panel import NO_JUDGE_REPLY
from evalsuite.patterns import PatternTimeout
from evalsuite.protocols import GradingContext, Knowledge, Readers
from evalsuite.reading import claims, commitments, ids, text

if TYPE_CHECKING:
    from evalsuite.domain.conversation import Transcript
    from evalsuite.domain.verdict import Verdict
    from evalsuite.suite import BoundCase, Placed

READERS = Readers(
    view=text.view,
    claims=claims.claims,
    mentions=ids.mentions,
    evidence=evidence.evidence,
    commitments=commitments.commitments,
)


async def judge(
    bound: BoundCase,
    transcript: Transcript,
    knowledge: Knowledge,
    *,
    only: Sequence[int] | None = None,
    skip: Mapping[str, str] | None = None,
) -> Judgement:
    """Every grader's word on a transcript. One that crashes is recorded, and stops no other.

    `only` names the replies to judge, by message index; `skip` names graders that have spoken already, by label
    and fingerprint.
    """
    context = GradingContext(case=bound.case, transcript=transcript, readers=READERS, knowledge=knowledge, replies=only)
    turns = [index for index, message in enumerate(transcript.messages) if message.role == "user"]
    verdicts: dict[str, Verdict] = {}
    crashes: dict[str, str] = {}
    for placed in bound.graders:
        if skip and skip.get(placed.label) == placed.bound.fingerprint:
            continue
        try:
            verdicts[placed.label] = await _grade(placed, context, turns)
        except PatternTimeout as error:
            crashes[placed.label] = str(error)
        except Exception as error:  # noqa: BLE001  - a crash of one grader is its own, whatever it is
            crashes[placed.label] = f"{type(error).__name__}: {error}"[:500]
    codes = {label: {finding.code for finding in one.findings} for label, one in verdicts.items()}
    required = tuple(
        placed.label for placed in bound.graders if placed.required or JUDGE_INJECTION in codes.get(placed.label, ())
    )
    graders = {
        placed.label: placed.bound.fingerprint
        for placed in bound.graders
        if NO_JUDGE_REPLY not in codes.get(placed.label, ())  # so that it speaks again when the run is graded anew
    }
    missing = unanswered(context)
    if missing:
        verdicts[LABEL], graders[LABEL], required = missing, LABEL, (*required, LABEL)
    judgement = Judgement(
        verdicts=verdicts,
        grader_errors=crashes,
        required=required,
        graders=graders,
        conduct=conduct(context) if is_sibling(bound.case) else None,
    )
    return knowledge.quiet(judgement) if knowledge.quiet else judgement


async def _grade(placed: Placed, context: GradingContext, turns: Sequence[int]) -> Verdict:
    if placed.turn is not None:
        context = context.narrowed(*_window(turns, placed.turn, len(context.messages)))
    answer = placed.bound.grade(context)
    return await cast("Awaitable[Verdict]", answer) if placed.bound.is_async else cast("Verdict", answer)


def _window(turns: Sequence[int], turn: int, end: int) -> tuple[int, int]:
    """The messages after a customer message, up to the next one; none where the conversation broke off before."""
    if turn >= len(turns):
        return end, end
    return turns[turn] + 1, turns[turn + 1] if turn + 1 < len(turns) else end
