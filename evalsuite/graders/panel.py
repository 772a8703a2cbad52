"""Votes of judges to one decision: asked as few as a majority needs, and no majority is no decision."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from evalsuite.protocols import Judge

NO_JUDGE_REPLY = "no_judge_reply"
"""Code of what is told where a criterion was not judged since a judge could not be reached."""
Choice = Literal["pass", "fail", "not_applicable", "abstain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """Words that a judge rests on, found where it said."""

    message: int
    start: int
    end: int
    """Code points into the raw text; the same where they stand in a tool call."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    choice: Choice
    reasoning: str = ""
    """Why it abstains, where it does."""
    evidence: tuple[Quoted, ...] = ()
    score: int | None = None
    lost: bool = False
    """True where the judge could not be reached, so that asking again later may help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    choice: Choice
    votes: tuple[Vote, ...]
    """All that were cast, in the order of the seats."""

    @property
    def speaker(self) -> Vote:
        """The first vote for what was decided, or for want of one the first vote."""
        return next((vote for vote in self.votes if vote.choice == self.choice), self.votes[0])

    @property
    def counted(self) -> str:
        """`2 of 3 votes`."""
        agreeing = sum(vote.choice == self.choice for vote in self.votes)
        return f"{agreeing} of {len(self.votes)} vote{'s' if len(self.votes) > 1 else ''}"


async def decide(judges: Sequence[Judge], *, samples: int, vote: Callable[[Judge, int], Awaitable[Vote]]) -> Decided:
    """What more than half of all seats say; `abstain` where nothing has that many.

    Every judge has `samples` seats. Only as many are asked at a time as could still bring about a majority, so that
    two who agree spare the third. That a criterion does not apply counts with those who see no failure.
    """
    seats = [(judge, sample) for sample in range(1, samples + 1) for judge in judges]
    majority = len(seats) // 2 + 1
    votes: list[Vote] = []
    while True:
        ahead = max(_failing(votes), _passing(votes))
        wanted = majority - ahead
        if wanted <= 0 or wanted > len(seats) - len(votes):
            return Decided(choice=_choice(votes, majority), votes=tuple(votes))
        asked = seats[len(votes) : len(votes) + wanted]
        votes += await asyncio.gather(*(vote(judge, sample) for judge, sample in asked))


def _choice(votes: Sequence[Vote], majority: int) -> Choice:
    if _failing(votes) >= majority:
        return "fail"
    if _passing(votes) < majority:
        return "abstain"
    return "pass" if any(vote.choice == "pass" for vote in votes) else "not_applicable"


def _failing(votes: Sequence[Vote]) -> int:
    return sum(vote.choice == "fail" for vote in votes)


def _passing(votes: Sequence[Vote]) -> int:
    return sum(vote.choice in {"pass", "not_applicable"} for vote in votes)
