"""Other digits for ids: laws."""

import string

from hypothesis import given
from hypothesis import strategies as st

from evalsuite.privacy.digits import DigitMap

KEYS = st.text(max_size=20)
IDS = st.text(string.ascii_uppercase + string.digits + "-#/ _", min_size=1, max_size=30)
LONG = st.text("123456789", min_size=4, max_size=20)


@given(KEYS, IDS, IDS)
def test_equal_ids_stay_equal_and_different_ones_different(key, one, other):
    digits = DigitMap(key)

    assert (digits.shift(one) == digits.shift(other)) == (one == other)


@given(KEYS, IDS)
def test_letters_separators_and_length_stay(key, one):
    def form(text):
        return ["9" if character.isdigit() else character for character in text]

    assert form(DigitMap(key).shift(one)) == form(one)


@given(KEYS, LONG)
def test_no_digit_but_nought_stays_itself(key, number):
    assert all(a != b for a, b in zip(number, DigitMap(key).shift(number), strict=True))


@given(KEYS, LONG, st.integers(0, 19), st.sampled_from("123456789"))
def test_ids_one_digit_apart_stay_one_digit_apart(key, number, place, digit):
    place %= len(number)
    other = number[:place] + digit + number[place + 1 :]
    digits = DigitMap(key)

    apart = [a != b for a, b in zip(digits.shift(number), digits.shift(other), strict=True)]

    assert sum(apart) == (number != other)
    assert number == other or apart[place]


@given(KEYS, st.text(string.ascii_uppercase + "-", max_size=8), LONG)
def test_last_digits_are_those_of_the_whole(key, prefix, number):
    digits = DigitMap(key)

    assert digits.shift(prefix + number).endswith(digits.shift(number[-4:]))


def test_a_letter_o_for_a_nought_keeps_the_other_places():
    digits = DigitMap("key")

    assert digits.shift("1034").replace("0", "O") == digits.shift("1O34")


def test_a_carriers_prefix_is_no_part_of_the_number():
    assert DigitMap("key").shift("1Z999AA10123456784").startswith("1Z")


def test_another_key_gives_other_digits():
    assert DigitMap("one").shift("ORD-123456789") != DigitMap("two").shift("ORD-123456789")
