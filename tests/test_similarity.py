"""Near copies among texts."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from evalsuite.similarity import PERMUTATIONS, groups, likeness, normalised, signatures

LATE = "My parcel with the blue kettle was due on Monday and nobody can tell me where it is, please help me"


def test_copies_with_other_numbers_case_and_signs_are_one():
    texts = ["Order 4711 is LATE!", "order 99: is late", "Where is my refund?"]

    assert groups(texts) == [(0, 1), (2,)]


def test_near_copies_are_one_and_others_are_not():
    texts = [
        LATE,
        LATE.replace("please help me", "please do help"),
        LATE.replace("Monday", "Friday"),
        "I want my money back",
    ]

    assert groups(texts) == [(0, 1, 2), (3,)]


def test_a_template_around_other_words_is_no_copy():
    one = "Dear team, the lamp I bought last week flickers whenever the fridge starts, is that covered"
    other = "Dear team, the chair I bought last week arrived without its screws and the manual, is that covered"

    assert groups([one, other]) == [(0,), (1,)]


def test_texts_without_words_are_no_copies_of_each_other():
    assert groups(["", "…", ""]) == [(0,), (1,), (2,)]


def test_no_texts_are_no_groups():
    assert groups([]) == []


@settings(deadline=None, max_examples=50)
@given(st.lists(st.text("ab 1\n", max_size=20), max_size=12))
def test_every_text_is_in_one_group_whatever_their_order(texts):
    found = groups(texts)

    assert sorted(index for members in found for index in members) == list(range(len(texts)))
    assert found == sorted(found)


def test_equal_minhashes_estimate_the_share_of_equal_shingles():
    generator = random.Random(3)
    words = [f"w{number}" for number in range(60)]
    other = list(words)
    for place in generator.sample(range(60), 6):
        other[place] += "x"
    runs = [{tuple(text[at : at + 3]) for at in range(58)} for text in (words, other)]

    one, two = signatures([" ".join(words), " ".join(other)])

    assert abs((one == two).mean() - len(runs[0] & runs[1]) / len(runs[0] | runs[1])) < 3 * (0.25 / PERMUTATIONS) ** 0.5


def test_ninety_five_of_a_hundred_changed_copies_are_found():
    generator = random.Random(5)
    vocabulary = ["".join(generator.choices("abcdefghijklmnopqrstuvwxyz", k=6)) for _ in range(400)]
    first = [[generator.choice(vocabulary) for _ in range(38)] for _ in range(400)]
    copies = [list(words) for words in first]
    for words in copies:
        for _ in range(3):
            words[generator.randrange(38)] = generator.choice(vocabulary)

    found = groups([" ".join(words) for words in (*first, *copies)])

    assert sum({index, index + 400} <= set(members) for members in found for index in members) >= 0.95 * 400
    assert all(len({index % 400 for index in members}) == 1 for members in found)


def test_likeness_does_not_hang_on_the_order_of_words():
    assert likeness("late parcel, blue", "Blue parcel late") == 100
    assert likeness("late parcel", "refund the lamp") < 60


def test_long_texts_are_compared_by_their_beginning():
    assert len(normalised("word " * 10_000)) <= 4000
