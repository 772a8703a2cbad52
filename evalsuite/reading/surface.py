"""What a reply shows before it is read: exclamation marks, emoji, capitals, stretched words, contractions."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]
_EMOJI = re.compile(
    "(?:[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\u231a\u231b\u23e9-\u23f3\u2049\u203c]"
    "|[0-9#*]\ufe0f?\u20e3)[\ufe0f\U0001f3fb-\U0001f3ff]?(?:\u200d[\u2600-\u27bf\U0001f000-\U0001faff]\ufe0f?)*"
)
_MARKS = frozenset("✓✔✗✘☑☐☒✕✖★☆♯♭©®™ℹ▶●○■□◆◇➔➜→←↑↓↔✎✏☎✂❶❷❸❹❺❻❼❽❾❿➀➁➂➃➄➅➆➇➈➉")
"""Signs of print that colour nothing."""
_BULLETS = frozenset("✅❌⚠➡❗❓⬅⬆⬇➕➖☑⭐🔹🔸🔴🟢🟡👉📌")
_DRAWN = re.compile("[\u2049-\U0010ffff]")
_EMOTICON = re.compile(r"(?<![\w:;/.])(?:[:;=]['-]?[)(DPp/|*]{1,3}|<3+|\^_?\^|[xX]D+)(?![\w/])")
_EXCLAMATION = re.compile(r"(?<![!=<>])!+(?!=)")
_LOUD = re.compile("[A-ZÁÉÍÓÚÑÜ]{4}")
_CAPITALS = re.compile(r"(?<![\w-])[A-ZÁÉÍÓÚÑÜ][A-ZÁÉÍÓÚÑÜ']+(?:[ ,]+[A-ZÁÉÍÓÚÑÜ][A-ZÁÉÍÓÚÑÜ']*)+(?![\w-])")
_THRICE = re.compile(r"([a-z])\1\1")
_STRETCHED = re.compile(r"\b\w*([a-zA-Z])\1{2,}\w*\b")
_PLACEHOLDER = re.compile(
    r"[\[<](?:your |customer'?s? |the |insert |agent |company |order |su |tu |el |insertar )*"
    r"(?:name|company|date|order|number|product|agent|customer|title|position|nombre|fecha|empresa|pedido|número|cliente)"
    r"(?: [\w ]{0,20})?[\]>]|\{\{ ?[\w. ]{1,40} ?\}\}",
    re.IGNORECASE,
)
_CONTRACTION = re.compile(
    r"\b(?:\w+n't|(?:i|you|we|they|he|she|it|that|there|here|what|who|let)'(?:m|re|ve|ll|d|s))\b", re.IGNORECASE
)


_FACES = (":)", ":(", ":-", ":D", ":P", ":p", ":/", ":|", ":*", ";)", ";-", "=)", "=(", "<3", "^^", "^_", "xD", "XD")
_COMMON = re.compile(
    "the|you|your|to|of|and|is|are|not|for|please|we|i|be|this|that|with|have|will|do|it|on|in|or|"
    "can|now|all|must|never|que|no|el|la|los|por|favor|usted|su|de|es|un|una|con|para|se|le|nos|ya",
    re.IGNORECASE,
)


def exclamations(text: str) -> list[Span]:
    """Runs of exclamation marks, one span a mark."""
    if "!" not in text and "¡" not in text:
        return []
    return [(at, at + 1) for run in _EXCLAMATION.finditer(text) for at in range(*run.span())]


def emoji(text: str, *, bullets: bool = True) -> list[Span]:
    """Emoji and emoticons, one span each; without `bullets`, those left out that order a list."""
    drawn = []
    if not text.isascii() and _DRAWN.search(text):
        drawn = [one.span() for one in _EMOJI.finditer(text) if one.group()[0] not in _MARKS]
    if not bullets:
        drawn = [span for span in drawn if text[span[0]] not in _BULLETS]
    typed = [one.span() for one in _EMOTICON.finditer(text)] if any(one in text for one in _FACES) else []
    return sorted((*drawn, *typed))


def shouting(text: str) -> Iterator[Span]:
    """Stretches of at least three words in capitals that are words of a sentence, and no names or codes."""
    for match in _CAPITALS.finditer(text) if _LOUD.search(text) else ():
        words = match.group().replace(",", " ").split()
        plain = sum(_COMMON.fullmatch(word) is not None for word in words)
        if len(words) > 2 and plain and any(len(word) > 3 for word in words):
            yield match.span()


def stretched(text: str) -> Iterator[Span]:
    """Words with a letter drawn out: "sooo"."""
    for match in _STRETCHED.finditer(text) if _THRICE.search(text) else ():
        word = match.group()
        if word.isalpha() and not word.isupper() and word.lower().strip("x") and match.group(1).lower() not in "xwiv":
            yield match.span()


def placeholders(text: str) -> list[Span]:
    """Places for a value that nobody filled in: "[your name]", "{{ order_id }}"."""
    if "[" not in text and "{" not in text and "<" not in text:
        return []
    return [one.span() for one in _PLACEHOLDER.finditer(text)]


def contractions(text: str) -> list[Span]:
    return [one.span() for one in _CONTRACTION.finditer(text)] if "'" in text else []
