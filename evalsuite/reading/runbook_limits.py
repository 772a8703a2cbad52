"""What a tool's own description leaves out: greater sums, parts of a whole, other places and ways to send."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from evalsuite.domain.vocabulary import ClaimClass
from evalsuite.reading.language import pack
from evalsuite.reading.runbook_words import tables_of_runbooks

_NUMBER = r"(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_SUM = re.compile(
    rf"(?P<beyond>\b(?:above|over|beyond|exceed(?:s|ing)?|(?:more|longer|higher|greater|larger) than)"
    rf" )?(?P<sign>[$€£]?) ?\b(?P<number>{_NUMBER})"
    r"(?: (?:further|more|extra|whole|full|working|free))? ?(?P<unit>[A-Z]{3}\b|%|[A-Za-z]+\b)?"
)
_LIMIT = re.compile(
    rf"\b(?:up to|at most|no more than|not more than|maximum(?: of)?|max\.?|limit(?:ed)? (?:of|to)|(?:between"
    rf" )?{_NUMBER}(?: [A-Z]{{3}})? (?:and|to|or)) "
    rf"([$€£]? ?{_NUMBER} ?[A-Za-z%]*)"
)


@dataclass(frozen=True, slots=True)
class Tool:
    name: str
    effects: frozenset[ClaimClass]
    words: frozenset[str]
    """Stems of its name, description and parameters."""
    text: str
    named: frozenset[str]
    """Stems of its name."""
    reads: bool


_CLAUSES = frozenset(["that", "which", "who", "whose", "until", "till", "because", "so", "while", "where", "whether"])


def before_clause(words: Sequence[str]) -> Sequence[str]:
    """What stands before a clause that hangs on it: "the one | that is chosen"."""
    stop = next((place for place, word in enumerate(words) if place and word in _CLAUSES), len(words))
    again = next(
        (place for place in range(stop + 2, len(words)) if words[place] in {"to", "in", "into", "as"}), len(words)
    )
    return [*words[:stop], *words[again:]]


def stem(word: str) -> str:
    """A word without the endings of its forms."""
    word = word.lower().replace("-", "")
    for ending, least in (("ies", 5), ("ations", 8), ("ation", 7), ("ings", 6), ("ing", 6), ("ments", 8), ("ment", 7),
                          ("ed", 5), ("es", 5), ("s", 4), ("e", 4)):  # fmt: skip
        if word.endswith(ending) and len(word) >= least and not word.endswith("ss"):
            word = word[: -len(ending)]
            break
    return (word[:-1] if len(word) > 4 and word[-1] == word[-2] else word)[:9].removesuffix("y").removesuffix("e")


def barred(tool: Tool, step: str, action: str) -> bool:
    """Whether the tool's own description leaves out what the step asks for."""
    for thing in re.findall(r"\bsame (\w+)", tool.text):
        if re.search(rf"\b(?:another|other|different) {re.escape(thing)}", step, re.IGNORECASE):
            return True
    if tool.effects & _GIVING and _KEPT.search(tool.text) and _OTHER.search(action):
        return True
    if _WHOLE.search(tool.text) and _PART.search(step) and not _ANY_AMOUNT.search(tool.text):
        return True
    for medium in _BY.findall(step.lower()):
        if not any(stem(word) in tool.words for word in _SAME_MEDIUM.get(medium, (medium,))) and tool.effects & {
            "send"
        }:
            return True
    most = {unit: value for value, unit in _sums(" ".join(_LIMIT.findall(tool.text)))}
    asked = {unit: value for value, unit in (*_sums(step), *_sums(action))}
    return any(value > most.get(unit, value) for unit, value in asked.items())


def _sums(text: str) -> list[tuple[float, str]]:
    """Numbers with their units: a currency, a percentage, days, seats; those to be exceeded a little greater."""
    numbers = pack("en").numbers
    found: list[tuple[float, str]] = []
    for match in _SUM.finditer(text):
        number, unit = match["number"].strip(".,").replace(",", ""), match["unit"] or ""
        value = float(numbers.get(number, 0)) if number.isalpha() else _float(number)
        unit = _UNITS.get(match["sign"] or unit) or (
            unit if unit.isupper() else unit.lower().removesuffix("s").removesuffix("ly")
        )
        days = _DAYS.get(unit)
        value, unit = (value * days, "day") if days else (value, unit)
        if value and unit:
            found.append((value * 1.001 if match["beyond"] else value, unit))
    return found


def _float(number: str) -> float:
    try:
        return float(number)
    except ValueError:
        return 0.0


_DAYS = {"hour": 1 / 24, "day": 1, "night": 1, "week": 7, "month": 30, "year": 365}
_UNITS = {"$": "USD", "€": "EUR", "£": "GBP", "%": "percent"}
_GIVING = frozenset({"refund", "credit", "send", "order", "charge"})
_KEPT = re.compile(r"\b(?:on file|original|registered|same|card used|paid with)\b")
_OTHER = re.compile(
    r"\bother than\b|\b(?:to|on|onto|into|by|with|at) (?:an? |the )?(?:another|other|different|new|second|his|her"
    r"|their own|someone else's|somebody else's) (?:\w+ )?"
    r"(?:account|address|card|number|method|iban|mailbox|inbox|e-?mail)s?\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"\b(?:in full|(?:the )?(?:whole|full|entire|complete)|as a whole|all or nothing)\b", re.IGNORECASE)
_PART = re.compile(
    r"\b(?:(?:a |that |the )?part(?= of|$|\b)|half|halves|partial(?:ly)?|portion|share|proportion(?:al|ally|ate)?"
    r"|pro rata|a third|a quarter|instal?ments?)\b|\d ?%",
    re.IGNORECASE,
)
_ANY_AMOUNT = re.compile(r"\bup to\b|\ban amount\b|\bin part\b|\bpart\b|\bpartial", re.IGNORECASE)
_BY = re.compile(
    r"\b(?:by|via|as an?|through|on|in the|in) (post|courier|fax|letter|paper|e-?mail|sms|text|phone|whatsapp"
    r"|carrier|mail|printed)\b"
)
_SAME_MEDIUM = {"post": ("post", "letter", "parcel"), "mail": ("mail", "e-mail", "letter"), "email": ("e-mail", "mail"),
                "e-mail": ("e-mail", "mail"), "text": ("text", "sms"), "sms": ("text", "sms"),
                "paper": ("paper", "letter", "post", "print"),
                "letter": ("letter", "post"), "printed": ("paper", "print")}  # fmt: skip
_ITS_END = re.compile(r"\bto (?:the|an?|its|their|his|her) [a-z]")


def sent_elsewhere(tool: Tool, words: Sequence[str]) -> bool:
    """Whether the thing is to go where the tool sends none: it names its own destination, and the step another."""
    if tool.reads or tool.effects & {"escalate", "contact"} or not _ITS_END.search(tool.text):
        return False
    tables = tables_of_runbooks()
    for place, word in enumerate(words[:-1]):
        if word == "to" and words[place + 1] in {
            "the",
            "a",
            "an",
            "another",
            "their",
            "his",
            "her",
            "its",
            "customer's",
            "new",
        }:
            end = [one for one in before_clause(words[place + 1 :])[:4] if one not in tables["generic"]]
            aside = (
                not end
                or tables["spoken_to"].intersection(words[place + 1 : place + 3])
                or any(one[0].isdigit() for one in end)
            )
            if not aside and not any(stem(one.removesuffix("'s")) in tool.words for one in end):
                return True
    return False
