"""The `rubric` grader: a judge's verdict on each criterion of a rubric, with the words it rests on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Any

from evalsuite.codec.rubrics import bundled_rubric, bundled_rubrics
from evalsuite.domain.rubric import Criterion, Rubric
from evalsuite.domain.verdict import Evidence as Looked
from evalsuite.domain.verdict import Finding, Verdict, abstain
from evalsuite.domain.vocabulary import Outcome, Severity
from evalsuite.errors import did_you_mean
from evalsuite.graders.injection import JUDGE_INJECTION, addressed
from evalsuite.graders.judge_prompt import LONGEST, rules_in_words, told_once
from evalsuite.graders.panel import NO_JUDGE_REPLY, Choice, Decided, Quoted, Vote, decide
from evalsuite.graders.rubric_answers import vote
from evalsuite.protocols import GradingContext, Judge, Judging, Knowledge

VERSION = 2
JUDGED = True
KNOWS = ("catalogue", "id_patterns", "facts", "sees_context")
CODES: Mapping[str, Severity] = {JUDGE_INJECTION: "warn", NO_JUDGE_REPLY: "warn"}
"""Beside them, each criterion's own."""
NO_JUDGE = "no judge configured: set judge in the settings to the name of a model in graders/assistants"


def bundled(name: str) -> Rubric:
    """A rubric that evalsuite brings along. Raises `ValueError`, with the nearest known one."""
    found = bundled_rubric(name)
    if found is None:
        raise ValueError(f"no rubric {name!r}.{did_you_mean(name, bundled_rubrics())}")
    return found


_NOBODY = Judging(rubric=bundled)


def rubric(
    *, name: str, criteria: list[str] | None = None, knowledge: Knowledge
) -> Callable[[GradingContext], Awaitable[Verdict]]:
    """A grader that asks the judges of the settings about each criterion of a rubric, or those named alone.

    It fails where a majority sees a failure and quotes it, and abstains where one criterion could not be judged and
    none fails: without a judge, without a majority, with quotes that cannot be found, or where text in the
    conversation speaks to a judge. Raises `ValueError` where there is no such rubric or criterion.
    """
    chosen = (knowledge.judging or _NOBODY).rubric(name)
    wanted = _chosen(chosen, criteria)

    async def grade(context: GradingContext) -> Verdict:
        judging = context.knowledge.judging or _NOBODY
        why = _unjudged(chosen, judging, context)
        if why:
            return abstain(why)
        injected = context.once(("rubric", "injected"), lambda: tuple(addressed(context)))
        if injected:
            where = sorted({"the data" if one.message is None else f"message {one.message}" for one in injected})
            return abstain(f"not shown to a judge: {', '.join(where)} speaks to one; a person must look", injected)
        told = told_once(context)
        if len(told) > LONGEST:
            return abstain(f"too long for a judge: {len(told):,} characters, the most is {LONGEST:,}")

        async def decided(one: Criterion) -> Decided:
            async def said(judge: Judge, sample: int) -> Vote:
                return await vote(context, chosen, one, told=told, by=(judge, sample))

            return await decide(judging.judges, samples=judging.samples, vote=said)

        outcomes = await asyncio.gather(*map(decided, wanted))
        return _verdict(chosen, dict(zip([one.id for one in wanted], outcomes, strict=True)), context)

    return grade


def called(arguments: Mapping[str, Any]) -> str:
    """The rubric's id: verdicts by different rubrics are not one grader's."""
    return str(arguments["name"])


def question(arguments: Mapping[str, Any]) -> str:
    return f"rubric {arguments['name']}"


def known(arguments: Mapping[str, Any], knowledge: Knowledge) -> list[Any]:
    """What the grader's fingerprint takes in beside its parameters: the rubric's own words, and who judges."""
    judging = knowledge.judging or _NOBODY
    judges = [[judge.identity, dict(judge.parameters)] for judge in judging.judges]
    chosen = judging.rubric(arguments["name"])
    words = " ".join((chosen.guidance, *(one.text for one in chosen.criteria)))
    told = [read for word, read in (("persona", knowledge.personas), ("policies", knowledge.policies)) if word in words]
    return [chosen, judges, judging.samples, *(dict(one) if isinstance(one, Mapping) else one for one in told)]


def _chosen(chosen: Rubric, names: list[str] | None) -> Sequence[Criterion]:
    there = {one.id: one for one in chosen.criteria}
    for name in names or ():
        if name not in there:
            raise ValueError(f"rubric {chosen.id!r} has no criterion {name!r}.{did_you_mean(name, list(there))}")
    return [one for one in chosen.criteria if not names or one.id in names]


