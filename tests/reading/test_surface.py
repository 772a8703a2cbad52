from hypothesis import given
from hypothesis import strategies as st

from evalsuite.reading import surface


def quoted(text, spans):
    return [text[start:end] for start, end in spans]


def test_code_and_comparisons_hold_no_exclamation_marks():
    assert surface.exclamations("a != b, and <!-- that -->") == []


def test_each_mark_of_a_run_counts():
    assert len(surface.exclamations("Wow!!!")) == 3


def test_a_family_or_a_coloured_hand_is_one_emoji():
    text = "👨‍👩‍👧 and 👍🏽 and 1️⃣"

    assert quoted(text, surface.emoji(text)) == ["👨‍👩‍👧", "👍🏽", "1️⃣"]


def test_signs_that_order_a_list_colour_nothing():
    assert surface.emoji("✅ Refunded\n✓ Sent", bullets=False) == []


def test_smileys_of_letters_count_and_times_and_paths_do_not():
    assert quoted("Done :) by 10:30 at C:/d", surface.emoji("Done :) by 10:30 at C:/d")) == [":)"]


def test_capitals_shout_where_they_are_words_of_a_sentence():
    text = "PLEASE DO NOT REPLY to HDMI USB VGA or order ABC DEF GHIJ."

    assert quoted(text, surface.shouting(text)) == ["PLEASE DO NOT REPLY"]


def test_a_place_that_was_not_filled_in_is_found():
    assert quoted("Hi [customer name]!", surface.placeholders("Hi [customer name]!")) == ["[customer name]"]
    assert surface.placeholders("See [1] and a[0].") == []


@given(st.text(max_size=200))
def test_spans_lie_within_any_text(text):
    found = [
        *surface.exclamations(text),
        *surface.emoji(text),
        *surface.shouting(text),
        *surface.stretched(text),
        *surface.contractions(text),
        *surface.placeholders(text),
    ]

    assert all(0 <= start < end <= len(text) for start, end in found)
