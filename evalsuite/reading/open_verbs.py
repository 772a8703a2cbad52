"""Verbs no table has: regular participles, common irregular ones, and an agent's clipped forms, "unlk'd", "chkd"."""

import re
from dataclasses import replace
from functools import lru_cache

from evalsuite.reading.language import Pack, Verb

PERHAPS = re.compile(r"d\b(?:(?<=[^\W\d]{2}[^\W\de]ed)|(?<=[^Iuey]'d)|(?<=[^aeiouylnrdw\W\d_]d))")
"""Where it is found nowhere in small letters, there is no form that only this file knows, but irregular ones."""
_CLIPPED = re.compile(r"[a-z]{1,8}[^aeiouylnrdw\W\d_]d")
"""Consonants that no English word has before its last d: "chkd", "txtd"."""
_VOWELS = str.maketrans("", "", "aeiou")


@lru_cache(maxsize=8192)
def verb_of(word: str, tables: Pack) -> Verb | None:
    """The verb a word may be a form of: the tables' own, or one they lack, which is then `open`."""
    plain = word.replace("-", "")
    known = tables.verbs.get(word) or tables.verbs.get(plain)
    if known is not None or tables.grammar == "romance" or word in tables.bases:
        return known
    if word.endswith("'d"):
        stem = plain[:-2]
        return _unclipped(stem, tables) or (None if stem in tables.words["no_acts"] else _past(stem + "ed", tables))
    if _CLIPPED.fullmatch(plain):
        return _unclipped(plain[:-1], tables)
    if word.endswith("ing"):
        ours = len(word) > 5 and word not in tables.words["no_acts"]
        return Verb(base=word, action="other", light=True, gerund=True, open=True) if ours else None
    return None if "-" in word and not word.startswith(_AGAIN) else _past(plain, tables)


_AGAIN = ("re-", "un-", "de-", "pre-")


def _past(word: str, tables: Pack) -> Verb | None:
    """A form that is no verb of the tables: one made anew of theirs ("reissued"), or none of whom more is known."""
    one_l = tables.verbs.get(word.replace("lled", "led"))
    if one_l is not None and one_l.base.endswith("l"):  # British spelling: "relabelled"
        return one_l
    irregular = word in tables.words["irregular"]
    told_only = word in tables.words["irregular_past"]
    regular = len(word) > 4 and word.endswith("ed") and word[-3] != "e" and word.isalpha()
    if not (regular or irregular or told_only) or word in tables.words["no_acts"]:
        return None
    again = tables.verbs.get(word[2:]) if word.startswith("re") else None
    if again is not None and again.participle:
        return replace(again, base="re" + again.base)
    return Verb(base=word, action="other", light=True, past=True, participle=not told_only, open=True)


def _unclipped(stem: str, tables: Pack) -> Verb | None:
    """The verb whose letters, some left out, a stem has: its first ones, or its consonants down to the last."""
    base = tables.clipped.get(stem)
    if base is None:
        if stem in tables.words["no_acts"]:
            return None
        base = next((one for one in tables.bases if _shortens(stem, one)), None)
    verb = tables.bases.get(base or "")
    return replace(verb, past=True, participle=True) if verb else None


def _shortens(stem: str, base: str) -> bool:
    if len(stem) > 2 and base.startswith(stem):
        return True
    bones = base[:1] + base[1:].translate(_VOWELS)
    if len(stem) < 3:
        return stem == bones
    left = iter(base)
    return stem[0] == base[0] and stem[-1] == bones[-1] and all(letter in left for letter in stem)
