"""What a catalogue's tools can do and show, asked in the words of a runbook."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from evalsuite.codec.packs import load_pack
from evalsuite.domain.catalogue import Catalogue, CatalogueTool
from evalsuite.domain.vocabulary import ClaimClass
from evalsuite.reading.effects import declared
from evalsuite.reading.language import pack

_BY_CLASS = frozenset({"refund", "credit", "cancel", "escalate", "send", "contact", "charge", "return", "exchange"})
"""Classes that say enough by themselves; of the others the thing must be the tool's too."""
_LIMIT = re.compile(r"up to (\d[\d.,]*) ?([A-Z]{3})")
_AMOUNT = re.compile(r"(\d[\d.,]*) ?([A-Z]{3})\b")


@dataclass(frozen=True, slots=True)
class _Tool:
    name: str
    effects: frozenset[ClaimClass]
    words: frozenset[str]
    """Stems of its name, description and parameters."""
    text: str
    reads: bool


class Ability:
    """A catalogue, ready to be asked."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.tools = [_tool(tool) for tool in catalogue.tools]
        self.names = [*catalogue.queues, *catalogue.people]

    def shows(self, *words: str) -> bool:
        """Whether a tool that reads speaks of one of the words."""
        wanted = {stem(word) for word in words}
        return any(tool.reads and wanted & tool.words for tool in self.tools)

    def knows_target(self, name: str) -> bool:
        """Whether a queue or person of this name is declared, be it with the words in another form."""
        wanted = _name_words(name)
        if any(wanted <= known or known <= wanted for known in map(_name_words, self.names) if known and wanted):
            return True
        return " " in name and any(name.lower() in tool.text.lower() for tool in self.tools)

    def writes_to(self, word: str) -> bool:
        """Whether a tool sends its messages to somebody called so."""
        return any(tool.effects & {"send", "contact"} and stem(word) in tool.words for tool in self.tools)

    def able(self, verb: str, words: Sequence[str], step: str) -> list[str]:
        """Names of the tools that can do it, the nearest first."""
        base = verb.lower()
        found = [(self._fits(tool, base, words, step), tool.name) for tool in self.tools]
        return [name for fit, name in sorted(found, key=lambda one: -one[0]) if fit > 0]

    def _fits(self, tool: _Tool, verb: str, words: Sequence[str], step: str) -> int:
        """How well a tool fits; 0 where it does not."""
        tables = _tables()
        if _barred(tool, step) or _opposite(tool, verb):
            return 0
        generic = tables["generic"]
        things = [word for word in words if word not in generic][:5]
        things += tables["plans"] if verb in {"upgrade", "downgrade"} else ()
        shared = sum(stem(word) in tool.words for word in things)
        classes = _classes(verb, words)
        if verb in tables["lookups"] and tool.reads:
            return 2 + shared if shared or not things or stem(verb) in tool.words else 0
        if verb in _MEDIA:
            return 3 if self._reaches(tool, verb, words) else 0
        if verb in tables["reaching"] and self._reaches(tool, verb, words):
            return 3
        goods = tables["physical"].intersection(words)
        if verb == "send" and goods and not any(stem(word) in tool.words for word in goods):
            return 0
        if verb == "send" and not (shared or not things or tables["messages"].union(tables["told"]) & set(things)):
            return 0
        says = stem(verb) in tool.words and not tool.reads
        if says and (shared or not things or classes & tool.effects & _BY_CLASS):
            return 4 + shared
        if classes & tool.effects & _BY_CLASS:
            return 2 + shared
        if classes & tool.effects - {"lookup", "other"} and shared:
            return 1 + shared
        makes = (tool.reads and verb in {"run", "start", "perform", "do", "make"}) or not _stems("makers").isdisjoint(
            tool.words
        )
        return (
            1
            if verb in tables["makers"] and verb != "send" and makes and things and stem(things[0]) in tool.words
            else 0
        )

    def _reaches(self, tool: _Tool, verb: str, words: Sequence[str]) -> bool:
        tables = _tables()
        for medium in ("called", "mailed", "texted"):
            if verb in tables[medium]:
                return bool(tool.effects & {"send", "contact"}) and bool(
                    {stem(word) for word in _MEDIA_WORDS[medium]} & tool.words
                )
        if verb in tables["routing"]:
            return bool(tool.effects & {"escalate", "contact"})
        if any(stem(word) in tool.words for word in words if word not in tables["generic"]) and tool.effects & {
            "escalate",
            "schedule",
            "contact",
            "send",
            "ticket",
        }:
            return not self._person_first(words) or "contact" in tool.effects
        return "contact" in tool.effects

    def _person_first(self, words: Sequence[str]) -> bool:
        """Whether somebody who is no queue comes first."""
        first = next((word for word in words if word not in {"the", "our"}), "")
        return any(first in _name_words(name) for name in self.names) and first not in {
            word for name in self.names if "_" in name for word in _name_words(name)
        }


_MEDIA_WORDS = {
    "called": ("call", "ring", "dial"),
    "mailed": ("mail", "email", "e-mail"),
    "texted": ("text", "sms"),
}
_MEDIA = frozenset({"call", "ring", "phone", "dial", "mail", "email", "e-mail", "text", "sms"})


def stem(word: str) -> str:
    """A word without the endings of its forms."""
    word = word.lower().replace("-", "")
    for ending, least in (("ies", 5), ("ations", 8), ("ation", 7), ("ings", 6), ("ing", 6), ("ments", 8), ("ment", 7),
                          ("ed", 5), ("es", 5), ("s", 4), ("e", 4)):  # fmt: skip
        if word.endswith(ending) and len(word) >= least and not word.endswith("ss"):
            word = word[: -len(ending)]
            break
    return (word[:-1] if len(word) > 4 and word[-1] == word[-2] else word)[:9].removesuffix("y").removesuffix("e")


def _classes(verb: str, words: Sequence[str]) -> frozenset[ClaimClass]:
    tables, english = _tables(), pack("en")
    found: set[ClaimClass] = set()
    known = english.bases.get(verb)
    if verb in tables["makers"] or (known is not None and known.light):
        found |= {english.nouns[word] for word in words[:6] if word in english.nouns}
        found |= {english.nouns[word[:-1]] for word in words[:6] if word.endswith("s") and word[:-1] in english.nouns}
    if known is not None and not known.light and not (verb in tables["makers"] and found):
        found.add(known.action)
    if verb in tables["routing"]:
        found.add("escalate")
    return frozenset(found)


def _barred(tool: _Tool, step: str) -> bool:
    """Whether the tool's own description leaves out what the step asks for."""
    for thing in re.findall(r"\bsame (\w+)", tool.text):
        if re.search(rf"\b(?:another|other|different) {re.escape(thing)}", step, re.IGNORECASE):
            return True
    numbers = pack("en").numbers
    for most_word, unit in re.findall(r"\bup to (\w+) ([a-z]+)", tool.text):
        asked_for = re.findall(rf"\b(\w+) {re.escape(unit)}", step)
        if any(numbers.get(word, 0) > numbers.get(most_word, 10**9) for word in asked_for):
            return True
    for number, currency in _LIMIT.findall(tool.text):
        most = float(number.replace(",", ""))
        asked = [
            float(value.rstrip(".,").replace(",", "")) for value, unit in _AMOUNT.findall(step) if unit == currency
        ]
        if any(value > most for value in asked):
            return True
    return False


