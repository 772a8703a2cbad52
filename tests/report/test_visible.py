"""Text made fit to be seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.report.visible import visible

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, Ünïcode 😀 and\ttabs\nand lines", "plain, Ünïcode 😀 and\ttabs\nand lines"),
        ("\x1b[31m", "␛[31m"),
        ("nul\x00del\x7f", "nul␀del␡"),
        ("gpj\u202eexe", "gpj[U+202E]exe"),
        ("half \ud83d", "half [U+D83D]"),
        ("👩‍👧", "👩‍👧"),
    ],
)
def test_writes_out_what_could_not_be_seen(text, shown):
    assert visible(text) == shown


@given(ANY_TEXT)
def test_what_comes_back_can_be_encoded_and_holds_no_control_character(text):
    shown = visible(text)

    shown.encode()
    assert not any(ord(character) < 0x20 and character not in "\t\n" for character in shown)


@given(ANY_TEXT)
def test_making_it_visible_twice_changes_nothing(text):
    assert visible(visible(text)) == visible(text)
