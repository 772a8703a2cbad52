"""The gate before anything is written."""

import pytest
from shell import ROOT

from evalsuite.errors import InputError
from evalsuite.privacy.gate import leaks, refuse_leaks

CLEAN = (
    "Write to customer3@example.com, ring +1 202-555-0143, from 192.0.2.7 or 2001:db8::4; card 4242 4242 4242 4242, "
    "IBAN GB82 WEST 1234 5698 7654 32, born [DATE_OF_BIRTH_1], password is [SECRET_1], order ORD-100217 of 2026-03-02."
)


def test_reserved_ranges_may_be_written():
    assert leaks(CLEAN) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ada@corp-mail.net", "email"),
        ("ring +44 20 7946 0018", "phone"),
        ("from 81.2.69.160", "ip"),
        ("card 4539 5787 6362 1486", "card"),
        ("IBAN AT61 1904 3002 3457 3201", "iban"),
        ("ssn 219-09-9999", "ssn"),
        ("born on 3 May 1990", "dob"),
        ("password is Sommer!24", "secret"),
    ],
    ids=lambda value: value,
)
def test_what_is_outside_of_them_may_not(text, kind):
    assert [one.type for one in leaks(f"{CLEAN}\n{text}")] == [kind]


def test_an_original_is_found_as_a_whole_word_whatever_its_case():
    assert [one.type for one in leaks("for OTTOLINE farrow", ["Ottoline Farrow"])] == ["original"]
    assert leaks("Annabel", ["Anna"]) == ()


def test_a_denied_word_is_a_leak_and_is_not_shown():
    [leak] = leaks("about NIGHTJAR-7 here", deny=["nightjar"])

    assert (leak.type, leak.start, leak.why) == ("denied", 6, "a word of your deny list")


def test_a_refusal_tells_the_place_and_never_the_value():
    with pytest.raises(InputError) as caught:
        refuse_leaks("id: a\nmail: ada@corp-mail.net\n", path="cases/a.yaml")

    assert str(caught.value) == (
        "cases/a.yaml:2:7: an e-mail address outside example.com stands here. Redact it before this is written."
    )


def test_the_cases_of_this_project_hold_nothing_personal():
    files = [*ROOT.glob("cases/**/*.yaml"), ROOT / "README.md"]

    assert [(path.name, one.type, one.start) for path in files for one in leaks(path.read_text("utf-8"))] == []
