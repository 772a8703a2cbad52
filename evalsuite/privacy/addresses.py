"""Postal addresses as people write them in many countries: a street, a box or a postcode, and what stands around it."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from evalsuite.privacy.names import common_words, no_names
from evalsuite.privacy.shield import record_before
from evalsuite.privacy.words import any_of, words_of_table

_WORD = r"(?:\p{Lu}\p{L}{0,3}\.|\p{Lu}[\p{L}\p{M}'’-]{0,24})"
_SMALL = any_of("address_particles")
_NO = (
    r"(?:(?i:no|nr|núm|n[º°])[.:]? ?|#)?\d{1,5}(?: ?[-/] ?\d{1,4}(?![ºª°])){0,3}"
    r"(?:[-/]?(?:\p{Ll}| ?\p{Lu}| bis| ter)(?![\p{L}\p{M}]))?"
    r"(?:-[IVX]{1,4}(?!\p{L}))?"
)
_TOLD = (
    r"(?:[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}|[A-Z]\d[A-Z] \d[A-Z]\d|[AC-FHKNPRTV-Y]\d[\dW] [A-Z0-9]{4})"
    r"(?![\p{L}\d]|-\d)"
)
"""Postcodes that look like nothing else."""
_POSTCODE = (
    r"(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]\d[\dW] ?[A-Z0-9]{4}"
    r"|\d{5}-\d{3,4}|\d{4} ?[A-Z]{2}|(?:[A-Z]{1,2}-)?\d{4,6}|\d{3} \d{2,3}|\d{2}-\d{3}|\d{4}-\d{3}|\d{3}-\d{4})"
    r"(?![\p{L}\d]|-\d)"
)
_TOWNS_CODE = r"(?:[A-Z]{1,2}-)?(?:\d{4,5}|\d{3} \d\d|\d\d-\d{3}|\d{4} ?[A-Z]{2})"
_STATE = any_of("states")
_ORDINAL = r"\d{1,3}(?:st|nd|rd|th|[ºª°.]|er|ème|e)"
_PART = rf"(?i:{any_of('unit')}\.?)"
_UNIT = (
    rf"(?:{_PART} ?(?:(?i:no|nr)\.? ?)?#?(?:\d{{1,5}}\p{{L}}?|\p{{Lu}}\d{{0,3}})(?![\p{{L}}\d])"
    r"|#\d[\d-]{0,6}\p{L}?)"
)
_NAMED = (
    rf"(?:{_SMALL} ?){{0,3}}[\p{{Lu}}\d][\p{{L}}\p{{M}}\d'’.-]*"
    rf"(?: (?:{_SMALL} ?){{0,2}}\p{{Lu}}[\p{{L}}\p{{M}}'’.-]*){{0,4}}"
)
_BEHIND_NUMBER = (
    # 14 Elm Street; 14 elm street; 1 Broadway; 12 bis rue de la Paix; 5-2-1 Nihonbashi
    (
        rf"{_NO},? (?:[NSEW]\.? |[NS][EW] )?(?:The )?(?:{_WORD}|\d{{1,3}}(?:st|nd|rd|th)) "
        rf"(?:(?:{_WORD}|the|of) ){{0,3}}"
        rf"(?i:{any_of('street_behind')}\.?)(?![\p{{L}}\d])(?: [NSEW]{{1,2}}\b)?"
    ),
    rf"\d{{1,5}}\p{{L}}? (?:\p{{Ll}}[\p{{L}}'’-]{{2,16}} ){{1,2}}(?P<plain>{any_of('street_behind_plain')}\b)",
    (
        r"\d{1,5}\p{L}?(?:/\d{1,4})? (?:\p{Ll}{3,16} ){1,2}(?:st|rd|ave?|dr|ct|pl|cl|cres|ln|tce)\.?,?"
        r" (?:\p{Ll}{2,14},? ){1,3}\d{4,5}(?!\d)"
    ),
    rf"{_NO} (?:Broadway|Fifth Avenue|Avenue of the Americas|The {_WORD})(?!\p{{L}})",
    (
        rf"\d{{1,5}}(?: ?(?:bis|ter|quater|[A-Ca-c]))?,? ?(?i:{any_of('street_before_numbered')}\.?)(?!\p{{L}}) ?"
        rf"(?:{_SMALL} ?){{0,2}}\p{{L}}[\p{{L}}'’.-]+(?:[ -](?:{_SMALL} ?){{0,2}}\p{{Lu}}[\p{{L}}'’.-]*){{0,3}}"
    ),
    rf"\d{{1,2}}-ch[oō]me(?:-\d{{1,3}}){{0,2}} {_WORD}",
    rf"\d{{1,2}}(?:-\d{{1,3}}){{2,3}} {_WORD}(?: {_WORD})?(?=,|\n| {_POSTCODE})",
)
_BEFORE_NUMBER = (
    # Lindenweg 4; Karl Ring 4; Aozora-cho 3-14; Petőfi utca 17; Calle Mayor 5, Am Markt 3; Apartado 55; Flat 2, House 7
    rf"(?i:[\p{{L}}.-]{{2,30}}{any_of('street_suffix')}\.?) {_NO}",
    rf"(?:{_WORD} ){{1,2}}(?i:{any_of('street_suffix')}\.?)(?!\p{{L}}) ?{_NO}",
    rf"{_WORD}-(?:[Cc]h[oō]|machi|[Dd]ori|ro|gil|dong|gu|ku) {_NO}|〒 ?\d{{3}}-?\d{{4}}",
    rf"(?:(?:{_WORD}|\d{{1,3}}\.) ){{1,3}}(?i:{any_of('street_named')}\.?)(?!\p{{L}}),? ?{_NO}",
    (
        rf"(?:(?i:{any_of('street_before')}\.?)(?:(?<=[./])|(?!\p{{L}}))|(?i:{any_of('street_before_short')})\."
        rf"|(?:R|Al|Os|Pl|Cra|Kr|Jr|C|Str)\.|{any_of('street_before_capital')}(?: der| den| dem)?(?= ))"
        rf" ?{_NAMED},? ?{_NO}"
    ),
    rf"(?i:{any_of('boxes')}|box(?= \d+, ?\d{{3}})) ?#?\d{{1,6}}(?:[ -]?\d{{2,5}})?(?!\d)",
    (
        rf"(?:(?:{_UNIT}|{_WORD} \d{{1,3}})(?:, | )){{0,4}}{_UNIT}, "
        rf"(?:(?:{_UNIT}|{_WORD}(?: {_WORD}){{0,2}}(?: \d{{1,4}}\p{{L}}?)?)(?:, ?|(?=\s|[.;:)]|\Z))){{1,4}}"
    ),
    rf"{_ORDINAL} (?:Cross|Main|Floor|Avenue|Street),? {_WORD}",
)
_STREETS = regex.compile(
    rf"(?<![\p{{L}}\d.$€£#/-])(?:{'|'.join(_BEHIND_NUMBER)})|(?<![\p{{L}}\d])(?:{'|'.join(_BEFORE_NUMBER)})"
)
_BARE = regex.compile(
    rf"(?<![\p{{L}}\d])(?:(?:{_WORD} ){{1,3}}{_NO},? ?\n?{_TOWNS_CODE} {_WORD}"
    rf"|{_NO} (?:{_WORD} ){{0,2}}{_WORD}(?:, ?|\n){_TOWNS_CODE} {_WORD})"
)
"""A name, a number and a town's code."""
_TOWN = regex.compile(
    rf"(?<![\p{{L}}\d-])(?:{_WORD}(?:[ -]{_WORD}){{0,2}},? {_STATE},? \d{{5}}(?:-\d{{4}})?(?!\d)"
    rf"|(?:{_WORD}(?:[ -]{_WORD}){{0,2}},? )?{_TOLD})"
)
_TOKEN = (
    rf"(?:(?:(?i:{any_of('postcode_names')})[:.]? ?)?{_POSTCODE}|(?:m|lok|kv)\. ?\d{{1,4}}|[IVX]{{1,4}}/\d{{1,3}}|"
    rf"\d{{1,3}}[.ºª°]{{0,2}} ?{_PART}(?!\p{{L}})"
    rf"|{_ORDINAL}(?!\p{{L}})|{_NO}(?![\d.])|{_PART}(?!\p{{L}})|{_STATE}(?!\p{{L}})|\(?{_WORD}\)?|"
    rf"(?:{_SMALL} ){{1,3}}{_WORD})"
)
"""What addresses are made of."""
_AHEAD = regex.compile(
    r"(?P<sep>(?<=\s|^)|[.,]?[ \u00a0]{1,2}|[ \t]*[,;/|][ \t]*\n?[ \t]*|[ \t]*\n[ \t]*| [-–] |(?<=[.:]))"
    rf"(?P<token>{_TOKEN})(?:(?<=\.)|(?![\p{{L}}\d]))"
)
_LINE = regex.compile(rf"[ \t]*(?:{_TOKEN}[,.]?[ \t]*){{1,6}}(?=\n|\Z)")
_SEGMENT = regex.compile(rf"(?:^|(?<=[\s(:]))(?:{_TOKEN}[ .-]{{0,2}}){{1,5}}\Z")
_NUMBER_BEFORE = regex.compile(r"(?<![\p{L}\d.,/-])(?P<n>\d{1,5}\p{L}?(?:[-/]\d{1,4})?) \Z")
_NUMBER_BEHIND = regex.compile(r"[^\p{L}\d\n]{1,3}(?=\d)")
_ABBREVIATED = regex.compile(r"(?<!\p{L})\p{Lu}\p{Ll}{0,3}\Z")
_CODE = regex.compile(_POSTCODE)
_SMALL_TOWN = regex.compile(r" \p{Ll}[\p{L}-]{2,20}(?![\p{L}\d@])")
_CUED = regex.compile(
    rf"(?<!\p{{L}})(?i:{any_of('address_cues')})(?i:(?: is| was| should be| to| on file|"
    rf" now)*)\s?[:=]?\s{{1,2}}(?={_TOKEN})"
)
_LABELLED = regex.compile(
    r"(?<![\p{L}-])(?i:addr(?:ess)?|adresse|anschrift|dirección|adres|indirizzo|endereço|morada)\s?[:=]\s{0,2}"
    r"(?P<value>[^\n;|]{6,100}?)(?=\.(?:\s|\Z)|\Z|[\n;|])"
)
"""What a field calls one, to the end of the sentence."""
_HELD = frozenset(
    word
    for table in ("street_behind", "street_named", "street_before", "unit", "address_words")
    for word in words_of_table(table)
)
"""Common words that addresses hold all the same."""


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """The addresses of a text, each with the house before it and the town behind it; places into the text."""
    if not any(map(str.isdigit, text)):
        return
    over = 0
    for pattern in (_STREETS, _BARE, _TOWN):
        for match in pattern.finditer(text):
            if (match.start() < over and pattern is not _STREETS) or not _is_address(text, match, pattern):
                continue
            start = _before(text, match.start(), town=pattern is _TOWN)
            end = _behind(text, match.start() + len(match.group().rstrip(" ,;\n")))
            yield start, end
            over = max(over, end)


