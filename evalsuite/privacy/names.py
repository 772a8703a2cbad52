"""Names of many countries, and words that stand where names do without being any."""

from __future__ import annotations

import pkgutil
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module

import regex

from evalsuite.codec.packs import load_pack
from evalsuite.errors import UsageError
from evalsuite.privacy.phones import NEEDED
from evalsuite.privacy.words import any_of, words_of_table

_KNOWN_WIDELY = 6
"""Countries whose lists hold a given name; one that so many have is a name though it be a word of some language."""


@cache
def given_names() -> frozenset[str]:
    """Casefolded. Raises `UsageError` where the lists are not installed."""
    return frozenset(_given()).union(words_of_table("more_given"), word_names())


@cache
def plain_names() -> frozenset[str]:
    """Given names that are so in more than one country, and thus tell a person though they have no capital."""
    return frozenset(name for name, lists in _given().items() if lists > 1) | words_of_table("more_given")


@cache
def family_names() -> frozenset[str]:
    """Casefolded; many are words as well. Raises `UsageError` like `given_names`."""
    found = _countries("person", ("last_names", "last_romanized_names"))
    return frozenset(_casefolded(found)).union(words_of_table("more_family")) - no_names()


@cache
def stand_ins() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Given names and surnames to put in the place of others, in a settled order; one plain word each."""
    given, family = (
        tuple(
            sorted(
                {
                    name
                    for name in _entries("person", "en_US", (kind,))
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
    languages = load_pack("languages").values()
    return words_of_table("no_names") | frozenset(word for words in languages for word in _flat(words))


@cache
def never_names() -> frozenset[str]:
    """Of these and the things that tickets are about, those that no person is called by."""
    return (no_names() | words_of_table("nouns")) - word_names()


@cache
def common_words() -> frozenset[str]:
    """`no_names`, and the commonest words of more languages, without what is a name nearly everywhere."""
    listed = {word.casefold() for words in _countries("lorem", ("word_list",)) for word in words}
    names = {name for name, lists in _given().items() if lists >= _KNOWN_WIDELY}
    return frozenset(listed - names) | no_names() | words_of_table("nouns")


@cache
def word_names() -> frozenset[str]:
    """Names that are words, months or places as well."""
    return words_of_table("word_names")


@cache
def organisations() -> frozenset[str]:
    """Words that make what stands beside them a company, a place or a thing."""
    return words_of_table("organisations")


@cache
def not_people() -> regex.Pattern[str]:
    """What is called after people and is none, as whole words."""
    phrases = regex.sub(r"\b(mrs?|dr|st)(?=\\? )", r"\1[.]?", any_of("not_people"))
    return regex.compile(rf"(?<![\p{{L}}\d]){phrases}(?![\p{{L}}\d])", regex.IGNORECASE)


@cache
def _given() -> Counter[str]:
    """Given names, each with how many countries' lists hold it."""
    kinds = ("first_names", "first_romanized_names")
    return Counter(name for names in _countries("person", kinds) for name in set(_casefolded([names])))


def _casefolded(lists: Iterable[Iterable[str]]) -> Iterator[str]:
    """One word each, in a script that has small letters."""
    for names in lists:
        for name in names:
            small = name.casefold()
            if len(small) > 2 and small.isalpha() and small != small.upper():
                yield small


def _flat(value: object) -> list[str]:
    if isinstance(value, str):
        return value.casefold().split()
    if isinstance(value, dict):
        return [word for one in value.values() for word in _flat(one)]
    return [word for one in value for word in _flat(one)] if isinstance(value, list) else []


def _countries(what: str, kinds: tuple[str, ...]) -> Iterator[list[str]]:
    """The lists of every country there are lists of."""
    try:
        package = import_module(f"faker.providers.{what}")
    except ImportError:
        raise UsageError(NEEDED) from None
    for module in pkgutil.iter_modules(package.__path__):
        yield _entries(what, module.name, kinds)


def _entries(what: str, country: str, kinds: tuple[str, ...]) -> list[str]:
    """Lists of a country, those for women and for men with them."""
    provider = import_module(f"faker.providers.{what}.{country}").Provider
    found = [getattr(provider, name) for name in dir(provider) if name.startswith(kinds)]
    lists = [names for names in found if isinstance(names, list | tuple | dict)]
    return [name for names in lists for name in names if isinstance(name, str)]
