"""What the graders of a case say of a transcript."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from evalsuite import evidence
from evalsuite.domain.conversation import Usage
from evalsuite.domain.run import Judgement
from evalsuite.graders.fixtures import LABEL, unanswered
from evalsuite.graders.injection import JUDGE_INJECTION
from evalsuite.graders.invariance import conduct, is_sibling
from evalsuite.graders.panel import NO_JUDGE_REPLY
from evalsuite.models.metered import Metered
from evalsuite.models.recorded import UnrecordedError
from evalsuite.patterns import PatternTimeout
from evalsuite.protocols import GradingContext, Judge, Judging, Knowledge, Readers
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
    before: Judgement | None = None,
) -> Judgement:
    """Every grader's word on a transcript. One that crashes is recorded, and stops no other.

    `only` names the replies to judge, by message index. `before` is what was said of it already: graders that spoke
    then, and are the same now, do not speak again, and their verdicts are not among these.
    """
    spent: dict[str, Usage] = {}
    told = replace(knowledge, judging=_metered(knowledge.judging, spent))
    context = GradingContext(case=bound.case, transcript=transcript, readers=READERS, knowledge=told, replies=only)
    heard = _Heard()
    for placed in bound.graders:
        if before and before.graders.get(placed.label) == placed.bound.fingerprint:
            heard.note(placed.label, before.verdicts.get(placed.label))
        else:
            await heard.hear(placed, context)
    verdicts = heard.verdicts
    required = tuple(placed.label for placed in bound.graders if placed.required or placed.label in heard.holding)
    graders = {
        placed.label: placed.bound.fingerprint for placed in bound.graders if placed.label not in heard.unanswered
    }
    missing = unanswered(context)
    if missing:
        verdicts[LABEL], graders[LABEL], required = missing, LABEL, (*required, LABEL)
    judgement = Judgement(
        verdicts=verdicts,
        grader_errors=heard.crashes,
        required=required,
        graders=graders,
        conduct=conduct(context) if is_sibling(bound.case) else None,
        judging=spent,
    )
    return knowledge.quiet(judgement) if knowledge.quiet else judgement


@dataclass(slots=True, kw_only=True)
class _Heard:
    """What graders said so far, by label."""

    verdicts: dict[str, Verdict] = field(default_factory=dict)
    crashes: dict[str, str] = field(default_factory=dict)
    holding: set[str] = field(default_factory=set)
    """Graders that hold the trial back whether a case expects them to speak or not."""
    unanswered: set[str] = field(default_factory=set)
    """Graders whose judge gave no answer, so that they speak again when the run is graded anew."""

    async def hear(self, placed: Placed, context: GradingContext) -> None:
        label = placed.label
        try:
            self.verdicts[label] = await _grade(placed, context)
            self.note(label, self.verdicts[label])
        except PatternTimeout as error:
            self.crashes[label] = str(error)
        except UnrecordedError as error:
            self.crashes[label] = f"case {context.case.id!r}, {label}: {error}"
            self.holding.add(label)
            self.unanswered.add(label)
        except Exception as error:  # noqa: BLE001  - a crash of one grader is its own, whatever it is
            self.crashes[label] = f"{type(error).__name__}: {error}"[:500]

    def note(self, label: str, verdict: Verdict | None) -> None:
        """Take in what a verdict, this one or an earlier one, means for the trial."""
        codes = {finding.code for finding in verdict.findings} if verdict else set()
        if JUDGE_INJECTION in codes:
            self.holding.add(label)
        if NO_JUDGE_REPLY in codes:
            self.unanswered.add(label)


def _metered(judging: Judging | None, spent: dict[str, Usage]) -> Judging | None:
    """The same judges, what they take added to `spent` by the name of their model."""

    def metered(judge: Judge) -> Judge:
        name = judge.model_name or judge.name

        def add(usage: Usage) -> None:
            spent[name] = spent.get(name, Usage()) + usage

        return replace(judge, model=Metered(judge.model, spent=add))

    return replace(judging, judges=tuple(map(metered, judging.judges))) if judging else None


async def _grade(placed: Placed, context: GradingContext) -> Verdict:
    if placed.turn is not None:
        turns = [index for index, message in enumerate(context.messages) if message.role == "user"]
        context = context.narrowed(*_window(turns, placed.turn, len(context.messages)))
    answer = placed.bound.grade(context)
    return await cast("Awaitable[Verdict]", answer) if placed.bound.is_async else cast("Verdict", answer)


def _window(turns: Sequence[int], turn: int, end: int) -> tuple[int, int]:
    """The messages after a customer message, up to the next one; none where the conversation broke off before."""
    if turn >= len(turns):
        return end, end
    return turns[turn] + 1, turns[turn + 1] if turn + 1 < len(turns) else end