def _unjudged(chosen: Rubric, judging: Judging, context: GradingContext) -> str:
    """Why there is nothing to ask; empty where there is."""
    if not context.replies:
        return "there is no reply to judge"
    if not judging.judges:
        return NO_JUDGE
    if chosen.cohorts and context.case.cohort not in chosen.cohorts:
        return f"rubric {chosen.id!r} is for the cohorts {', '.join(chosen.cohorts)} alone"
    for need in chosen.needs:
        if not _THERE[need](context):
            return f"rubric {chosen.id!r} {_LACKING[need]}"
    return ""


def _verdict(chosen: Rubric, decided: Mapping[str, Decided], context: GradingContext) -> Verdict:
    findings = tuple(finding for name, one in decided.items() for finding in _findings(chosen, name, one, context))
    outcomes = {name: _OUTCOMES[one.choice] for name, one in decided.items() if one.choice != "not_applicable"}
    unsure = [f"{name}: {_unsure(one)}" for name, one in decided.items() if one.choice == "abstain"]
    if "fail" in outcomes.values():
        outcome: Outcome = "fail"
    elif unsure or not outcomes:
        outcome = "abstain"
    else:
        outcome = "pass"
    reason = ("; ".join(unsure) or "none of its criteria applies here") if outcome == "abstain" else ""
    return Verdict(outcome=outcome, findings=findings, reason=reason, criteria=outcomes)


def _findings(chosen: Rubric, name: str, one: Decided, context: GradingContext) -> Iterator[Finding]:
    said = one.speaker
    if one.choice == "abstain" and any(vote.lost for vote in one.votes):
        yield Finding(code=NO_JUDGE_REPLY, severity="warn", reason=f"{name} was not judged: {_unsure(one)}")
    if one.choice == "fail" or (chosen.passes_at and said.score):
        score = f"scored {said.score} of 5: " if said.score else ""
        quote = _foremost(said.evidence, context)
        others = [other for other in said.evidence if other is not quote]
        yield Finding(
            code=name,
            severity="error" if one.choice == "fail" else "info",
            message=quote.message if quote else None,
            start=quote.start if quote and quote.end else None,
            end=quote.end if quote and quote.end else None,
            quote=_raw(quote, context) if quote else "",
            reason=f"{score}{said.reasoning} ({one.counted})",
            evidence=Looked(nearest=others[0].text, source=f"message {others[0].message}") if others else None,
        )


def _foremost(evidence: Sequence[Quoted], context: GradingContext) -> Quoted | None:
    """The quote to show: out of what is judged, where there is one."""
    return next((one for one in evidence if one.message in context.replies), evidence[0] if evidence else None)


def _raw(quote: Quoted, context: GradingContext) -> str:
    text = context.messages[quote.message].text or ""
    return text[quote.start : quote.end] if quote.end else quote.text


def _unsure(one: Decided) -> str:
    votes = [vote for vote in one.votes if vote.choice == "abstain"]
    if len(votes) < len(one.votes):
        counts = [f"{sum(vote.choice == choice for vote in one.votes)} {word}" for choice, word in _WORDS.items()]
        why = f" ({votes[0].reasoning})" if votes else ""
        return f"no majority: {', '.join(text for text in counts if text[0] != '0')}{why}"
    return votes[0].reasoning or "the judge cannot tell"


_WORDS: Mapping[Choice, str] = {
    "fail": "against",
    "pass": "for",
    "not_applicable": "not applicable",
    "abstain": "unsure",
}
_OUTCOMES: Mapping[Choice, Outcome] = {"pass": "pass", "fail": "fail", "abstain": "abstain"}
_THERE: Mapping[str, Callable[[GradingContext], bool]] = {
    "policies": lambda context: bool(
        rules_in_words(context) or context.knowledge.prompt or context.transcript.system or context.transcript.documents
    ),
    "persona": lambda context: context.knowledge.personas is not None,
    "context": lambda context: bool(
        context.transcript.documents
        or (context.case.context and context.knowledge.sees_context)
        or any(message.role == "tool" for message in context.messages)
    ),
}
_LACKING = {
    "policies": "needs rules in words: `because:` in graders/policies.yaml, the assistant's prompt, or documents",
    "persona": "needs graders/personas.yaml",
    "context": "needs facts the assistant was given: context, tool results or documents",
}
