import pytest

from evalsuite.reading.measures import measured
from evalsuite.reading.text import view


def of(text):
    return measured(view(text))


def test_words_sentences_and_questions_are_counted():
    told = of("It ships today. Do you want a receipt? Tell me.")

    assert (told.words, told.sentences, told.questions) == (10, 3, 1)


def test_a_paragraph_ends_where_a_line_does():
    assert of("one two. three four.\nfive").longest_paragraph[0] == 4


def test_a_list_breaks_a_paragraph():
    assert of("one two three\n- four five\n- six seven").longest_paragraph[0] == 3


def test_code_counts_for_nothing():
    assert of("Use this:\n```\na b c d\n```").words == 2


def test_reading_is_harder_with_longer_words_in_longer_sentences():
    easy = of("We sent it to you. " * 8).grade
    hard = of(
        "Notwithstanding contractual stipulations, reimbursement presupposes comprehensive documentation " * 5
    ).grade

    assert easy is not None
    assert hard is not None
    assert (easy < 3, hard > 16) == (True, True)


def test_a_few_words_have_no_grade():
    assert of("Done.").grade is None


@pytest.mark.parametrize("text", ["", "   \n", "```\n```", "\ud800 x"])
def test_nothing_to_measure_is_measured(text):
    assert of(text).questions == 0
