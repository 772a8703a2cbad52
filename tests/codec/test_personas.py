import pytest

from evalsuite.codec.personas import read_personas
from evalsuite.domain.persona import Limits
from evalsuite.errors import InputError


def read(text):
    return read_personas("personas.yaml", text.encode())


def complaints(text):
    with pytest.raises(InputError) as refused:
        read(text)
    return [str(one) for one in refused.value.complaints]


def test_a_persona_lies_over_the_base():
    found = read(
        "personas:\n  base: {limits: {words: 100, emoji: 0}, register: formal}\n  vip: {limits: {words: 50}}\n"
    )

    assert found["vip"].limits == Limits(words=50, emoji=0)
    assert found["vip"].register == "formal"


def test_lists_add_to_those_of_what_is_extended_and_texts_take_their_place():
    found = read(
        "personas:\n  base: {style: Plain., banned: [a b]}\n  vip: {style: Formal., banned: [c d]}\n"
        "  gold: {extends: vip, banned: [e f]}\n"
    )

    assert found["gold"].banned == ("a b", "c d", "e f")
    assert found["gold"].style == "Formal."


def test_a_limit_of_null_is_no_limit():
    assert read("personas: {base: {limits: {emoji: null}}}")["base"].limits.emoji is None


def test_there_is_a_base_though_the_file_has_none():
    assert read("personas: {vip: {register: formal}}")["base"].name == "base"


def test_mistakes_are_told_together_with_their_places():
    assert complaints(
        "personas:\n"
        "  base:\n"
        "    limits: {exclamation_mark: 1}\n"
        "    registr: formal\n"
        "  vip:\n"
        "    extends: bse\n"
        "    severity: {shoutng: error}\n"
        "    banned: ['/(/']\n"
    ) == [
        "personas.yaml:3:14: persona 'base': limits has no key 'exclamation_mark'. Did you mean 'exclamation_marks'?",
        "personas.yaml:4:5: persona 'base': a persona has no key 'registr'. Did you mean 'register'?",
        "personas.yaml:6:14: persona 'vip': extends: there is no persona 'bse'. Did you mean 'base'?",
        "personas.yaml:7:16: persona 'vip': severity has no key 'shoutng'. Did you mean 'shouting'?",
        (
            "personas.yaml:8:14: persona 'vip': banned is no regular expression: missing ), unterminated subpattern at "
            "position 0. Found '/(/'."
        ),
    ]


def test_personas_that_extend_each_other_are_refused():
    [told] = complaints("personas:\n  a: {extends: b}\n  b: {extends: a}\n")

    assert "extends itself (a → b → a). Let one of them extend base." in told


@pytest.mark.parametrize("text", ["personas: []", "personas: {vip: 3}", "- base", "personas: {vip: {limits: [1]}}"])
def test_other_shapes_are_refused_in_words(text):
    assert all(one.startswith("personas.yaml:1:") for one in complaints(text))
