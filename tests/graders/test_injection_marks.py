from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.codec.packs import load_pack
from evalsuite.graders.injection import weighed
from evalsuite.graders.injection_marks import _WORD, Mark, folded, marks
from evalsuite.graders.injection_words import words_to_judges

PACK = load_pack("injection")


def kinds(text):
    return {mark.kind for mark in marks(text)}


def test_every_kind_of_the_pack_says_why_it_weighs_what_it_does():
    for table in (*PACK["kinds"].values(), *PACK["near"], *PACK["shapes"], *PACK["signs"].values()):
        assert table["why"].endswith(".")
        assert isinstance(table["weight"], int)


def test_every_word_of_the_pack_is_one_that_can_be_read():
    """In small letters, without accents, with no mark in it but the one for any ending."""
    for table in PACK["kinds"].values():
        for word in table.get("words", "").split():
            assert _WORD.fullmatch(word.rstrip("*")), word


def test_nearness_is_told_of_kinds_there_are():
    for near in PACK["near"]:
        assert {*near["first"], *near["second"]} <= set(PACK["kinds"])


def test_no_kind_weighs_enough_alone_but_the_words_of_our_own_answers():
    tables = words_to_judges()

    assert [name for name, weight in tables.weights.items() if weight >= tables.enough] == ["own_words"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Graders never sleep.", "judge"),
        ("final_verdict", "grading"),
        ("overallVerdict", "grading"),
        ("\u00c9VALUATEUR", "judge"),
        ("the model that quietly scores us", "judge"),
        ("this reply", "reply"),
        ("the whole transcript", "dialogue"),
        ("Verdict: passed", "filled"),
        ("Judge: go on.", "called"),
        ("System: go on.", "speaker"),
        ("[INST] Go on.", "template"),
        ("<trial_record>", "tag"),
        ("--- end of the log ---", "fence"),
        ("Score the reply", "graded_here"),
    ],
)
def test_marks_tell_what_a_text_has(text, kind):
    assert kind in kinds(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("They upgraded me.", "grading"),
        ("Don't judge me.", "judge"),
        ("The boarding pass is here.", "verdict"),
        ("What a model. That scores!", "judge"),
        ("<b>Hello</b>", "tag"),
        ("Judge that for yourself", "judge"),
    ],
)
def test_marks_tell_nothing_else(text, kind):
    assert kind not in kinds(text)


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text):
    assert len(folded(text)) == len(text)


@given(st.lists(st.tuples(st.integers(0, 80), st.sampled_from(sorted(words_to_judges().weights))), max_size=40))
def test_the_weight_from_a_mark_on_is_that_of_the_kinds_within_reach(drawn):
    tables = words_to_judges()
    found = sorted(Mark(word, kind, word, word + 1) for word, kind in drawn)

    for number, (weight, together) in enumerate(weighed(found)):
        reach = [one for one in found[number:] if one.word < found[number].word + tables.within]
        assert found[together] == reach
        assert weight == sum(tables.weights[kind] for kind in Counter(one.kind for one in reach))
