"""The calls of a conversation, asked what they did, when, and for whom."""

import re
import sys
from bisect import bisect_left
from dataclasses import replace
from functools import cache
from typing import Any

from evalsuite.codec.packs import LANGUAGES
from evalsuite.domain.reading import Claim, Effect
from evalsuite.graders.ability import MONEY, Tools
from evalsuite.graders.outgoing import goes_out
from evalsuite.graders.records import id_keys, is_about, named_records, offered
from evalsuite.protocols import GradingContext
from evalsuite.reading.details import ids_in
from evalsuite.reading.language import DEFAULT, Pack, pack
from evalsuite.reading.results import declared_fact, decoded
from evalsuite.reading.tokens import normal, shape
from evalsuite.reading.values import leaves

_HELD = frozenset({"book", "schedule", "set", "reserve", "enroll", "register", "ticket", "purchase", "add"})
"""Verbs whose participle also tells how a record stands: "is booked in economy"."""
_NAME = re.compile(r"[^\W_]{2,}")
_ANYBODY = frozenset(
    {"the", "our", "an", "of", "for", "to", "and", "or", "queue", "desk", "senior", "dedicated", "relevant", "right"}
)
_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,4})?")
_MONEY_KEY = re.compile(r"amount|refund|credit|total|value|charge|price|paid|cost")
_RESULT_READ = 200_000
"""Characters of a tool's result that are searched for a state."""