def cued_addresses(text: str) -> Iterator[tuple[int, int]]:
    """What a word before it calls an address, though it is written like none that is known."""
    for match in _CUED.finditer(text):
        end = _behind(text, match.end())
        value = text[match.end() : end]
        if any(map(str.isdigit, value)) and sum(map(str.isalpha, value)) > 5:
            yield match.end(), end
    for match in _LABELLED.finditer(text):
        value = match["value"]
        if any(map(str.isdigit, value)) and "@" not in value and len(value.split()) > 2:
            yield match.span("value")


def _is_address(text: str, match: regex.Match[str], pattern: regex.Pattern[str]) -> bool:
    """Whether what only looks like an address is made of words that one may hold, and of no record's number."""
    if pattern is _STREETS:
        return match["plain"] is None or not any(word in no_names() for word in match.group().split()[1:-1])
    digits = regex.search(r"\d", match.group())
    return pattern is _TOWN or (
        _fits(match.group()) and digits is not None and not record_before(text, match.start() + digits.start())
    )


def _behind(text: str, at: int) -> int:
    """Where the address ends that goes on from here: with its floor, postcode, town and country."""
    end, coded = at, False
    for _ in range(12):
        match = _AHEAD.match(text, pos=at)
        if match is None or not _goes_on(text, match, coded=coded):
            break
        coded = coded or _CODE.fullmatch(match["token"]) is not None
        at = match.end()
        if not _is_count(text, match):
            end = at
    town = _SMALL_TOWN.match(text, pos=end)
    if town and town.group()[1:] not in common_words() and regex.search(r"\d{4}|\d \d\d", text[end - 6 : end]):
        return town.end()
    return end


