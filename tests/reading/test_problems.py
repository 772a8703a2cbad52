import pytest

from evalsuite.reading.problems import Report
from evalsuite.reading.text import view


def report(text, language="en"):
    return Report(view(text), language)


@pytest.mark.parametrize(
    "text",
    [
        "The kettle trips the fuse each time I plug it in.",
        "Nobody picks up the phone.",
        "It says delivered but there is nothing at my door.",
        "I get a 500 on every request.",
        "The lid will not close.",
        "Why does the app still not open?",
        "The soup bowls arrived in pieces.",
        "Mi pedido todavía no ha llegado.",
    ],
)
def test_trouble_is_heard(text):
    told = report(text, "es" if "pedido" in text else "en")

    assert told.problem or told.possible


@pytest.mark.parametrize(
    "text",
    [
        "How do I change my e-mail address?",
        "Please upgrade us to the larger plan.",
        "What happens if the courier loses it?",
        "Thanks, everything works now, no problems at all.",
        "My order number is ORD-100217.",
        "I would like to cancel my subscription.",
        "I typed the wrong address.",
        "¿Cómo cambio mi dirección de correo?",
    ],
)
def test_a_request_an_answer_or_thanks_is_no_trouble(text):
    told = report(text, "es" if "¿" in text else "en")

    assert (told.problem, told.possible) == (False, False)


def test_death_and_danger_are_grave_and_their_denial_is_not():
    assert report("My mother passed away in May.").grave
    assert not report("No, there was no emergency.").grave


def test_a_language_that_is_not_read_may_tell_of_anything():
    assert report("Der Wasserkocher ist kaputt.", "de").possible
