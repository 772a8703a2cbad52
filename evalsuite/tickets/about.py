"""Signs of whether a ticket is about what the assistant said or did, weighed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evalsuite.domain.labels import Clue
from evalsuite.tickets.voices import Said
from evalsuite.tickets.wording import Sentence

MOST = 2
"""How often a sign counts at the most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """What speaks for or against a ticket's being about the assistant, and where it stands."""

    name: str
    """A weight of the pack has the same name."""
    said: Said | None = None
    sentence: Sentence | None = None

    def clue(self, mode: str, why: str) -> Clue:
        """The sign as a clue, in the words of its sentence."""
        if self.said is None or self.sentence is None:
            return Clue(kind="words", mode=mode, quote="", why=why)
        start, end = self.sentence.start, self.sentence.end
        raw = self.said.text[start:end]
        start += len(raw) - len(raw.lstrip())
        at = None if self.said.index is None else start
        return Clue(kind="words", mode=mode, quote=raw.strip()[:300], message=self.said.index, start=at, why=why)


def counted_signs(found: Sequence[Sign]) -> Mapping[str, int]:
    """How often each sign counts."""
    return {name: min(MOST, count) for name, count in Counter(one.name for one in found).items()}


def weighed(found: Sequence[Sign], weights: Mapping[str, float]) -> float:
    """More than 0 where more speaks for a failure of the assistant than against it."""
    return weights["none"] + sum(weights.get(name, 0.0) * count for name, count in counted_signs(found).items())


def praised(found: Sequence[Sign]) -> bool:
    """Whether the customer praises the assistant, where nothing says that it failed."""
    names = {one.name for one in found}
    if names & {"rated_badly_after_it", "rated_badly_after_staff", "rated_badly_alone"}:
        return False
    named = bool(names & {"names_it", "names_it_first"})
    if "credits_it" in names:
        return not names & _TROUBLE
    pleased = named and bool(names & {"praises", "rated_well_alone"})
    return pleased or bool(names & {"praises_it", "praises_in_the_end"})


_TROUBLE = {"complains", "complains_of_it", "a_person_says", "a_thing_says", "a_person_quoted", "a_thing_quoted"}
"""Beside these, that the assistant was right is said to blame another."""
