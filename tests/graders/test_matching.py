import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.graders.matching import check, describe, differences, matches, same

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(json_values)
def test_every_value_is_the_same_as_itself(value):
    assert same(value, value)


@given(json_values, json_values)
def test_sameness_has_no_direction(one, other):
    assert same(one, other) == same(other, one)


@pytest.mark.parametrize(
    ("wanted", "given_value", "expected"),
    [
        (48, "48", True),
        ("48.00", 48, True),
        ("0048", "48", False),
        (True, 1, False),
        ("/late/", "two weeks late", True),
        ({"one_of": ["card", "credit"]}, "credit", True),
        ({"one_of": ["card", "credit"]}, "cash", False),
        ({"approximately": 48, "within": 0.5}, 48.4, True),
        ({"approximately": 48, "within": 0.5}, 48.6, False),
        ({"approximately": 100}, 100.9, True),
        ({"matches": "/^ORD-/"}, "ORD-1", True),
        ({"anything": True}, None, True),
        ({"city": "Leeds"}, {"city": "Leeds", "zip": "LS1"}, True),
        ({"city": "Leeds"}, {"city": "York"}, False),
        ([1, 2], [1, "2"], True),
        ([1, 2], [1], False),
    ],
)
def test_a_value_is_held_against_what_is_wanted(wanted, given_value, expected):
    assert matches(wanted, given_value, {}) is expected


def test_an_absent_argument_is_never_as_wanted():
    assert differences({"note": "late"}, {}, {}) == ["note is absent, wanted 'late'"]
    assert differences({"note": {"anything": True}}, {}, {}) == ["note is absent, wanted any value"]


def test_a_context_path_that_is_not_there_matches_nothing():
    assert not matches({"from_context": "customer.id"}, "C-1", {"customer": {}})


@pytest.mark.parametrize(
    "wanted",
    [{"one_of": "card"}, {"approximately": "much"}, {"one_of": [1], "approximately": 2}, {"a": {"matches": "/(/"}}],
)
def test_a_matcher_written_wrongly_is_refused(wanted):
    with pytest.raises(ValueError, match=r"wants|alone|no regular expression"):
        check({"argument": wanted})


def test_a_matcher_is_told_in_words():
    assert describe({"one_of": ["a", "b"]}) == "one of 'a', 'b'"
    assert describe({"from_context": "customer.id"}) == "the context's customer.id"
