"""A judge asked one criterion: its answer checked, asked once more where it is of no use, and then left aside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from evalsuite.domain.rubric import Criterion, Rubric
from evalsuite.graders.asking import UnansweredError, UnusableError, answer_of, ask
from evalsuite.graders.judge_prompt import OPEN, SCORES, asked, schema, shown
from evalsuite.graders.panel import Choice, Quoted, Vote
from evalsuite.graders.quotes import located
from evalsuite.models.failures import visible
from evalsuite.protocols import Completion, GradingContext, Judge, Request

_SHOWN = {"yes": "fail", "no": "pass", **{word: word for word in OPEN}}
_CONCLUDES = r"verdict\W+(?:is\W+)?|(?:so|therefore|thus|hence)\b[^.!?]{0,40}\b"
_SAID = {
    "pass": re.compile(rf"\b(?:no (?:such )?failure\b|does not fail\b|(?:{_CONCLUDES})pass(?:es)?\b)", re.IGNORECASE),
    "fail": re.compile(
        rf"\b(?:failure (?:is shown|(?:has )?happened|occur(?:s|red))\b|(?:{_CONCLUDES})fails?\b)", re.IGNORECASE
    ),
}
_SCORE_SAID = re.compile(r"\b([1-5])(?: ?/ ?| (?:out )?of )5\b")
_MOST_QUOTES = 40


async def vote(
    context: GradingContext, rubric: Rubric, criterion: Criterion, *, told: str, by: tuple[Judge, int]
) -> Vote:
    """One judge's word on one criterion, in one of its samples. An answer of no use is asked for once more.

    It abstains, with the reason, where the judge cannot be reached, cannot tell, or twice gave an answer of no use.
    """
    judge, sample = by

    def request(fault: str) -> Request:
        return Request(
            messages=asked(context, rubric, criterion, told=told, fault=fault),
            response_schema=schema(rubric, criterion),
            parameters=judge.parameters,
            attempt=sample,
        )

    try:
        return await ask(judge, request, lambda completion: checked(completion, context, rubric, criterion))
    except UnansweredError as error:
        return Vote(choice="abstain", reasoning=str(error), lost=error.lost)


def checked(completion: Completion, context: GradingContext, rubric: Rubric, criterion: Criterion) -> Vote:
    """The vote that an answer holds. Raises `UnusableError` where it is malformed, contradicts itself, or quotes words
    that do not stand where it says."""
    answer = answer_of(completion, schema(rubric, criterion))
    verdict, reasoning = answer["verdict"], answer["reasoning"].strip()
    _refuse_contradictions(answer, reasoning)
    evidence = tuple(_evidence(answer["evidence"], context))
    score = int(verdict) if verdict in SCORES else None
    if score is not None and rubric.passes_at is not None:
        verdict = "pass" if score >= rubric.passes_at else "fail"
    if verdict == "fail" and not evidence:
        raise UnusableError("it speaks against the assistant and quotes nothing")
    choice: Choice = "abstain" if verdict == "cannot_tell" else verdict
    return Vote(choice=choice, reasoning=visible(reasoning, 600), evidence=evidence, score=score)


def _refuse_contradictions(answer: Mapping[str, Any], reasoning: str) -> None:
    verdict = answer["verdict"]
    if _SHOWN.get(answer.get("failure_shown", ""), verdict) != verdict:
        raise UnusableError("its verdict contradicts what it says of the failure")
    conclusion = re.split(r"(?<=[.!?])\s+", reasoning)[-1]
    said = {word for word, pattern in _SAID.items() if pattern.search(conclusion)}
    scores = set(_SCORE_SAID.findall(conclusion)) if verdict in SCORES else set()
    if (verdict in _SAID and said == {*_SAID} - {verdict}) or (len(scores) == 1 and verdict not in scores):
        raise UnusableError("its verdict contradicts its own reasoning")


def _evidence(given: list[dict[str, Any]], context: GradingContext) -> Iterator[Quoted]:
    if len(given) > _MOST_QUOTES:
        raise UnusableError(f"it holds more than {_MOST_QUOTES} quotes")
    for number, one in enumerate(given, 1):
        index, text = one["message"], one["quote"]
        place = located(context, index, text) if 0 <= index < shown(context) else None
        if place is None:
            raise UnusableError(f"quote {number} does not stand, letter by letter, in message {index}")
        yield Quoted(message=index, start=place[0], end=place[1], text=text)
