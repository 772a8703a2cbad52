"""Which stretches of a text stand word for word in another one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

WORD = re.compile(r"[^\W_]+")
SEED = 4
"""Words that must be the same before more is compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Words that two texts share."""

    start: int
    end: int
    """Into the text that was searched."""
    words: int
    source: str
    """As the source has it."""


class Words:
    """A text by its words, whatever their case."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = [word.casefold() for word in WORD.findall(text)]

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where each word stands."""
        return [match.span() for match in WORD.finditer(self.text)]


class Source(Words):
    """A text made ready for being looked for."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.seeds: dict[tuple[str, ...], list[int]] = {}
        for at in range(len(self.words) - SEED + 1):
            self.seeds.setdefault(tuple(self.words[at : at + SEED]), []).append(at)

    def quoted_in(self, text: "Words", *, least: int) -> Iterator[Stretch]:
        """Stretches of at least `least` words (never under `SEED`) that both texts have, in order, at full length."""
        words = text.words
        done = 0
        step = max(1, least - SEED + 1)
        for probe in range(0, len(words) - SEED + 1, step):
            if probe < done:
                continue
            places = self.seeds.get(tuple(words[probe : probe + SEED]))
            if places is None:
                continue
            first, last, at = max((self._grown(words, probe, place, done) for place in places[:50]), key=_length)
            if last - first >= least:
                done = last
                source = self.text[self.spans[at][0] : self.spans[at + last - first - 1][1]]
                start, end = text.spans[first][0], text.spans[last - 1][1]
                yield Stretch(start=start, end=end, words=last - first, source=source)

    def _grown(self, words: Sequence[str], probe: int, place: int, floor: int) -> tuple[int, int, int]:
        first, at = probe, place
        while first > floor and at > 0 and words[first - 1] == self.words[at - 1]:
            first, at = first - 1, at - 1
        last, to = probe + SEED, place + SEED
        while last < len(words) and to < len(self.words) and words[last] == self.words[to]:
            last, to = last + 1, to + 1
        return first, last, at


def _length(found: tuple[int, int, int]) -> int:
    return found[1] - found[0]
