"""Which language a text is in, and the forms of verbs."""

import pytest

from evalsuite.reading.language import language_of, pack, supported


def test_a_text_in_another_language_is_told_by_its_words():
    assert language_of("La orden ha sido cancelada y se le devuelve el dinero en los próximos días", "en") == "es"


def test_an_english_text_stays_english():
    assert language_of("Your order for the El Paso store has been cancelled and the refund is on the way", "en") == "en"


def test_a_declared_language_is_believed():
    assert language_of("Your order has been cancelled", "de") == "de"


@pytest.mark.parametrize(("language", "known"), [("en", True), ("en-GB", True), ("fi", False)])
def test_regional_tags_count_as_their_language(language, known):
    assert supported(language) is known


@pytest.mark.parametrize(
    ("form", "base"),
    [
        ("cancelled", "cancel"),
        ("canceled", "cancel"),
        ("sent", "send"),
        ("replaced", "replace"),
        ("notified", "notify"),
    ],
)
def test_forms_lead_to_their_verb(form, base):
    verb = pack("en").verbs[form]

    assert verb.base == base
    assert verb.participle
