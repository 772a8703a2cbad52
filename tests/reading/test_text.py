"""The readable view of a text, and its way back to the raw one."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.reading.text import view

hostile = st.text(
    st.one_of(
        st.characters(), st.sampled_from("*_`~&<>\\\"'#|[]{}()\n\t\u200b\u202e\u00a0\u2011\ud800\x00\ufb01éÅ1aA-")
    )
)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Order **W123** is `late`", "Order W123 is late"),
        ("a_b_1 and _this_ and __that__", "a_b_1 and this and that"),
        ("on\u202ftime\u00a0at 9\u20115", "on time at 9-5"),
        ("Tom &amp; Ann&#39;s", "Tom & Ann's"),
        ("I\u2019ve \u201cdone\u201d it", 'I\'ve "done" it'),
        ("one<br>two", "one\ntwo"),
        ("first\\nXEHM4B", "first\nXEHM4B"),
        ("\\$14,190", "$14,190"),
        ("ofﬁce\u200b", "office"),
        ("* item *one*", "* item one"),
        ("card ****4421", "card ****4421"),
    ],
    ids=[
        "markdown",
        "underscores",
        "spaces",
        "entities",
        "quotes",
        "tags",
        "escapes",
        "dollar",
        "ligature",
        "bullet",
        "masked",
    ],
)
def test_shows_what_a_reader_sees(raw, text):
    assert view(raw).text == text


def test_points_back_to_the_raw_text():
    raw = "Your order **W-1\u202f23** &amp; more"
    seen = view(raw)
    start = seen.text.index("W-1 23")

    span = seen.raw_span(start, start + len("W-1 23"))

    assert raw[slice(*span)] == "W-1\u202f23"


def test_a_character_that_stands_for_several_is_covered_whole():
    raw = "Tom &amp; Ann"
    seen = view(raw)
    place = seen.text.index("&")

    assert raw[slice(*seen.raw_span(place, place + 1))] == "&amp;"


def test_a_json_reply_shows_its_values_and_not_its_keys():
    raw = json.dumps({"message": "Done.\nOrder W1 is **cancelled**", "may_26_options": ["DEN-2"]}, indent=1)

    seen = view(raw)

    assert seen.text.split("\n") == ["Done.", "Order W1 is cancelled", "DEN-2", ""]


def test_spans_of_a_json_reply_point_into_the_raw_json():
    raw = '{"message": "Caf\\u00e9\\nXEHM4B is booked"}'
    seen = view(raw)
    start = seen.text.index("XEHM4B")

    assert raw[slice(*seen.raw_span(start, start + 6))] == "XEHM4B"
    assert raw[slice(*seen.raw_span(0, 4))] == "Caf\\u00e9"


def test_fenced_json_is_unwrapped_too():
    assert view('```json\n{"reply": "Hello"}\n```').text == "Hello\n"


def test_broken_json_is_read_as_text():
    assert view('{"reply": "Hello"').text == '{"reply": "Hello"'


@given(hostile)
def test_every_character_has_its_place_in_order(raw):
    seen = view(raw)

    assert len(seen.offsets) == len(seen.text) + 1
    assert list(seen.offsets) == sorted(seen.offsets)
    assert all(0 <= place <= len(raw) for place in seen.offsets)


@given(st.text(st.characters(codec="ascii", exclude_characters="*_`~&<\\{}[]\r")))
def test_a_plain_text_is_its_own_view(raw):
    assert view(raw).text == raw


@given(hostile, st.data())
def test_a_span_of_the_view_is_a_span_of_the_raw_text(raw, data):
    seen = view(raw)
    start = data.draw(st.integers(0, len(seen.text)))
    end = data.draw(st.integers(start, len(seen.text)))

    raw_start, raw_end = seen.raw_span(start, end)

    assert 0 <= raw_start <= raw_end <= len(raw)
    for place in range(start, end):
        left, right = seen.raw_span(place, place + 1)
        assert raw_start <= left < right <= raw_end


@given(
    st.recursive(
        st.text(max_size=20),
        lambda inner: st.dictionaries(st.text(max_size=5), inner, min_size=1) | st.lists(inner, min_size=1),
    )
)
def test_any_json_can_be_viewed(value):
    raw = json.dumps(value)
    seen = view(raw)

    assert all(0 <= place <= len(raw) for place in seen.offsets)


@pytest.mark.parametrize(
    "stretch", ["a", "1-", "[", "**", "* ", "`", "&a", "<b ", "_a", "\n", '"', "\\u00e9", "|", "#", "- [x] done\n", "é"]
)
def test_long_adversarial_texts_are_viewed_in_linear_time(stretch):
    seen = view(stretch * 100_000)

    assert len(seen.offsets) == len(seen.text) + 1
