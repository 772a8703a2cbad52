"""Blocks: what is read by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.reading.blocks import blocks


def read(text):
    return [(block.kind, text[block.start : block.end]) for block in blocks(text)]


def test_sentences_end_at_stops():
    assert read("It is late. Shall I refund it? Yes!") == [
        ("sentence", "It is late."),
        ("sentence", "Shall I refund it?"),
        ("sentence", "Yes!"),
    ]


@pytest.mark.parametrize("text", ["Dr. Vesely sees you", "No. 5 is free", "e.g. on Monday", "J. Smith"])
def test_abbreviations_end_no_sentence(text):
    assert len(blocks(text)) == 1


def test_items_rows_and_headings_are_told_apart():
    text = "# Summary\n- [x] Line cancelled\n2. Refund\n| Order | State |\n|---|---|\n| W1 | late |"

    assert read(text) == [
        ("heading", "# Summary"),
        ("item", "Line cancelled"),
        ("item", "Refund"),
        ("heading", "| Order | State |"),
        ("row", "| W1 | late |"),
    ]


def test_fenced_lines_are_code():
    assert read("Here:\n```json\n{1}\n```\nDone.") == [("sentence", "Here:"), ("code", "{1}"), ("sentence", "Done.")]


@given(st.text())
def test_blocks_stand_in_order_and_do_not_overlap(text):
    end = 0
    for block in blocks(text):
        assert end <= block.start < block.end <= len(text)
        end = block.end
