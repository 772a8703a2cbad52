"""JSON of foreign origin."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.codec.json_text import MAX_DEPTH, JsonError, read_json, too_deep

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(_json)
def test_json_is_read_as_json(value):
    assert read_json(json.dumps(value), unique_keys=True) == value


@given(st.text(max_size=50))
def test_no_text_makes_it_raise_anything_of_its_own(text):
    with suppress(JsonError):
        read_json(text)


@pytest.mark.parametrize(
    ("text", "reason", "column"),
    [
        ("", "it breaks off", 1),
        ('{"a": [1', "it breaks off", 9),
        ('{"a": "x', "it breaks off", 7),
        ('{"a": 1}\0\0', "a NUL stands in it", 9),
        ("{'a': 1}", "expecting property name enclosed in double quotes before \"'a': 1}\"", 2),
        ("[" * 100_000, "nested deeper than 100 levels", 1),
        ("[" * 101 + "]" * 101, "nested deeper than 100 levels", 1),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_no_json_is_told_with_its_place(text, reason, column):
    with pytest.raises(JsonError) as raised:
        read_json(text)

    assert (str(raised.value), raised.value.column) == (reason, column)


def test_one_key_given_twice_is_refused_where_that_matters():
    assert read_json('{"a": 1, "a": 2}') == {"a": 2}
    with pytest.raises(JsonError, match="the key 'a' stands twice in one object"):
        read_json('{"a": 1, "a": 2}', unique_keys=True)


def test_an_endless_integer_stays_text():
    assert read_json(f"[{'9' * 5000}, -{'9' * 5000}, 12]") == ["9" * 5000, "-" + "9" * 5000, 12]


def test_what_only_looks_like_a_number_stays_text():
    assert read_json("[NaN, Infinity, -Infinity]") == ["NaN", "Infinity", "-Infinity"]


@pytest.mark.parametrize("depth", [1, MAX_DEPTH, MAX_DEPTH + 1])
def test_depth_counts_lists_and_mappings(depth):
    value = {}
    for level in range(depth - 1):
        value = [value] if level % 2 else {"a": 1, "b": value}

    assert too_deep(value) == (depth > MAX_DEPTH)
