"""Values as they stand in texts and in JSON, each with its first place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.reading.values import Learnt, Origin, leaves, texts

RESULT = Origin("result", 3, "get_order")


def learnt(value, origin=RESULT):
    found = Learnt()
    found.read_values(value, origin)
    return found


def test_a_value_is_told_with_where_it_stands():
    value = learnt({"order": [{"id": "W-4410087"}]}).known["w4410087"]

    assert (value.text, value.source, value.message, value.tool) == ("W-4410087", "result", 3, "get_order")
    assert value.pointer == "/order/0/id"


def test_a_pointer_escapes_what_json_pointers_escape():
    assert learnt({"a/b": {"c~d": "K1NW8"}}).known["k1nw8"].pointer == "/a~1b/c~0d"


def test_the_first_place_is_kept():
    found = learnt({"id": "W4410087"})
    found.read_values({"other": "W4410087"}, Origin("result", 9))

    assert found.known["w4410087"].message == 3


def test_what_the_customer_says_is_kept_apart():
    found = Learnt()
    found.read_prose("my order is W4410087", Origin("user", 0))

    assert "w4410087" in found.said
    assert found.known.get("w4410087") is None
    assert found.known.get("w4410087", "nothing") == "nothing"


def test_what_a_text_says_there_is_not_is_not_learnt():
    found = Learnt()
    found.read_prose("W4410087 is there, W4410088 is not", RESULT, without={"w4410088"})

    assert list(found.known) == ["w4410087"]


@pytest.mark.parametrize("text", ["a plain sentence of a Small Town", "", "Ana Berg"])
def test_words_are_no_values(text):
    assert list(learnt({"note": text}).known) == []


@given(st.recursive(st.integers(100) | st.from_regex(r"[A-Z][0-9]{5}", fullmatch=True), st.lists))
def test_every_code_and_number_becomes_known(value):
    assert set(learnt(value).known) == {text.casefold() for text in texts(value)}
    assert len(list(leaves(value))) == len(list(texts(value)))
