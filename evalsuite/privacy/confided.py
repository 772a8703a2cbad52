"""Passwords, keys and codes that open something: told by the words beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalsuite.privacy.shield import record_before
from evalsuite.privacy.words import any_of, words_of_table

_ARTICLE = r"(?:(?:the|my|our|your) )?"
_CUE = (
    rf"(?<![^\W_])(?:{any_of('secret_words')}|pass(?=\s?[:=])|{any_of('secret_kinds')}[ _-]?(?:pass)?"
    r"(?:codes?|keys?|tokens?|pins?|passwords?|pw|kod|code de)"
    rf"|codes? (?:on|for|to|of|at) {_ARTICLE}(?:\w{{3,12}} )?{any_of('openings')})"
    rf"(?!\w)(?! {any_of('about_secrets')}\b)"
)
_VERB = (
    r"(?:is now|was|is|are|es|ist|lautet|est|to|as|used|entered|typed|got|received|says|reads|still|jest|är|er)\b|[:=]"
)
_VALUE = r"(?P<value>\d(?:[ -]\d){3,9}(?![\w-])|\d{2,4}(?:[ -]\d{2,4}){1,3}(?![\w-])|[^\s\"'`*«»“”<>();]{3,128})"
_SECRET = re.compile(
    rf"{_CUE}(?P<joint>(?:[^\n.;?!:=]{{0,32}}?\b|\. (?:it|yours|mine|this one|the code) ?|"
    rf"[^\n.;?!:=]{{0,12}})(?:{_VERB})"
    rf"|[\"']? ?[:=]|[ ,(]{{1,3}}| [–-]{{1,2}} )\s{{0,2}}(?P<quote>[\"'`*«“(]{{0,3}}){_VALUE}",
    re.IGNORECASE,
)
_MIXED = r"(?<![\w.@/-])(?P<value>(?=\S*\d)(?=\S*[A-Za-z!#$%&*?^~])[^\s\"'<>(),;]{5,64})"
_NEAR = (
    re.compile(rf"{_CUE}[^\n.;?!]{{1,48}}?{_MIXED}", re.IGNORECASE),
    re.compile(
        rf"\b(?:wi-?fi|wlan|network|hotspot)\b[^\n.;?!]{{1,32}}?(?=\S*[A-Za-z\d][!#$%&*?^~]){_MIXED}", re.IGNORECASE
    ),
)
"""What no verb joins to the word, but hardly is anything else: letters, digits and signs mixed."""
_OPENS = re.compile(
    rf"\b{any_of('openings')}(?: (?:number|no|num))?(?: (?:is|was)|"
    rf"\s?[:=])\s{{1,2}}(?P<value>\d(?:[ -]?\d){{2,7}}[#*]?)(?![\w-])",
    re.IGNORECASE,
)
_PHRASE = re.compile(
    r"\b(?:seed|recovery|backup|secret|mnemonic|wallet|pass)[ -]?(?:phrase|words)[^\n.;?!]{0,24}?(?: is| are| was|:|=)"
    r"\s{1,2}[\"'“]?(?P<value>[a-z]{3,12}(?:[ ,-]{1,2}[a-z]{3,12}){3,23})",
    re.IGNORECASE,
)
_KEY = re.compile(
    r"(?<![\w-])key ?[:=]\s{0,2}[\"'`]?(?P<value>(?=[\w.-]*\d)(?=[\w.-]*[A-Za-z])[\w.-]{12,128})", re.IGNORECASE
)
_CODE_BEHIND = re.compile(
    rf"(?<![\w.-])(?P<value>\d{{4,8}}[#*]?),? (?:(?:is|was|as|es|ist) (?:my|the|your|a|our|an|mi|el|"
    rf"mein) [^\n.;?!]{{0,24}}?{_CUE}"
    rf"|(?:opens|unlocks|(?:at|on|for|to open) the) {any_of('openings')})",
    re.IGNORECASE,
)
_NO_VALUES = words_of_table("no_values")
"""What a text says of a password rather than what it is."""
_VARIABLE = re.compile(r"\W*[A-Z_]*_[A-Z_]*\W*")
_AMOUNT = re.compile(r"[$€£]\S*|\d{1,2}:\d\d(?:[ap]m)?|\d{1,2}%|[a-z]+['’](?:t|s|ve|m|re|d)", re.IGNORECASE)
_ORDINARY = re.compile(
    r"[A-Z]{1,6}[-/]?\d[\d/-]*|v?\d+(?:\.\d+)+\S*|\d+(?:[-x]?[A-Za-z]{1,7})|\d{1,4}(?:[-/.]\d{1,4}){1,2}\S*|"
    r"[A-Za-z]+[-_]?\d{1,5}|\S*\d+%|[$€£]\S*|#?\d+"
)
"""Ids, versions, measures, days."""


def named_secrets(text: str) -> Iterator[tuple[int, int]]:
    """What a text calls a password, a key or a code that opens something."""
    for match in _SECRET.finditer(text):
        value = match["value"].rstrip(".,;:!?")
        if _is_value(value, match["joint"].strip(" ,(-"), match["quote"].strip("(")):
            yield match.start("value"), match.start("value") + len(value)
            yield from _others(text, match.start("value") + len(value), value)
    for match in (one for pattern in _NEAR for one in pattern.finditer(text)):
        value = match["value"].rstrip(".,;:!?")
        if not _ORDINARY.fullmatch(value) and not record_before(text, match.start("value")):
            yield match.start("value"), match.start("value") + len(value)
    for pattern in (_CODE_BEHIND, _OPENS, _PHRASE, _KEY):
        for match in pattern.finditer(text):
            yield match.span("value")


def _is_value(value: str, joint: str, quote: str) -> bool:
    """Whether it is the secret itself, and not what is said of it."""
    if sum(map(str.isalnum, value)) < 3 or value.casefold() in _NO_VALUES or value.startswith("//"):
        return False
    if _VARIABLE.fullmatch(value) or _AMOUNT.fullmatch(value):
        return False
    odd = any(not one.isalpha() for one in value) or not (value.islower() or value.istitle())
    told = odd or joint[-1:] in {":", "="} or bool(quote)
    return told and (bool(joint) or bool(quote) or any(map(str.isdigit, value)))


def _others(text: str, at: int, like: str) -> Iterator[tuple[int, int]]:
    """More of the same form in a list: backup codes."""
    form = re.sub(r"[A-Za-z]", "[A-Za-z]", re.sub(r"\d", "0", re.escape(like))).replace("0", r"\d")
    following = re.compile(rf"(?:,? (?:and |or |& )?|, ?|/ ?|\n)(?P<value>{form})(?!\w)")
    while any(map(str.isdigit, like)) and (match := following.match(text, at)):
        yield match.span("value")
        at = match.end()
