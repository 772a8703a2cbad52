"""What a claim's clause says beside its verb: ids, an amount, how many, and to whom."""

import re
from collections.abc import Mapping

from evalsuite.domain.reading import TextView
from evalsuite.domain.vocabulary import ClaimClass
from evalsuite.reading.clauses import Words
from evalsuite.reading.language import Pack
from evalsuite.reading.tokens import TOKEN, has_digit

_NUMBER = r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_AMOUNT = re.compile(
    rf"(?P<mark>[$€£¥]|\b[A-Z]{{3}}\b) ?(?P<first>{_NUMBER})(?![\w%])"
    rf"|(?<![\w.,#-])(?P<second>{_NUMBER}) ?"
    r"(?P<unit>%|€|£|¥|\b[A-Z]{3}\b|\b(?:dollars?|euros?|pounds|yen|miles|points)\b)",
)
_PLAIN_ID = re.compile(
    r"\d{1,3}(?:st|nd|rd|th)?|\d{1,2}[:-]\d{1,2}|\d{1,2}[A-F]|(?:19|20)\d\d|\d+(?:[.,]\d+)+|\d+(?:[a-z]{1,3}|GB|MB|TB)"
)
_LISTED = 40


def ids_in(text: str) -> tuple[str, ...]:
    """Tokens of a clause that may be ids: with a digit, no number or amount, or five capitals and more."""
    return tuple(token.lstrip("#") for token in TOKEN.findall(text) if _like_an_id(token))


def _like_an_id(token: str) -> bool:
    if len(token) < 3 or len(token) > 60:
        return False
    if token.isalpha():
        return len(token) > 4 and token.isupper()
    return has_digit(token) and not _PLAIN_ID.fullmatch(token)


def listed_ids(view: TextView, place: int) -> tuple[str, ...]:
    """The first id of each list item that follows a block."""
    found: list[str] = []
    for block in view.blocks[place + 1 : place + 1 + _LISTED]:
        if block.kind not in {"item", "row"}:
            break
        ids = ids_in(view.text[block.start : min(block.end, block.start + 90)])
        found.extend(ids[:1])
    return tuple(found)


def amount_of(text: str, currencies: Mapping[str, str]) -> str | None:
    """The first amount as number and currency code, percent, or unit; None where there is none."""
    match = _AMOUNT.search(text)
    if match is None:
        return None
    unit = match["mark"] or match["unit"]
    number = _number(match["first"] or match["second"])
    if unit == "%":
        return f"{float(number):g}%"
    if unit.lower() in {"miles", "points"}:
        return f"{float(number):g} {unit.lower()}"
    code = currencies.get(unit) or currencies.get(unit.lower())
    return f"{number} {code}" if code else None


def _number(written: str) -> str:
    digits = written.replace(",", "") if re.search(r",\d{3}(?!\d)", written) else written.replace(",", ".")
    if digits.count(".") > 1 or re.fullmatch(r"\d{1,3}\.\d{3}", digits):
        digits = digits.replace(".", "")
    return f"{float(digits):.2f}"


def count_of(clause: tuple[str, ...], tables: Pack) -> int | None:
    """How many things of a countable kind a clause names; 0 for all of them, None where it does not say."""
    for place, word in enumerate(clause):
        number = _count(word, tables)
        if number is None:
            continue
        after = clause[place + 1 : place + 6]
        nested = next((_count(one, tables) for one in after[:2] if _count(one, tables) is not None), 0)
        if not (tables.words["countables"] | tables.words["parts"]).isdisjoint(after):
            return number or nested
    return None


def things_of(clause: tuple[str, ...], tables: Pack) -> int | None:
    """The number in "both tablets", "all three items"; None where there is none, or it counts something to count by."""
    for place, word in enumerate(clause):
        if word not in {"both", "all"}:
            continue
        after = clause[place + 1 : place + 4]
        if {"of", "these", "those"} & {*after[:1]} or not after or not after[0][0].isalpha():
            continue
        number = _count(word, tables) or _count(after[0], tables)
        noun = after[-1] if word == "all" else after[0]
        plural = noun.endswith("s") and noun not in tables.words["countables"] | tables.words["parts"]
        if number and plural and (place == 0 or clause[place - 1] in tables.words["prepositions"] | {"and"}):
            return number
    return None


def _count(word: str, tables: Pack) -> int | None:
    if word.isdecimal() and word.isascii() and len(word) < 3:
        return int(word)
    return tables.numbers.get(word)


def target_of(
    words: Words, at: int, end: int, *, ids: tuple[str, ...], action: ClaimClass, told_of: str | None, tables: Pack
) -> str | None:
    """Whom or what it is done to: the team or person for what is passed on, else the nearest id or address."""
    after = words.text[words.spans[at][1] : words.spans[end - 1][1]]
    mail = re.search(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+", after)
    if mail:
        return mail.group()
    if action in {"escalate", "contact"}:
        named = _whom(words, at, end, tables) or told_of
        if named:
            return named
    return ids[0] if ids else None


def _whom(words: Words, at: int, end: int, tables: Pack) -> str | None:
    lower = words.lower
    start = at + 1
    for place in range(at + 1, end):
        if lower[place] in {"to", "with", "w"}:
            start = place + 1
            break
    while start < end and lower[start] in _BEFORE_A_NAME:
        start += 1
    stop = start
    while (
        stop < end
        and stop - start < 5
        and lower[stop][0].isalpha()
        and lower[stop] not in tables.words["target_prepositions"]
        and lower[stop] not in tables.words["adverbs"]
        and lower[stop] not in _BEHIND_A_NAME
    ):
        stop += 1
    named = words.slice(start, stop - 1) if stop > start else None
    return None if named in _NOBODY else named


_BEFORE_A_NAME = frozenset({"the", "our", "a", "an", "my", "with", "to", "in", "w", "/"})
_BEHIND_A_NAME = frozenset({"and", "that", "so", "about", "as", "whether", "if", "but", "by"})
_NOBODY = frozenset({None, "you", "this", "it", "that", "them"})
