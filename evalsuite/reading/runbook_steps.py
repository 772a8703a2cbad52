"""Runbooks taken apart: into steps, and each step into its condition and the things to be done."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from evalsuite.codec.packs import load_pack
from evalsuite.domain.runbook import Step
from evalsuite.reading.language import pack

_ITEM = re.compile(r"^(?P<indent>\s*)(?:[-*+]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?(?P<text>\S.*)$")
_SENTENCE = re.compile(r"[^.!?]+(?:[.!?](?!\s|\Z)[^.!?]*)*[.!?]*")
_WORD = re.compile(r"[A-Za-z][\w'’-]*|\d[\d.,]*|[,;:]")


def steps(markdown: str) -> Iterator[Step]:
    """The items of a runbook's lists, each with its line; where it has no list, its sentences."""
    items: list[list[Any]] = []
    fenced = False
    prose: list[tuple[int, str]] = []
    for number, line in enumerate(markdown.splitlines(), start=1):
        fenced ^= line.lstrip().startswith("```")
        if fenced or line.lstrip().startswith(("```", "#", "<!--", "|")):
            continue
        match = _ITEM.match(line)
        if match:
            items.append([number, match["text"]])
        elif line.strip() and items and line[:1].isspace():
            items[-1][1] += " " + line.strip()
        elif line.strip():
            prose.append((number, line.strip()))
    if items:
        yield from (Step(text=_bare(text), line=number) for number, text in items)
        return
    for number, text in prose:
        for sentence in _SENTENCE.findall(text):
            if sentence.strip():
                yield Step(text=_bare(sentence), line=number)


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to be done."""

    verb: str
    words: tuple[str, ...]
    """What stands behind the verb, in small letters."""
    raw: str
    """The same as written, the verb with it."""


class Parts:
    """A step taken apart."""

    def __init__(self, text: str) -> None:
        self.text = " ".join(text[:2000].replace("’", "'").split())
        self.condition, action = _split(self.text.rstrip(" ."))
        self.actions = list(_actions(action))
        self.action = action


_OPENERS = r"(?:if|when|whenever|once|in case(?: of)?|as soon as|unless|where|should|provided|after|in the event)"
_BEHIND = re.compile(
    r"\s(?:,\s*)?(?P<condition>(?:if|when|whenever|once|in case|as soon as|unless|in the event)\s.+)$", re.IGNORECASE
)


_FOR_WHOM = re.compile(
    r"\s(?P<condition>for (?:customers?|users?|patients?|passengers?|guests?|members?|each|every|\w+ customers?)"
    r"\b.*)$"
)


def _split(text: str) -> tuple[str, str]:
    """The condition and what is to be done; the condition is empty where there is none."""
    if match := re.match(rf"(?P<condition>{_OPENERS}\b[^:]*?)[,:]\s+(?:then\s+)?(?P<action>.+)$", text, re.IGNORECASE):
        return match["condition"], match["action"]
    if match := re.match(r"(?P<condition>[^:,]{3,80}):\s+(?P<action>\S.+)$", text):
        return match["condition"], match["action"]
    if text.lower().startswith(("for ", "with ", "from ", "on ", "in ")):
        place = _first_verb(text)
        if place:
            return text[:place].strip(" ,"), text[place:]
    if match := re.match(r"(?P<condition>.+?)\s(?P<action>(?:go|goes|belong|belongs)\sto\s.+)$", text):
        return match["condition"], match["action"]
    if match := _BEHIND.search(text):
        return match["condition"], text[: match.start()]
    if match := re.search(r"\b(?P<condition>[a-z]+s? (?:who|whose|that|which) .+?)\s(?:to|over to)\s", text):
        return match["condition"], text
    if match := re.search(
        r"\s(?P<condition>for (?:customers?|users?|patients?|passengers?|guests?|members?|each|every"
        r"|\w+ customers?)\b.*)$",
        text,
    ):
        return match["condition"], text
    return "", text


def _first_verb(text: str) -> int:
    """Where the first word that tells to do something begins, behind a leading "for …"."""
    for match in list(re.finditer(r"[A-Za-z][\w'-]*", text))[2:]:
        word = match.group().lower()
        before = text[: match.start()].rstrip().rpartition(" ")[2].lower().strip(",")
        if word in imperatives() and before not in {"the", "a", "an", "to", "of", "for", "our", "new", "each", "any"}:
            return match.start()
    return 0


def _actions(text: str) -> Iterator[Action]:
    """The things to be done, in order."""
    begin: list[int] = []
    tokens = list(_WORD.finditer(text))
    for place, token in enumerate(tokens):
        word = token.group().lower()
        before = tokens[place - 1].group().lower() if place else ""
        opens = place == 0 or before in {"and", "then", ",", ";", ":", "or"} or before in _ADVERBS
        if opens and (place == 0 or word in imperatives()) and word not in _ADVERBS and word != "and":
            begin.append(place)
    begin = begin or [0]
    for at, place in enumerate(begin):
        stop = tokens[begin[at + 1]].start() if at + 1 < len(begin) else len(text)
        if not tokens:
            return
        inside = [token.group().lower() for token in tokens[place:] if token.end() <= stop]
        raw = text[tokens[place].start() : stop].strip(" ,;")
        verb, rest = inside[0], [word for word in inside[1:] if word[:1].isalnum()]
        if rest and f"{verb} {rest[0]}" in _PHRASAL:
            verb, rest = _PHRASAL[f"{verb} {rest[0]}"], rest[1:]
        raw = re.sub(r"\s+(?:and|or|then)$", "", raw)
        yield Action(verb=verb, words=tuple(rest), raw=raw)


_ADVERBS = frozenset(
    {"please", "always", "first", "also", "next", "finally", "only", "directly", "immediately", "then"}
)
_PHRASAL = {
    "look up": "look", "pull up": "pull", "hand over": "handover", "set up": "create", "put through": "transfer",
    "send back": "return", "pass on": "pass", "switch off": "disable", "switch on": "enable", "turn off": "disable",
    "turn on": "enable", "call back": "call", "ring up": "ring", "find out": "find", "point out": "point",
    "read out": "read", "go to": "handover", "goes to": "handover", "belong to": "handover", "belongs to": "handover",
    "make out": "make", "pay out": "pay", "take off": "remove", "let know": "tell",
}  # fmt: skip


@cache
def imperatives() -> frozenset[str]:
    tables = tables_of_runbooks()
    return frozenset(
        {*pack("en").bases, *tables["speech"], *tables["lookups"], *tables["makers"], *tables["reaching"], "rebook",
         "print", "restart", "waive", "renew", "extend", "approve", "lift", "publish", "delete", "pay", "go", "goes"}
    ) - {"order", "return", "claim", "report", "invoice", "form", "post", "text", "mail", "test", "name", "list"} | {
        "post", "text", "mail", "test", "return", "order", "report", "name", "list"
    }  # fmt: skip


def small_words(text: str) -> list[str]:
    return [match.group().lower() for match in _WORD.finditer(text) if match.group()[0].isalnum()]


def nouns(text: str) -> list[str]:
    return [word for word in small_words(text) if word not in tables_of_runbooks()["generic"]]


def _bare(text: str) -> str:
    """Without markdown's marks."""
    text = re.sub(r"\[([^\]\n]*)\]\([^)\n]*\)", r"\1", text)
    return re.sub(r"(?<!\w)[*_`]{1,3}|[*`]{1,3}(?!\w)", "", text).strip()


@cache
def tables_of_runbooks() -> Mapping[str, Any]:
    whole = {"attributes", "inner_phrases", "periods", "counted", "quality", "meanwhile", "arrives", "vague_phrases"}
    return {
        name: value if name in whole else frozenset(value.split()) for name, value in load_pack("runbooks-en").items()
    }
