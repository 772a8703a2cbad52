"""The way back from a text made readable to the text it was made of, kept as stretches that moved together."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import overload


class Offsets(Sequence[int]):
    """For each place of a text, and for its end, the place it came from.

    Most characters only moved: what is kept is where each stretch begins in either text.
    """

    __slots__ = ("_begins", "_came_from", "_length")

    def __init__(self) -> None:
        self._begins: list[int] = [0]
        self._came_from: list[int] = [0]
        self._length = 1

    def moved(self, place: int, source: int) -> None:
        """From `place` on, up to the next move, the text is that from `source` on. Places must be told in order."""
        if self._begins[-1] == place:
            self._came_from[-1] = source
        else:
            self._begins.append(place)
            self._came_from.append(source)

    def ended(self, place: int, source: int) -> "Offsets":
        """The same, with the end of both texts known."""
        self._length = place + 1
        if self[place] != source:
            self.moved(place, source)
        return self

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, place: int) -> int: ...
    @overload
    def __getitem__(self, place: slice) -> list[int]: ...
    def __getitem__(self, place: int | slice) -> int | list[int]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(self._length))]
        if not -self._length <= place < self._length:
            raise IndexError(place)
        place %= self._length
        stretch = bisect_right(self._begins, place) - 1
        return self._came_from[stretch] + place - self._begins[stretch]

    def stretches(self) -> Iterator[tuple[int, int, int]]:
        """Where each stretch begins, where it came from, and how long it is; the last one holds the end."""
        ends = (*self._begins[1:], self._length)
        for begin, source, end in zip(self._begins, self._came_from, ends, strict=True):
            yield begin, source, end - begin

    def through(self, outer: "Offsets") -> "Offsets":
        """The way back through two texts: of these offsets' sources by `outer`."""
        whole = Offsets()
        for begin, source, length in self.stretches():
            whole.moved(begin, outer[source])
            first = bisect_right(outer._begins, source)  # noqa: SLF001  - of the same class
            for inner in range(first, bisect_left(outer._begins, source + length)):  # noqa: SLF001
                whole.moved(begin + outer._begins[inner] - source, outer._came_from[inner])  # noqa: SLF001
        return whole


def longer_through(
    inner: Offsets, inner_longer: Mapping[int, int], outer: Offsets, outer_longer: Mapping[int, int]
) -> dict[int, int]:
    """Where the sources of characters end that stand for more than one, through two texts.

    Both mappings hold them by place, `outer_longer` in order.
    """
    places = list(outer_longer)
    longer: dict[int, int] = {}
    for begin, source, length in inner.stretches() if places else ():
        for place in places[bisect_left(places, source) : bisect_left(places, source + length)]:
            longer[begin + place - source] = outer_longer[place]
    for place, end in inner_longer.items():
        longer[place] = outer_longer.get(end - 1) or outer[end - 1] + 1
    return longer