def _opposite(tool: _Tool, verb: str) -> bool:
    for pair in _tables()["opposites"]:
        one, _, other = pair.partition("/")
        for this, that in ((one, other), (other, one)):
            if verb == this and stem(that) in tool.words and stem(this) not in tool.words:
                return True
    return False


def _tool(tool: CatalogueTool) -> _Tool:
    effect = declared(tool)
    properties = tool.parameters.get("properties")
    parameters = " ".join(map(str, properties)) if isinstance(properties, Mapping) else ""
    text = f"{tool.name.replace('_', ' ')} {tool.description} {parameters.replace('_', ' ')}"
    words = re.findall(r"[A-Za-z][A-Za-z-]*", text)
    parts = [part for word in words for part in (word, *word.split("-"))]
    return _Tool(
        name=tool.name,
        effects=effect.effects,
        words=frozenset(stem(word) for word in parts if word.lower() not in _tables()["generic"] and len(word) > 1),
        text=tool.description,
        reads=effect.kind == "read",
    )


@cache
def _stems(table: str) -> frozenset[str]:
    return frozenset(stem(word) for word in _tables()[table])


@cache
def _name_words(name: str) -> frozenset[str]:
    tables = _tables()
    words = re.findall(r"[a-zà-ÿ]+\d*|\d+", name.lower().replace("_", " ").partition("(")[0])
    return frozenset(
        word for word in words if len(word) > 1 and word not in tables["titles"] and word not in tables["generic"]
        and word not in tables["units"]
    ) or frozenset(words)  # fmt: skip


@cache
def _tables() -> Mapping[str, Any]:
    names = ("lookups", "makers", "reaching", "routing", "called", "mailed", "texted", "generic", "opposites", "titles",
             "units", "plans",              "physical", "messages", "told")  # fmt: skip
    tables = load_pack("runbooks-en")
    return {name: frozenset(tables[name].split()) for name in names}
