"""In what manner an id is named."""

import pytest

from evalsuite.reading.manner import made_up, manner_of
from evalsuite.reading.text import view


def manner(text, named="W2938471"):
    read = view(text)
    start = read.text.index(named)
    block = next(block for block in read.blocks if block.start <= start < block.end)
    return manner_of(read.text, block, start, start + len(named))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Order W2938471 is late.", "stated"),
        ("Please give me the id, e.g. W2938471.", "example"),
        ("It looks like W2938471.", "example"),
        ("It looks like your order W2938471 is late.", "stated"),
        ("They start with W, and codes like W2938471 are common.", "example"),
        ("I'll start with order W2938471.", "stated"),
        ("IDs always start with W, as in W2938471.", "example"),
        ("Would you like me to share order W2938471?", "stated"),
        ("Please reply, e.g. 'Yes, cancel W2938471'.", "stated"),
        ("I could not find W2938471.", "negated"),
        ("No encontré W2938471, no existe.", "negated"),
        ("Assuming it is W2938471, it is late.", "assumed"),
        ("Could it be W2938471?", "asked"),
        ("Is this the right one, or did the other order W2938471 come late?", "stated"),
    ],
)
def test_the_manner_is_told_by_the_words_around_it(text, told):
    assert manner(text) == told


def test_cues_of_another_sentence_do_not_count():
    assert manner("It looks like this works. Order W2938471 is late.") == "stated"


@pytest.mark.parametrize("text", ["DE00 0000 0000 0000", "00-000-000", "ORD-NNNN", "XXXX"])
def test_forms_without_a_value_are_made_up(text):
    assert made_up(text)


@pytest.mark.parametrize("text", ["DE44 5001 0517", "ORD-1001", "100-000-001", "ANNA"])
def test_values_are_not_made_up(text):
    assert not made_up(text)
