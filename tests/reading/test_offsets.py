"""The way back from a text to the text it was made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.reading.offsets import Offsets

kept = st.lists(st.booleans(), max_size=20)
"""Which characters of a text stand in the one made of it."""


def offsets_of(kept):
    offsets, place = Offsets(), 0
    for source, stays in enumerate(kept):
        if stays:
            place += 1
        else:
            offsets.moved(place, source + 1)
    return offsets.ended(place, len(kept))


def sources_of(kept):
    return [*(source for source, stays in enumerate(kept) if stays), len(kept)]


@given(kept)
def test_every_place_leads_back_to_its_source(kept):
    assert list(offsets_of(kept)) == sources_of(kept)


@given(kept, st.data())
def test_through_two_texts_every_place_leads_back_to_the_first(outer, data):
    inner = data.draw(st.lists(st.booleans(), min_size=sum(outer), max_size=sum(outer)))
    sources = sources_of(outer)

    whole = offsets_of(inner).through(offsets_of(outer)).ended(sum(inner), len(outer))

    assert list(whole) == [sources[place] for place in sources_of(inner)]


def test_slices_and_the_end_are_places_too():
    offsets = offsets_of([True, False, True])

    assert offsets[:] == [0, 2, 3]
    assert offsets[-1] == 3
    with pytest.raises(IndexError):
        offsets[3]
