"""Which goods of an order are meant, what they are worth, and whether they were paid back already."""

import re
from collections.abc import Mapping
from typing import Any

from evalsuite.example.alex_draft import Draft, first, plain, rows
from evalsuite.example.alex_slots import units_named
from evalsuite.example.alex_talk import Talk

Record = Mapping[str, Any]


def refunded(talk: Talk, order: str, record: Record) -> str:
    """What to say of a refund made before; empty where there is none."""
    made = [result for result in talk.results if result.name == "issue_refund" and not result.error]
    booked = [result.value for result in made if result.arguments.get("order_id") == order]
    if booked and made[-1].exchange == talk.exchange:
        return ""
    if booked:
        return f"{order} has already been refunded as {first(booked[-1], 'refund_id', 'id')}."
    known = rows(record, "refunds")
    amount = f" of {known[-1]['amount']}" if known and known[-1].get("amount") else ""
    return f"There is already a refund{amount} on {order}: {first(known[-1], 'refund_id', 'id')}." if known else ""


def tell_failure(draft: Draft, what: str, error: str, queue: str) -> None:
    draft.say(f"{what}: {plain(error)}", sign="trouble")
    draft.signs.add("refused")
    draft.offer(queue)


def units_meant(talk: Talk) -> int:
    """How many pieces are faulty or to go back; 0 where nobody has said so."""
    texts = [one.plain for one in (talk.said, *reversed(talk.earlier)) if one.reason or "return" in one.intents]
    return next((units for text in texts if (units := units_named(text))), 0)


def quantity(record: Record, sku: str) -> int:
    """Pieces of one item in an order, or of all where none is named."""
    return sum(_count(item) for item in rows(record, "items") if sku in ("", item.get("sku")))


def _count(item: Record) -> int:
    found = item.get("quantity")
    return found if isinstance(found, int) and found > 0 else 1


def sku_meant(talk: Talk, record: Record) -> str:
    """The item of a larger order that is meant; empty where the whole order is."""
    items = {item.get("name"): str(item.get("sku")) for item in rows(record, "items")}
    named = [items[name] for name in talk.products if name in items]
    partly = any(_PARTLY.search(said.plain) for said in (*talk.earlier, talk.said))
    return named[0] if named and len(items) > 1 and (partly or len(named) == 1) else ""


def worth(items: list[Record]) -> float:
    """What was paid for these, in the currency of their prices."""
    return sum((number_in(str(item.get("price"))) or 0) * _count(item) for item in items)


def number_in(amount: str) -> float | None:
    """The first number in an amount like `1,494.00 USD`; None where there is none."""
    found = re.search(r"\d[\d,]*(\.\d+)?", amount)
    return float(found.group().replace(",", "")) if found else None


_PARTLY = re.compile(r"\b(fine|keep(ing)?|only|just|except|not the|but not)\b", re.IGNORECASE)
