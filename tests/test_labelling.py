import random

from hypothesis import given, settings
from hypothesis import strategies as st

from evalsuite.labelling import draw

STRATA = {"fail": [("f", n, "rubric") for n in range(1, 21)], "pass": [("p", n, "rubric") for n in range(1, 81)]}


def drawn(number, labelled=(), strata=STRATA, seed=1):
    return draw(strata, frozenset(labelled), number, generator=random.Random(seed))


def shares(draws):
    return {name: sum(one.item[0] == name for one in draws) for name in ("f", "p")}


def test_each_stratum_gives_its_share():
    told = drawn(30)

    assert shares(told) == {"f": 6, "p": 24}
    assert {one.rate for one in told} == {0.3}


def test_labels_there_are_count_towards_their_share():
    before = [("f", n, "rubric") for n in range(1, 5)] + [("p", n, "rubric") for n in range(1, 7)]

    assert shares(drawn(20, before)) == {"f": 2, "p": 18}


def test_a_stratum_labelled_too_much_gives_none():
    before = STRATA["fail"][:18]

    assert shares(drawn(10, before)) == {"f": 0, "p": 10}


def test_the_same_seed_draws_the_same_ones():
    assert drawn(30, seed=4) == drawn(30, seed=4)
    assert drawn(30, seed=4) != drawn(30, seed=5)


@given(
    st.dictionaries(st.text(max_size=3), st.integers(0, 30), max_size=6),
    st.integers(1, 60),
    st.randoms(use_true_random=False),
)
@settings(max_examples=80, deadline=None)
def test_it_draws_as_many_as_asked_for_each_once_and_none_labelled(sizes, number, chance):
    strata = {name: [(name, n, "rubric") for n in range(size)] for name, size in sizes.items()}
    everything = [item for items in strata.values() for item in items]
    labelled = {item for item in everything if chance.random() < 0.3}

    told = [one.item for one in draw(strata, frozenset(labelled), number, generator=chance)]

    assert len(told) == len(set(told)) == min(number, len(everything) - len(labelled))
    assert not labelled & set(told)


def test_every_item_is_drawn_as_often_as_another():
    counts = dict.fromkeys((item for items in STRATA.values() for item in items), 0)
    for seed in range(600):
        for one in drawn(20, seed=seed):
            counts[one.item] += 1

    assert 70 < min(counts.values()) <= max(counts.values()) < 175  # 120 is meant, with a deviation of 10