def _goes_on(text: str, match: regex.Match[str], *, coded: bool) -> bool:
    """Whether an address goes on with a word or number; after the postcode, `coded`, no number is its own."""
    token, sep = match["token"], match["sep"]
    told = any(map(str.isdigit, token))
    if not _fits(token) or (coded and told and not _CODE.fullmatch(token)):
        return False
    if "\n" in sep and not _is_address_line(text, match.start("token")):
        return False
    if ". " in sep and not told and not _ABBREVIATED.search(text, match.start() - 6, match.start()):
        return False
    number = _NUMBER_BEHIND.match(text, pos=match.end())
    return number is None or not record_before(text, number.end())


def _is_count(text: str, match: regex.Match[str]) -> bool:
    """Whether it is a number of what the next word says: "3 parcels"."""
    short = match["token"].isdigit() and len(match["token"]) < 4
    return match["token"].islower() or (short and regex.match(r"[ .]\p{L}", text, pos=match.end()) is not None)


def _is_address_line(text: str, start: int) -> bool:
    line = _LINE.match(text, pos=start)
    return line is not None and _fits(line.group()) and any(map(str.isdigit, line.group()))


def _before(text: str, start: int, *, town: bool) -> int:
    """Where the address begins: with the house and the flat before its street, or before its `town` the street."""
    number = _NUMBER_BEFORE.search(text, max(0, start - 12), start) if town else None
    if number and not record_before(text, number.start("n")):
        start = number.start("n")
    found = at = start
    for _ in range(4):
        window = text[max(0, at - 60) : at]
        bare = window.rstrip(" ,\n" if town else " ,/;|\n")
        piece = regex.split(r"[,;|\n]", bare)[-1].strip()
        match = _SEGMENT.search(piece)
        if bare == window or "\n\n" in window[len(bare) :] or match is None or not _fits(match.group()):
            break
        words = match.group()
        at -= len(window) - len(bare) + len(words)
        if regex.search(r"\p{L}{2}", words) and not regex.search(r"\d{6}|\d{3} \d", words):
            found = at if town or any(map(str.isdigit, words)) else found
        if words != piece:
            break
    return found


def _fits(words: str) -> bool:
    """Whether none of the words is one that no address holds."""
    return not any(
        word.casefold() in no_names() and word.casefold() not in _HELD
        for word in regex.findall(r"(?<!\p{L})(?!The \p{Lu})\p{L}[\p{L}\p{M}'’]+", words)
    )
