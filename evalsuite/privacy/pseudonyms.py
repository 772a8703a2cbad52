"""One ticket's texts and values with stand-ins for all that is personal, and the map from the one to the other."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import regex

from evalsuite.domain.privacy import IdMode, Sighting, Span
from evalsuite.domain.ticket import Ticket
from evalsuite.privacy.checks import luhn
from evalsuite.privacy.digits import DigitMap
from evalsuite.privacy.people import people_of
from evalsuite.privacy.redaction import sight
from evalsuite.privacy.rules import NO_RULES, Rules
from evalsuite.privacy.surrogates import Surrogates

_SHORTEST_ID = 4
"""Characters; a shorter number in one text is no id in another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    text: str
    spans: tuple[Span, ...]
    """What was personal; places are code points into the text as it was given."""


def case_key(workspace_key: str, case_id: str) -> str:
    """The key of one case's stand-ins, so that no two cases share them."""
    return hmac.new(_bytes(workspace_key), _bytes(f"pseudonyms:{case_id}"), sha256).hexdigest()


def ticket_texts(ticket: Ticket) -> list[str]:
    """Every text of a ticket: what its stand-ins are made for."""
    said = [message.text for message in ticket.messages]
    calls = [_json(call.arguments) for message in ticket.messages for call in message.tool_calls]
    rating = ticket.csat.comment if ticket.csat else ""
    return [one for one in (ticket.subject, *said, *calls, rating, _json(ticket.context), _json(ticket.custom)) if one]


def ticket_pseudonyms(
    ticket: Ticket, *, key: str, rules: Rules = NO_RULES, id_patterns: Mapping[str, str] | None = None
) -> Pseudonyms:
    """The stand-ins of a ticket's people and ids, for all its texts. Raises `UsageError` like `pseudonyms`."""
    return pseudonyms(ticket_texts(ticket), key=key, people=people_of(ticket), rules=rules, id_patterns=id_patterns)


def pseudonyms(
    texts: Sequence[str],
    *,
    key: str,
    people: Sequence[str] = (),
    rules: Rules = NO_RULES,
    id_patterns: Mapping[str, str] | None = None,
    ids: IdMode = "shift",
    suggestions: bool = True,
) -> Pseudonyms:
    """Stand-ins for all that is personal in some texts, the same in each of them.

    `people` are names, e-mails and phones that the ticket's records hold, `ids` what becomes of
    order numbers and their like. Raises `UsageError` where a needed package is missing.
    """
    seen = [
        (text, sight(text, people=people, rules=rules, id_patterns=id_patterns, suggestions=suggestions))
        for text in texts
    ]
    names = dict.fromkeys(
        text[one.start : one.end] for text, found in seen for one in found.personal if one.type == "person"
    )
    numbers = sorted(
        {text[start:end] for text, found in seen for start, end in found.ids}, key=lambda one: (-len(one), one)
    )
    return Pseudonyms(
        surrogates=Surrogates(key, texts),
        shifted=_shifted(numbers, key) if ids == "shift" else _numbered(numbers) if ids == "placeholder" else {},
        sighted=dict(seen),
        people=(*people, *(names if len(seen) > 1 else ())),
        settings={"rules": rules, "id_patterns": id_patterns, "suggestions": suggestions},
    )


class Pseudonyms:
    """What `pseudonyms` gives: turns texts and JSON values into ones that name nobody."""

    def __init__(
        self,
        *,
        surrogates: Surrogates,
        shifted: Mapping[str, str],
        sighted: Mapping[str, Sighting],
        people: Sequence[str],
        settings: Mapping[str, Any],
    ) -> None:
        self._surrogates = surrogates
        self._shifted = shifted
        self._sighted = dict(sighted)
        self._people = people
        self._settings = settings
        self._personal: dict[str, str] = {}
        telling = [regex.escape(one) for one in shifted if len(one) >= _SHORTEST_ID]
        self._ids = regex.compile(rf"(?<![\p{{L}}\d])(?:{'|'.join(telling)})(?![\p{{L}}\d])") if telling else None

    @property
    def mapping(self) -> Mapping[str, str]:
        """What was replaced so far, personal values and ids, each with its stand-in; values that stay are left out."""
        return {one: other for one, other in {**self._shifted, **self._personal}.items() if one != other}

    @property
    def personal(self) -> tuple[str, ...]:
        """The personal values replaced so far: none of them may stand in a written text."""
        return tuple(self._personal)

    def text(self, text: str) -> Redacted:
        """The text with stand-ins, and what was personal in it."""
        found = self._sighted.get(text)
        if found is None or len(self._sighted) > 1:
            found = sight(text, people=self._people, **self._settings)
        pieces: list[str] = []
        at = 0
        marks: list[tuple[int, int, Span | None]] = [(one.start, one.end, one) for one in found.personal]
        marks += [(*span, None) for span in found.ids]
        for start, end, span in sorted(marks, key=lambda one: one[:2]):
            pieces += [self._loose(text[at:start]), self._replaced(text[start:end], span)]
            at = end
        return Redacted(text="".join([*pieces, self._loose(text[at:])]), spans=found.personal)

    def values(self, value: Any) -> Any:
        """JSON values with stand-ins in every text and in numbers that are ids; keys stay."""
        if isinstance(value, str):
            return self.text(value).text
        if isinstance(value, Mapping):
            return {key: self.values(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [self.values(one) for one in value]
        if isinstance(value, int) and not isinstance(value, bool) and str(value) in self._shifted:
            return int(self._shifted[str(value)])
        return value

    def _replaced(self, words: str, span: Span | None) -> str:
        if span is None:
            return self._shifted.get(words, words)
        other = self._surrogates.of(words, span.type)
        self._personal[words] = other
        return other

    def _loose(self, text: str) -> str:
        """Ids that another text told, though nothing here does."""
        return self._ids.sub(lambda match: self._shifted[match.group()], text) if self._ids and text else text


def _shifted(numbers: Sequence[str], key: str) -> dict[str, str]:
    """Other digits for each id; the first of the key's maps in which no stand-in is another's original."""
    own = set(numbers)
    for attempt in range(64):
        digits = DigitMap(f"{key}:{attempt}")
        found = {one: digits.shift(one) for one in numbers}
        if not any((other in own and other != one) or _like_a_card(other) for one, other in found.items()):
            break
    return found if numbers else {}


def _like_a_card(number: str) -> bool:
    """Whether the gate would take it for one."""
    digits = "".join(filter(str.isdigit, number))
    return 12 < len(digits) < 20 and luhn(digits)


def _numbered(numbers: Sequence[str]) -> dict[str, str]:
    return {one: f"[ID_{place}]" for place, one in enumerate(sorted(numbers), 1)}


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, default=str) if value else ""


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
