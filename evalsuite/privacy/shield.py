"""What redaction must leave in its form: the ids that graders read, days, amounts, versions, numbers of records."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from evalsuite.domain.reading import Evidence, TextView
from evalsuite.reading.amounts import amounts
from evalsuite.reading.dates import dates
from evalsuite.reading.ids import TELEPHONE, a_record_before, mentions

_WEAK = ("looks like", "last digits", "a value under", "a code", "a word", "shaped like", "an id written")
_RECORD = re.compile(
    r"(?:\b(?:part|sku|model|serial|item|batch|lot|imei|isbn|ean|upc|gtin|asin|catalogue?|article|"
    r"product|device|asset|tag|"
    r"invoice|tracking|parcel|awb|waybill|po|p/n|s/n|sn|rma|ref|reference|ticket|case|order|booking|policy|claim|meter|"
    r"employee|staff|badge|membership|member|loyalty|customer|client|account|acct|contract|transaction|confirmation|"
    r"\w{3,20}(?:nr|nummer|numret)|bestellnummer|auftrag\w*|rechnung\w*|kundennummer|sendung\w*|pedido|factura|référence|commande|facture)\b\.?|\#)"
    r"(?:[ -](?:id|number|num|no|nr|code|key|reference|ref|\#|n[°º]|nummer|número|numéro)\b\.?)*"
    r"(?: (?:is|was|es|ist|est|of|for))?[\"']?\s?[:=(\#]{0,2}\s{0,2}[\"'*`]?\Z",
    re.IGNORECASE,
)
_LISTED = re.compile(r"(?<![\w-])[\w#-]*\d[\w-]*(?:, ?| and | & | or | / |/| y | und | et )\Z", re.IGNORECASE)
"""Another number of the same list."""
_SPEAKER = re.compile(r"(?m:^)[ \t>*]*(?:customer|client|user|guest|member|caller)\*{0,2}:\*{0,2} \Z", re.IGNORECASE)
"""Whose words begin here, in a conversation written down."""
_CARRIER = re.compile(
    r"(?<![\w-])(?:1Z[0-9A-Z]{16}|JD\d{16,18}|JJD\d{16,20}|[A-Z]{2}\d{9}[A-Z]{2}"
    r"|[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12})(?![\w-])"
)
_ISO = re.compile(r"(?<![\w-])\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-])")
_DAY = re.compile(r"(?<![\w./-])\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d)(?![\w/-]|\.\d)")
_VERSION = re.compile(r"(?<![\w.-])v?\d{1,4}(?:\.\d{1,5}){1,4}(?:[-+][\w.]{1,20})?(?![\w-]|\.\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shield:
    """A stretch that stays, or keeps its form."""

    start: int
    end: int
    is_id: bool
    sure: bool
    """Whether a word or a declared form says so; else it only looks like an id, a day, a version."""


def shields(
    text: str, view: TextView, id_patterns: Sequence[tuple[str, Callable[[str], bool]]] = ()
) -> Iterator[Shield]:
    """The stretches of a text that redaction leaves in their form, ids by the same rules as the `ids` grader."""
    return (one for one in _shields(text, view, id_patterns) if _whole(text, one.start, one.end))


def record_before(text: str, start: int) -> bool:
    """Whether the words before a place say that a record's number follows."""
    before = text[max(0, start - 64) : start]
    while (listed := _LISTED.search(before)) is not None:
        before = before[: listed.start()]
    return _RECORD.search(before) is not None or a_record_before(before)


def _shields(text: str, view: TextView, id_patterns: Sequence[tuple[str, Callable[[str], bool]]]) -> Iterator[Shield]:
    for mention in mentions(view, Evidence(patterns=tuple(id_patterns))):
        if mention.why != TELEPHONE or record_before(text, mention.start):
            sure = not mention.why.startswith(_WEAK) or record_before(text, mention.start)
            sure = sure and not _SPEAKER.search(text, max(0, mention.start - 24), mention.start)
            yield Shield(start=mention.start, end=mention.end, is_id=True, sure=sure)
    for match in _CARRIER.finditer(text):
        yield Shield(start=match.start(), end=match.end(), is_id=True, sure=True)
    for fact in (*dates(view), *amounts(view)):
        yield Shield(start=fact.start, end=fact.end, is_id=False, sure=False)
    for pattern in (_ISO, _DAY, _VERSION):
        for match in pattern.finditer(text):
            yield Shield(start=match.start(), end=match.end(), is_id=False, sure=False)


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a stretch neither begins nor ends within a word."""
    return not (text[max(0, start - 1) : start].isalnum() and text[start].isalnum()) and not (
        text[end : end + 1].isalnum() and text[end - 1].isalnum()
    )
