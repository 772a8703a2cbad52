import pytest
from build import context, says, user

from evalsuite.graders import words


def outcome(grade, *messages):
    return grade(context(*messages)).outcome


def test_says_holds_if_any_reply_says_it():
    grade = words.says(text="RF-7781")

    assert outcome(grade, user("hi"), says("One moment."), user("?"), says("Your refund is RF-7781.")) == "pass"


def test_says_wants_every_text_of_a_list():
    verdict = words.says(text=["refund", "48.00"])(context(user("hi"), says("Your refund is on its way.")))

    assert verdict.outcome == "fail"
    assert [finding.reason for finding in verdict.findings] == ["No reply says '48.00'."]


def test_says_ignores_customer_turns():
    assert outcome(words.says(text="RF-7781"), user("Is it RF-7781?"), says("Let me see.")) == "fail"


def test_says_matches_whole_words_whatever_their_case():
    grade = words.says(text="in transit")

    assert outcome(grade, user("?"), says("It is IN  TRANSIT.")) == "pass"
    assert outcome(grade, user("?"), says("It is in transition.")) == "fail"


def test_says_reads_through_markdown_and_curly_quotes():
    grade = words.says(text="we don't ship")

    assert outcome(grade, user("?"), says("I'm afraid **we don’t** ship there.")) == "pass"


def test_says_without_any_reply_fails_and_says_so():
    verdict = words.says(text="hello")(context(user("hi")))

    assert verdict.outcome == "fail"
    assert verdict.findings[0].reason == "There was no reply to say it."


def test_a_regular_expression_stands_between_slashes():
    grade = words.says(text=r"/RF-\d{4}/")

    assert outcome(grade, user("?"), says("Refund RF-7781 it is.")) == "pass"
    assert outcome(grade, user("?"), says("Refund rf-7781 it is.")) == "fail"
    assert outcome(words.says(text=r"/RF-\d{4}/i"), user("?"), says("rf-7781")) == "pass"


def test_never_says_quotes_the_words_where_they_stand():
    text = "We **guarantee** it. No lawsuit needed."

    verdict = words.never_says(text=["guarantee", "lawsuit"])(context(user("?"), says(text)))

    assert verdict.outcome == "fail"
    assert [(finding.quote, text[finding.start : finding.end]) for finding in verdict.findings] == [
        ("guarantee", "guarantee"),
        ("lawsuit", "lawsuit"),
    ]


def test_never_says_abstains_where_nothing_was_said():
    assert outcome(words.never_says(text="guarantee"), user("hi")) == "abstain"


def test_asks_wants_a_question_that_holds_the_words():
    grade = words.asks(text="order number")

    assert outcome(grade, user("?"), says("Thanks. What is your order number, please?")) == "pass"
    assert outcome(grade, user("?"), says("Tell me your order number. Is that fine?")) == "fail"


def test_bare_asks_wants_any_question():
    assert outcome(words.asks(), user("?"), says("Shall I go on?")) == "pass"
    assert outcome(words.asks(), user("?"), says("I shall go on.")) == "fail"


@pytest.mark.parametrize(("count", "expected"), [(3, "pass"), (2, "fail")])
def test_max_words_counts_each_reply(count, expected):
    assert outcome(words.max_words(count=count), user("?"), says("One two three"), user("?"), says("One")) == expected


def test_min_words_finds_the_reply_that_is_too_short():
    verdict = words.min_words(count=2)(context(user("?"), says("One two"), user("?"), says("One")))

    assert [finding.message for finding in verdict.findings] == [3]


@pytest.mark.parametrize("factory", [words.says, words.never_says, words.asks])
def test_a_pattern_that_cannot_be_compiled_is_refused_when_bound(factory):
    with pytest.raises(ValueError, match="is no regular expression"):
        factory(text="/(unclosed/")


@pytest.mark.parametrize("text", ["", "  ", []], ids=["empty", "blank", "empty list"])
def test_an_empty_text_is_refused(text):
    with pytest.raises(ValueError, match="empty"):
        words.says(text=text)


def test_word_limits_below_one_are_refused():
    with pytest.raises(ValueError, match="1 or more"):
        words.max_words(count=0)