class Calls:
    """A conversation's calls, indexed once for all its claims."""

    def __init__(self, context: GradingContext) -> None:
        self.context = context
        evidence = context.evidence
        end = context.span[1]
        self.ledger = [effect for effect in evidence.ledger if effect.message < end]
        self.by_tool: dict[str, list[Effect]] = {}
        for effect in self.ledger:
            self.by_tool.setdefault(effect.tool, []).append(effect)
        self.tables: Pack = pack(DEFAULT)
        self.tools = Tools(evidence.tools, self.tables)
        self.tools_known = evidence.tools_known
        self._looked: dict[int, str] = {}
        self._lowered: dict[int, str] = {}

    def made(self, index: int, claim: Claim) -> list[Effect]:
        """The calls that could have made a claim in message `index` true, successful or not, in order."""
        until = self.turn_end(index) if claim.tense == "doing" else index + 1
        names = {tool.tool for tool in self.tools.fitting(claim)}
        return self._calls_of(names, 0, until)

    def later(self, index: int, claim: Claim) -> Effect | None:
        """The first successful call after message `index` that would have made the claim true."""
        names = {tool.tool for tool in self.tools.fitting(claim)}
        return next((effect for effect in self._calls_of(names, index + 1, sys.maxsize) if effect.ok), None)

    def _calls_of(self, names: set[str], start: int, until: int) -> list[Effect]:
        found: list[Effect] = []
        for name in sorted(names):  # calls of one message come in the same order in every run
            calls = self.by_tool.get(name, [])
            first = bisect_left(calls, start, key=_message_of)
            found += calls[first : bisect_left(calls, until, key=_message_of)]
        return sorted(found, key=_message_of) if len(names) > 1 else found

    @staticmethod
    def stands(effect: Effect, index: int) -> bool:
        """Whether a call had succeeded, or was just being made, when message `index` was written."""
        if effect.message == index or effect.answered is None or effect.answered > index:
            return effect.ok is not False
        return effect.ok is True

    def turn_end(self, index: int) -> int:
        messages = self.context.messages
        for place in range(index + 1, len(messages)):
            if messages[place].role == "user":
                return place
        return len(messages)

    def turn_start(self, index: int) -> int:
        for place in range(index - 1, -1, -1):
            if self.context.messages[place].role == "user":
                return place
        return 0

    def missing(self, index: int, claim: Claim, good: list[Effect]) -> tuple[list[str], int]:
        """The claim's records that no successful call was about, and how many records it names."""
        before = [effect for effect in self.ledger if effect.message <= index]
        named = named_records(claim, good, before, self.context.evidence)
        missing = [one for one in named if not any(self._is_about(effect, one) for effect in good)]
        return [one for one in missing if not self._state_read(index, claim, one)], len(named)

    def left_out(self, index: int, claim: Claim, good: list[Effect]) -> list[str]:
        """Where a claim is about all things without naming one: those listed to the customer that no call was about."""
        if claim.count != 0 or claim.ids or self.tools.of_all_kinds(claim) or "all" not in claim.words:
            return []
        keys = id_keys(good)
        done = [str(effect.arguments[key]) for effect in good for key in keys if key in effect.arguments]
        spared = {normal(one) for one in ids_in(claim.quote)}
        kind = self._kind_of_all(claim)
        listed = tuple(
            one
            for one, line in offered(self.context.messages, index, done)
            if normal(one) not in spared and (not kind or self._is_one(kind, one, line, index))
        )
        missing, named = self.missing(index, replace(claim, ids=listed), good)
        return missing if named > len(missing) else []

    def _is_one(self, kind: frozenset[str], record: str, line: str, index: int) -> bool:
        """Whether a record is of the kind spoken of, by the line that listed it or by a result about it."""
        if any(word in line for word in kind):
            return True
        before = (effect for effect in self.ledger if effect.message < index and effect.ok)
        return any(is_about(one, record) and any(word in self.result(one) for word in kind) for one in before)

    def _kind_of_all(self, claim: Claim) -> frozenset[str]:
        """The words between "all" and the things, which say what kind of them: "all your business reservations"."""
        start = claim.words.index("all") + 1
        counted = self.tables.words["countables"]
        end = next((place for place, word in enumerate(claim.words) if place >= start and word in counted), start)
        told = self.tables.words["determiners"] | {"of", "eligible", "requested", "remaining", "selected", "class"}
        return frozenset(part for word in claim.words[start:end] if word not in told for part in word.split("-"))

    def _is_about(self, effect: Effect, record: str) -> bool:
        declared = [str(one) for one in declared_fact(effect, "id")]
        if shape(record) in map(shape, declared):  # of the same kind: then it is that very one, or another
            return normal(record) in map(normal, declared)
        return is_about(effect, record) or record.lower() in self.result(effect)

    def failed_on(self, record: str, index: int) -> Effect | None:
        """The last failed write about a record before message `index`."""
        found = [
            effect
            for effect in self.ledger
            if effect.message < index and effect.ok is False and effect.kind != "read" and is_about(effect, record)
        ]
        return found[-1] if found else None

    @staticmethod
    def distinct(good: list[Effect]) -> int:
        """How many different things the calls were about."""
        return len({repr(sorted(effect.arguments.items(), key=lambda item: item[0])) for effect in good})

    def writes(self, index: int) -> list[Effect]:
        """The successful calls up to message `index` that did something."""
        return [one for one in self.ledger if one.message <= index and one.kind != "read" and self.stands(one, index)]

    def result(self, effect: Effect) -> str:
        """The start of a call's result in lower case."""
        key = id(effect)
        if key not in self._lowered:
            self._lowered[key] = effect.result[:_RESULT_READ].lower()
        return self._lowered[key]

    def shown(self, index: int, claim: Claim) -> bool:
        """Whether a claim that tells how things stand was read in a result, or is the customer's own doing."""
        if claim.form in {"first_person", "speech"}:
            return False
        if claim.action in {"account", "other", "modify"} and self.tools.on_a_device(claim):
            return True
        if claim.form == "state" and not claim.fresh and claim.verb in _HELD:
            read = (effect for effect in self.ledger if effect.answered is not None and effect.answered < index)
            if any(effect.ok and effect.kind == "read" for effect in read):
                return True
        return any(self._state_read(index, claim, one) for one in claim.ids or ("",))

    def _state_read(self, index: int, claim: Claim, record: str) -> bool:
        """Whether a result before message `index` tells of the record that it is so."""
        if claim.form in {"first_person", "speech"} or (claim.light and not record and claim.form == "passive"):
            return False  # that something was "processed" says nothing of which thing
        told = _told(claim.verb)
        since = self.turn_start(index) if claim.fresh else 0
        record = record.lower()
        for effect in self.ledger:
            if effect.answered is not None and since <= effect.answered < index and effect.ok:
                result = self.result(effect)
                if (record or not claim.fresh) and record in result and told.search(result):
                    return True
        return False

    def promised(self, index: int, claim: Claim) -> bool:
        """Whether the workspace's own texts say that a message goes out after something that was done."""
        if claim.action != "send":
            return False
        done = [effect for effect in self.ledger if effect.message <= index and effect.ok is not False]
        return goes_out(self.context, claim, done, self.tables)

    def unknown_target(self, claim: Claim, good: list[Effect]) -> str | None:
        """Whom a claim names that the catalogue does not; None where nobody is named, or none are declared."""
        catalogue = self.context.knowledge.catalogue
        if catalogue is None or not (catalogue.queues or catalogue.people) or claim.target is None:
            return None
        if claim.action not in {"escalate", "contact"}:
            return None
        named = {*_NAME.findall(claim.target.lower())} - self.tables.words["insiders"] - _ANYBODY
        called = (leaf for one in good for leaf in (*leaves(one.arguments), *declared_fact(one, "target")))
        spoken = " ".join((*catalogue.queues, *catalogue.people, *map(str, called))).lower()
        known = set(_NAME.findall(spoken))
        return claim.target if named and not named & known else None

    def other_amounts(self, claim: Claim, good: list[Effect]) -> list[str]:
        """The amounts the calls were about, where the claim's is none of them, nor their sum; else nothing."""
        said = _NUMBER.match(claim.amount or "")
        if said is None or claim.action not in MONEY or len(good) > 8:
            return []
        own = [one for one in good if claim.action in one.effects]
        if len(own) < len(good):
            return []
        amounts = [amount for one in own for amount in _amounts(one)]
        told = float(said.group())
        fits = any(abs(told - abs(amount)) < 0.01 for amount in (*amounts, sum(amounts)))
        return [] if fits or not amounts else [f"{amount:.2f}" for amount in dict.fromkeys(amounts)]

    def looked_in(self, index: int) -> str:
        """What a finding about message `index` was compared with."""
        if index not in self._looked:
            self._looked[index] = self._look(index)
        return self._looked[index]

    def _look(self, index: int) -> str:
        before = [effect for effect in self.ledger if effect.message <= index]
        good = sum(1 for effect in before if effect.ok)
        return f"{len(before)} tool call{'s' if len(before) != 1 else ''} up to this message, {good} of them successful"


def _message_of(effect: Effect) -> int:
    return effect.message


def _amounts(effect: Effect) -> list[float]:
    """A call's amounts: where the catalogue says they stand, or else under keys of money in arguments and result."""
    found: list[float] = []
    stack: list[tuple[str, Any]] = [("amount", one) for one in declared_fact(effect, "amount")]
    stack = stack or [("", dict(effect.arguments)), ("", decoded(effect.result))]
    while stack:
        key, value = stack.pop()
        if isinstance(value, dict):
            stack.extend((str(name).lower(), inner) for name, inner in value.items())
        elif isinstance(value, list):
            stack.extend((key, inner) for inner in value)
        elif (
            _MONEY_KEY.search(key)
            and not isinstance(value, bool)
            and (number := _NUMBER.match(str(value).lstrip("$€£-")))
        ):
            found.append(float(number.group()))
    return found


@cache
def _told(base: str) -> re.Pattern[str]:
    """The verb's participles, in whatever language it is one of, as words of a result."""
    forms = next((tables.participles[base] for tables in map(pack, LANGUAGES) if base in tables.participles), (base,))
    return re.compile(r"(?<![a-z])(?:" + "|".join(map(re.escape, forms)) + r")(?![a-z])")
