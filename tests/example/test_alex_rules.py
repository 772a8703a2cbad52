"""How the offline model finds the sentences of a rule that answer a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.example.alex_rules import answering
from evalsuite.example.policies import POLICIES


@pytest.mark.parametrize(
    ("topic", "question", "answer"),
    [
        ("shipping", "how many days is express?", "Express delivery costs 14.00 USD and takes 2 business days."),
        ("payments", "when does the money leave?", "An order is charged when it is placed"),
        ("warranty", "and who has the last word on that?", "A warranty claim is decided by the technical team."),
        ("developer_api", "is that for a key or for all?", "600 requests a minute for each key"),
    ],
)
def test_the_sentence_that_shares_the_words_or_the_kind_of_answer_fits(topic, question, answer):
    fitting, _ = answering(question, POLICIES[topic], topic, fewest=1)

    assert answer in fitting[0]


def test_what_no_sentence_speaks_of_is_left_open():
    fitting, left_open = answering("must the wrapping be intact?", POLICIES["returns"], "returns", fewest=1)

    assert (fitting, left_open) == ([], True)


def test_asking_for_the_rule_itself_leaves_nothing_open():
    assert not answering("what is your return policy?", POLICIES["returns"], "returns", fewest=1)[1]


@given(st.text(max_size=200), st.sampled_from(sorted(POLICIES)))
def test_only_sentences_of_the_rule_are_told(question, topic):
    fitting, _ = answering(question, POLICIES[topic], topic, fewest=2)

    assert all(sentence in POLICIES[topic] for sentence in fitting)
