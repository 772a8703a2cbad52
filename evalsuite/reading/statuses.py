"""The status a text tells of a record it names, and which statuses agree."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from evalsuite.domain.reading import Block, Fact, Mention, TextView
from evalsuite.reading.blocks import block_at
from evalsuite.reading.tokens import normal

_FAMILIES: Mapping[str, str] = {
    "pending": "pending processing placed received unfulfilled pendiente",
    "sent": "shipped processed in_transit dispatched out_for_delivery enviado en_camino",
    "delivered": "delivered entregado",
    "cancelled": "cancelled canceled voided cancelado cancelada anulado anulada",
    "active": "active enabled activo activa",
    "suspended": "suspended inactive disabled blocked suspendido suspendida inactivo inactiva",
    "paid": "paid settled pagado pagada",
    "unpaid": "unpaid overdue past_due impago vencido vencida",
    "open": "open abierto abierta",
    "closed": "closed resolved cerrado cerrada resuelto",
    "rejected": "rejected denied declined rechazado rechazada",
    "approved": "approved aprobado aprobada",
}
_FAMILY = {word.replace("_", " "): family for family, words in _FAMILIES.items() for word in words.split()}
_WORDS = "|".join(sorted(_FAMILY, key=len, reverse=True))
_TOLD = re.compile(
    rf"\b(?:is|status(?: is)?:?|está|estado:?)\s"
    r"(?:currently\s|now\s|still\s|already\s|actualmente\s|ya\s|marked as\s|listed as\s)?"
    rf"[\"'(]?(?P<status>{_WORDS})\b",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\?|\b(?:if|when|whether|unless|until|once|must|only|should|would|will|could|was|were|not|n't|before|after|because|"
    r"item|items|refund|payment|return|exchange|request|claim|line|flight|si|cuando|fue|era|no)\b",
    re.IGNORECASE,
)


def family(status: str) -> str | None:
    """What a status comes to, by its first words; None where it is none that is known."""
    plain = status.casefold().replace("_", " ").replace("-", " ").strip()
    return _FAMILY.get(plain) or _FAMILY.get(plain.partition(" (")[0])


def statuses(view: TextView, mentions: Sequence[Mention]) -> Iterator[Fact]:
    """The statuses told of the one id that stands in the same sentence, in order."""
    for block, about in _named(view, mentions):
        match = _TOLD.search(view.text, block.start, block.end) if len(about) == 1 else None
        if match is None or _UNSURE.search(view.text, block.start, block.end):
            continue
        if normal(view.text[block.start : match.start()]).find(about[0]) >= 0:
            start, end = view.raw_span(*match.span("status"))
            told = match["status"]
            yield Fact(kind="status", text=told, start=start, end=end, forms=(family(told) or "",), about=about[0])


def _named(view: TextView, mentions: Sequence[Mention]) -> Iterator[tuple[Block, tuple[str, ...]]]:
    """The blocks that name ids, each with these, normalised."""
    for block, named in groupby(mentions, lambda one: block_at(view, one.at)):
        if block is not None:
            yield block, tuple(dict.fromkeys(normal(one.text) for one in named))
