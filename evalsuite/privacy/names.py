"""Given names of many countries, and words that stand where names do without being any."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from evalsuite.codec.packs import load_pack
from evalsuite.errors import UsageError
from evalsuite.privacy.phones import NEEDED

_LOCALES = [
    "en_US",
    "en_GB",
    "en_IN",
    "de_DE",
    "fr_FR",
    "es_ES",
    "es_MX",
    "it_IT",
    "nl_NL",
    "pl_PL",
    "pt_BR",
    "sv_SE",
    "no_NO",
    "da_DK",
    "fi_FI",
    "cs_CZ",
    "tr_TR",
    "ro_RO",
    "hr_HR",
]


@cache
def given_names() -> frozenset[str]:
    """Casefolded. Raises `UsageError` where the lists are not installed."""
    return frozenset(
        name.casefold()
        for locale in _LOCALES
        for name in _list(locale, "first_names")
        if len(name) > 2 and name.isalpha()
    ).union(word_names())


def stand_ins() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Given names and surnames to put in the place of others, in a settled order; one plain word each."""
    given, family = (
        tuple(
            sorted(
                {
                    name
                    for name in _list("en_US", kind)
                    if name.isalpha() and name.isascii() and name.casefold() not in no_names()
                }
            )
        )
        for kind in ("first_names", "last_names")
    )
    return given, family


@cache
def no_names() -> frozenset[str]:
    """Words that stand where names stand, or are names and words alike and only count beside another name."""
    tables = load_pack("privacy")
    return frozenset(word.casefold() for word in tables["no_names"].split()) | common_words()


@cache
def common_words() -> frozenset[str]:
    """The commonest words of the languages there are tables for."""
    return frozenset(word for words in load_pack("languages").values() for word in _flat(words))


@cache
def word_names() -> frozenset[str]:
    """Names that are words, months or places as well."""
    return frozenset(load_pack("privacy")["word_names"].casefold().split())


@cache
def organisations() -> frozenset[str]:
    return frozenset(load_pack("privacy")["organisations"].casefold().split())


def _flat(value: object) -> list[str]:
    if isinstance(value, str):
        return value.casefold().split()
    if isinstance(value, dict):
        return [word for one in value.values() for word in _flat(one)]
    return [word for one in value for word in _flat(one)] if isinstance(value, list) else []


def _list(locale: str, kind: str) -> list[str]:
    try:
        provider = import_module(f"faker.providers.person.{locale}").Provider
    except ImportError:
        raise UsageError(NEEDED) from None
    found = [getattr(provider, name, ()) for name in (kind, f"{kind}_male", f"{kind}_female")]
    return [name for names in found for name in names]
