"""All that an assistant had been shown, as one text to look things up in, each place with where it is from."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from evalsuite.domain.reading import Value
from evalsuite.protocols import GradingContext
from evalsuite.reading.amounts import to_cents
from evalsuite.reading.tokens import normal
from evalsuite.reading.values import ID_KEY, texts

_MONEY_KEY = re.compile(
    r"price|amount|total|cost|fee|balance|charge|refund|paid|due|credit|fare|rate|tax|monto|precio|saldo", re.IGNORECASE
)
_KEYED = re.compile(r"\"(\w{1,48})\"\s?:\s?(?:\"?[$€£]?(-?\d[\d,]{0,12}(?:\.\d+)?)|(?=[{\[]([^}\]{]{0,400})))")
_SIGNED = re.compile(r"[$€£]\s?(\d[\d,]{0,12}(?:\.\d+)?)")
_CENTS = re.compile(r"\d{1,7}\.\d\d(?!\d)")
_CACHED = 100_000
"""Characters of a text that is worth keeping."""
_BARE = re.compile(r"\s*-?\d{1,9}(?:\.\d+)?\s*")
_PLAIN = re.compile(r"(?<![\w.\"])(\d{1,6}(?:\.\d+)?)(?![\w.\"])")


class Shown:
    """What stood before each message of a conversation. Built where a reply names a fact, and only then."""

    def __init__(self, context: GradingContext) -> None:
        self.values = list(_parts(context))
        self.starts: list[int] = []
        parts: list[str] = []
        place = 0
        for text, _ in self.values:
            folded = text.casefold() + "\n"
            self.starts.append(place)
            parts.append(folded)
            place += len(folded)
        self.text = "".join(parts)
        self.found: dict[str, int] = {}
        self.money: dict[int, tuple[int, ...]] = {}
        self.statuses: dict[str, list[tuple[int, str, Value]]] | None = None

    def first(self, form: str, index: int) -> Value | None:
        """Where a form stands as a whole before message `index`; None where it does not."""
        place = self.found.get(form)
        if place is None:
            place = self.found[form] = _whole(self.text, form)
        if place < 0:
            return None
        value = self.values[bisect_right(self.starts, place) - 1][1]
        return value if value.message is None or value.message < index else None

    def amounts(self, index: int) -> Iterator[tuple[Value, tuple[int, ...]]]:
        """Each text that holds money and stands before message `index`, the latest first, with its amounts in cents."""
        for place in range(len(self.values) - 1, -1, -1):
            text, value = self.values[place]
            if value.message is not None and value.message >= index:
                continue
            if place not in self.money:
                self.money[place] = _money(text) if len(text) < _CACHED else _money.__wrapped__(text)
            if self.money[place]:
                yield value, self.money[place]

    def status(self, key: str, index: int) -> tuple[str, Value] | None:
        """The latest status that a tool's answer before message `index` gives the record of this id."""
        if self.statuses is None:
            self.statuses = {}
            for text, value in self.values:
                if value.source == "result" and '"status"' in text:
                    for record in _records(text):
                        for id_, status in _status_of(record):
                            self.statuses.setdefault(id_, []).append((value.message or 0, status, value))
        before = [(status, value) for message, status, value in self.statuses.get(key, ()) if message < index]
        return before[-1] if before else None


def _parts(context: GradingContext) -> Iterator[tuple[str, Value]]:
    knowledge = context.knowledge
    for text in (context.transcript.system, knowledge.prompt):
        if text:
            yield text, Value(text="", source="system")
    for text in context.transcript.documents:
        yield text, Value(text="", source="document")
    if knowledge.sees_context and context.case.context:
        yield _dumped(context.case.context), Value(text="", source="context")
    for offered in context.transcript.tools or knowledge.tools or ():
        yield offered.description, Value(text="", source="system")
    answered = {
        effect.answered: effect for effect in context.evidence.ledger if effect.ok and effect.answered is not None
    }
    for index, message in enumerate(context.messages):
        if message.role == "assistant" or not message.text:
            continue
        if message.role != "tool":
            yield message.text, Value(text="", source="user" if message.role == "user" else "system", message=index)
            continue
        effect = answered.get(index)
        tool = effect.tool if effect else message.name
        text = _plain(message.text)
        yield text, Value(text="", source="result", message=index, tool=tool)
        if effect and effect.arguments:
            said = Value(text="", source="result", message=index, tool=tool, pointer="its arguments")
            yield " ; ".join(texts(effect.arguments)), said


def _plain(text: str) -> str:
    """A tool's answer with its letters as they are, where JSON had escaped them."""
    if "\\u" not in text:
        return text
    try:
        return _dumped(json.loads(text))
    except (ValueError, RecursionError):
        return text


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _whole(text: str, form: str) -> int:
    """The first place of a form that is no part of a longer number or word; -1 where there is none."""
    place = text.find(form)
    while place >= 0:
        if _free(text, place, place + len(form)):
            return place
        place = text.find(form, place + 1)
    return -1


def _free(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if text[start].isdigit() and (before.isdigit() or (before in {".", ","} and text[start - 2 : start - 1].isdigit())):
        return False
    if text[start].isalpha() and before.isalpha():
        return False
    if text[end - 1].isdigit():
        if after.isdigit():
            return False
        return not (after in {".", ","} and text[end + 1 : end + 2].isdigit()) or _ZEROS.match(text, end) is not None
    return not (text[end - 1].isalpha() and after.isalpha())


_ZEROS = re.compile(r"[.,]0{1,2}(?!\d)|, ?\d")


@lru_cache(maxsize=256)
def _money(text: str) -> tuple[int, ...]:
    """The amounts of a text in hundredths, in order. Cached: conversations share their prompts."""
    if _BARE.fullmatch(text):  # a calculator's answer
        return (cents_of(text.strip()),)
    found = {match.start(1): match[1] for match in _SIGNED.finditer(text)}
    for match in _CENTS.finditer(text):
        if text[match.start() - 1 : match.start()] not in _WITHIN:
            found.setdefault(match.start(), match[0])
    for match in _KEYED.finditer(text) if text[:1] in {"{", "["} else ():
        if _is_money(match[1]):
            if match[2]:
                found[match.start(2)] = match[2]
            for plain in _PLAIN.finditer(match[3] or ""):
                found.setdefault(match.start(3) + plain.start(), plain[1])
    return tuple(cents_of(found[place]) for place in sorted(found)[:400])


_WITHIN = frozenset(".,0123456789")


@lru_cache(maxsize=4096)
def _is_money(key: str) -> bool:
    return _MONEY_KEY.search(key) is not None


def cents_of(number: str) -> int:
    """Hundredths of a number as JSON has it, rounded: long fractions are what programs make of sums."""
    plain = number.replace(",", "").lstrip("-")
    whole, dot, part = plain.partition(".")
    return round(float(plain) * 100) if dot and len(part) > 2 else to_cents(f"{whole}.{part}" if dot else whole)


def _records(text: str) -> Iterator[Mapping[str, Any]]:
    try:
        stack = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    while stack:
        one = stack.pop()
        if isinstance(one, dict):
            yield one
            stack.extend(one.values())
        elif isinstance(one, list):
            stack.extend(one)


def _status_of(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    status = record.get("status")
    if not isinstance(status, str):
        return
    for key, value in record.items():
        if ID_KEY.search(key) and isinstance(value, str | int) and not isinstance(value, bool):
            yield normal(str(value)), status
