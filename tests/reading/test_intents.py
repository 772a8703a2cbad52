"""What a reply offers or promises to do."""

import pytest

from evalsuite.reading.intents import intents
from evalsuite.reading.text import view


def read(text):
    return [(one.tense, one.action) for one in intents(view(text), "en")]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("I can cancel the order for you.", ("offered", "cancel")),
        ("We could also schedule a visit.", ("offered", "schedule")),
        ("I'll e-mail you the receipt.", ("promised", "send")),
        ("We will refund it tomorrow.", ("promised", "refund")),
    ],
)
def test_an_offer_or_a_promise_is_read(text, intent):
    assert read(text) == [intent]


@pytest.mark.parametrize(
    "text",
    [
        "I can't cancel the order.",
        "I will not refund it.",
        "Can I cancel it for you?",
        "If you agree, I can cancel it.",
        "I can cancel it once you agree.",
        "You can cancel it yourself.",
        "I have cancelled it.",
        "I can tell you that much.",
        "I'll take a look.",
    ],
)
def test_what_is_denied_conditional_asked_or_anothers_is_none(text):
    assert read(text) == []


def test_a_language_of_another_grammar_gives_none():
    assert intents(view("Puedo cancelar su orden."), "es") == ()
