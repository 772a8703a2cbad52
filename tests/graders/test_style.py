import pytest
from build import context, says, user

from evalsuite.domain.case import Case
from evalsuite.domain.persona import BASE, Limits, Persona
from evalsuite.graders.style import style
from evalsuite.protocols import Knowledge

LONG = "We looked at your order and found that it left our warehouse on Monday, as you can see from the page. "


def grade(reply, *, cohort="default", personas=None, **limits):
    knowledge = Knowledge(personas=personas)
    talk = context(user("Hello"), says(reply), case=Case(id="c", cohort=cohort), knowledge=knowledge)
    return style(knowledge=knowledge, **limits)(talk)


def codes(verdict, severity="error"):
    return [one.code for one in verdict.findings if one.severity == severity]


def test_without_a_limit_a_reply_is_only_measured():
    verdict = grade("It is open. Do come in.", personas={BASE: Persona(limits=Limits(paragraph_words=None))})

    assert codes(verdict, "info") == ["measured"]
    assert verdict.findings[0].reason == "6 words, 3 a sentence, 6 in the longest paragraph, 0 questions."


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        ({"words": 30}, "too_long"),
        ({"paragraph_words": 30}, "wall_of_text"),
        ({"sentence_words": 10}, "long_sentences"),
        ({"questions": 0}, "too_many_questions"),
        ({"grade": 2}, "hard_to_read"),
    ],
    ids=lambda given: next(iter(given)) if isinstance(given, dict) else "",
)
def test_a_limit_that_is_exceeded_is_told(limits, code):
    assert codes(grade(LONG * 2 + "Is that all?", **limits)) == [code]
    assert code not in codes(grade("It is open.", **limits))


def test_a_personas_limit_holds_and_the_graders_own_goes_before_it():
    personas = {BASE: Persona(limits=Limits(words=5))}

    assert codes(grade("It is open until six today.", personas=personas)) == ["too_long"]
    assert codes(grade("It is open until six today.", personas=personas, words=50)) == []


def test_a_limit_nobody_set_for_this_customer_only_warns():
    verdict = grade(LONG * 6, cohort=None)

    assert (codes(verdict), codes(verdict, "warn")) == ([], ["wall_of_text"])


def test_a_list_is_no_wall_of_text():
    assert codes(grade("\n".join(f"- {LONG}" for _ in range(6)))) == []


def test_an_answer_comes_before_thanks():
    assert codes(grade("Thank you for reaching out. It is open.", answer_first=True), "warn") == ["late_answer"]
    assert codes(grade("It is open. Thank you for reaching out.", answer_first=True), "warn") == []


def test_a_limit_below_nothing_is_refused():
    with pytest.raises(ValueError, match="words wants a whole number"):
        style(words=-1, knowledge=Knowledge())


def test_no_reply_is_not_judged():
    knowledge = Knowledge()

    assert style(knowledge=knowledge)(context(user("Hello"))).outcome == "abstain"
