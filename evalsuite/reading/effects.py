"""What a tool does: as the catalogue declares it, else as its name and description tell."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, cast

from evalsuite.codec.packs import load_pack
from evalsuite.domain.catalogue import CatalogueTool
from evalsuite.domain.reading import Effect
from evalsuite.domain.vocabulary import ClaimClass, ToolKind

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
Classes = frozenset[ClaimClass]


def declared(tool: CatalogueTool) -> Effect:
    """A call of a tool as its catalogue entry says; inferred where the entry declares no effects."""
    if not tool.effects and not tool.kind:
        return inferred(tool.name, tool.description)
    kind = tool.kind or "write"
    effects: Classes = frozenset(tool.effects)
    if kind == "handoff":
        effects |= {"escalate"}
    words = " ".join(tool.side_effects)
    return Effect(
        message=-1,
        answered=None,
        tool=tool.name,
        kind=kind,
        effects=effects or _inferred(tool.name, tool.description)[1],
        follows=_following(effects) | _classes(_words(words)),
        ok=None,
    )


def inferred(name: str, description: str = "") -> Effect:
    """A call of a tool nobody has described further."""
    kind, effects = _inferred(name, description)
    return Effect(
        message=-1, answered=None, tool=name, kind=kind, effects=effects, follows=_following(effects), ok=None
    )


def topics(name: str) -> frozenset[str]:
    """What a tool's name is about, plurals cut: `update_reservation_flights` has update, reservation, flight."""
    same = _tables()["same"]
    return frozenset(same.get(word, word) for word in _words(name))


def classes_in(sentence: str) -> Classes:
    """The actions a sentence about a process names, by its verbs and nouns."""
    tables = _tables()
    found: set[ClaimClass] = set()
    for word in _words(sentence[:2000]):
        stem = next(
            (
                one
                for one in (word, word.removesuffix("ed"), word.removesuffix("d"), word.removesuffix("led"))
                if one in tables["verbs"]
            ),
            "",
        )
        found.update(tables["verbs"].get(stem, ()), tables["nouns"].get(word, ()))
    return frozenset(found - {"send", "contact", "modify", "charge", "order"})


def topic(word: str) -> str:
    """A word of a clause as `topics` has it."""
    single = _singular(word)
    return str(_tables()["same"].get(single, single))


@lru_cache(maxsize=4096)
def _inferred(name: str, description: str) -> tuple[ToolKind, Classes]:
    words = _words(name)
    tables = _tables()
    if words and words[0] in tables["read"]:
        return "read", frozenset({"lookup"})
    effects = _classes(words)
    if not effects:
        told = _words(description[:120])[:8]
        if any(word in tables["read"] for word in told[:1]):
            return "read", frozenset({"lookup"})
        effects = _classes(told[:4])
    if any(word in tables["handoff"] for word in words):
        return "handoff", effects | {"escalate"}
    if not tables["message"].isdisjoint(words):
        return "message", effects
    return "write", effects or frozenset({"other"})


def _classes(words: tuple[str, ...]) -> Classes:
    """The classes the first telling verb names; the nouns' where it only makes something."""
    tables = _tables()
    found: set[ClaimClass] = set()
    for place, word in enumerate(words):
        if word in tables["makers"] and len(words) > 1:
            found.update(*(tables["nouns"].get(noun, ()) for noun in words[place + 1 :]))
        found.update(tables["verbs"].get(word, ()))
        if found and place == 0:
            found.update(*(tables["nouns"].get(noun, ()) for noun in words[1:] if word in {"send", "request"}))
            return frozenset(found)
    return frozenset(found)


def _following(effects: Classes) -> Classes:
    follows = _tables()["follows"]
    return frozenset(other for effect in effects for other in follows.get(effect, ())) - effects


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    return tuple(_singular(word.lower()) for word in _WORD.findall(name))


def _singular(word: str) -> str:
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@cache
def _tables() -> Mapping[str, Any]:
    pack = load_pack("tools")
    return {
        "read": frozenset(pack["read"].split()),
        "makers": frozenset(pack["makers"].split()),
        "handoff": frozenset(pack["handoff"].split()),
        "message": frozenset(pack["message"].split()),
        "verbs": _by_word(pack["verbs"]),
        "nouns": _by_word(pack["nouns"]),
        "follows": pack["follows"],
        "same": pack["same"],
    }


def _by_word(table: Mapping[str, str]) -> Mapping[str, Classes]:
    found: dict[str, set[ClaimClass]] = {}
    for action, words in table.items():
        for word in words.split():
            found.setdefault(word, set()).add(cast("ClaimClass", action))
    return {word: frozenset(classes) for word, classes in found.items()}
