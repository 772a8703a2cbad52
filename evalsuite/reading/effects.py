"""What a tool does: as the catalogue declares it, else as its name and description tell."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any, cast

from evalsuite.codec.packs import load_pack
from evalsuite.domain.catalogue import CatalogueTool
from evalsuite.domain.reading import Effect
from evalsuite.domain.vocabulary import ClaimClass, ToolKind
from evalsuite.reading.results import decoded

Classes = frozenset[ClaimClass]

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_LOOKUP: Classes = frozenset({"lookup"})
_OTHER: Classes = frozenset({"other"})


def declared(tool: CatalogueTool) -> Effect:
    """A call of a tool as its catalogue entry says; inferred as far as the entry says nothing."""
    guess = inferred(tool.name, tool.description, tool.parameters)
    effects: Classes = frozenset(tool.effects)
    kind = tool.kind or ("read" if effects == _LOOKUP else "write" if effects else guess.kind)
    if kind == "handoff":
        effects |= {"escalate"}
    silent = not effects
    if silent:
        effects = _LOOKUP if kind == "read" else guess.effects
    return replace(
        guess,
        kind=kind,
        effects=effects,
        follows=_following(effects) | frozenset(one for told in tool.side_effects for one in _brought(told)),
        inferred_from=guess.inferred_from if silent and kind != "read" else "",
        claims=tool.claims,
        success=tool.success,
    )


def inferred(name: str, description: str = "", parameters: Mapping[str, Any] | None = None) -> Effect:
    """A call of a tool nobody has described further; `inferred_from` says what told its effects."""
    choices = tuple(_choices(parameters or {}))
    kind, effects, source = _inferred(name, description, choices)
    return Effect(
        message=-1,
        answered=None,
        tool=name,
        kind=kind,
        effects=effects,
        follows=_following(effects),
        ok=None,
        inferred_from=source,
    )


def told_by_result(effect: Effect, answer: str) -> Effect:
    """The same with what a successful call's answer tells of it, where neither declaration nor words said anything:
    an answer that gives a `ticket_id` opened a ticket."""
    if not effect.inferred_from or effect.effects != _OTHER:
        return effect
    found = made_by_result(decoded(answer), effect.arguments)
    if not found:
        return effect
    return replace(effect, effects=found, follows=_following(found), inferred_from="what it answered")


def made_by_result(answer: Any, arguments: Mapping[str, Any]) -> Classes:
    """What a result gives a new id of, by its first keys: `{"refund_id": …}` tells of a refund. An id that the call
    was given is not new."""
    found: set[ClaimClass] = set()
    given = {str(value) for value in arguments.values()}
    keys = list(answer)[:40] if isinstance(answer, dict) else []
    for key in keys:
        words = _words(str(key)[:80])
        if len(words) > 1 and words[-1] in _tables()["id"] and answer[key] and str(answer[key]) not in given:
            found.update(_tables()["nouns"].get(words[-2], ()))
    return frozenset(found - {"account"})  # the customer's own number stands in every record


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
def _inferred(name: str, description: str, choices: tuple[str, ...]) -> tuple[ToolKind, Classes, str]:
    words = _words(name)
    tables = _tables()
    if words and (words[0] in tables["read"] or _names_a_record(words)):
        return "read", _LOOKUP, "its name"
    effects, source = _classes(words), "its name"
    if not effects:
        told, source = _words(description[:120])[:8], "its description"
        if told and told[0] in tables["read"]:
            return "read", _LOOKUP, source
        effects = _classes(told[:4])
    if not effects and choices:
        source = "its parameters"
        acts = [_words(choice)[:4] for choice in choices]
        if all(one and one[0] in tables["read"] for one in acts):
            return "read", _LOOKUP, source
        effects = frozenset(action for one in acts for action in _classes(one))
    if any(word in tables["handoff"] for word in words):
        return "handoff", effects | {"escalate"}, "its name"
    kind: ToolKind = "write" if tables["message"].isdisjoint(words) else "message"
    return kind, effects or _OTHER, source if effects else "nothing: its name tells of no action"


def _names_a_record(words: tuple[str, ...]) -> bool:
    """Whether a name has no verb, and is of something to be read: `order_details`, `refund_status`."""
    tables = _tables()
    return (
        len(words) > 1
        and words[-1] in tables["records"]
        and (words[0] in tables["things"] or words[0] not in tables["verbs"])
    )


def _choices(parameters: Mapping[str, Any]) -> Iterator[str]:
    """The values of a parameter that says what is to be done: `{"action": {"enum": ["pause", "resume"]}}`."""
    properties = parameters.get("properties")
    for name, schema in properties.items() if isinstance(properties, Mapping) else ():
        values = schema.get("enum") if isinstance(schema, Mapping) else None
        if isinstance(values, list) and not _tables()["chooses"].isdisjoint(_words(str(name)[:80])):
            yield from (str(value)[:80] for value in values[:40])


def _brought(side_effect: str) -> Classes:
    """What a side effect makes true: where it is a message, only that one was sent, whatever it is about."""
    words = _words(side_effect[:200])
    tables = _tables()
    if not tables["letters"].isdisjoint(words):
        return frozenset({"send"})
    empty: Classes = frozenset()
    return frozenset(
        action for word in words for action in tables["verbs"].get(word, empty) | tables["nouns"].get(word, empty)
    )


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
        **{
            name: frozenset(pack[name].split())
            for name in ("read", "makers", "handoff", "message", "records", "things", "chooses", "letters", "id")
        },
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
