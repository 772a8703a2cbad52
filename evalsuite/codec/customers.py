"""The simulated customer of a case, from its YAML."""

from collections.abc import Mapping
from typing import Any

from evalsuite.codec.expectations import Marker
from evalsuite.codec.fields import Reading
from evalsuite.codec.nodes import Node, Scalar, is_null, resolved
from evalsuite.domain.customer import Customer

PATIENCE: Mapping[str, int] = {"low": 3, "normal": 6, "high": 12}
"""Messages, by the word for them."""
KEYS = ("goal", "mood", "patience", "knows", "does_not_know", "opens")
_WRITE = 'Write `customer: {goal: Get the money back for a late parcel, knows: ["the order is ORD-1"]}`.'


def read_customer(reading: Reading, node: Node, mark: Marker) -> Customer | None:
    """The customer; None where it was complained of."""
    before = len(reading.complaints)
    entries = reading.known_entries(node, "customer", KEYS, "a mapping", _WRITE)
    fields: dict[str, Any] = {}
    for name, (_, value) in entries.items():
        mark(("customer", name), value)
        if is_null(value):
            continue
        if name == "patience":
            fields[name] = _patience(reading, value)
        elif name in ("knows", "does_not_know"):
            fields[name] = reading.texts(value, f"customer.{name}", f'{name}: ["the order is ORD-1"]')
        else:
            fields[name] = reading.text(value, f"customer.{name}", f"{name}: …")
            if name != "mood" and fields[name] is not None and not fields[name].strip():
                reading.complain(value, f"customer.{name} is blank. Say it, or leave the line out.")
    if "goal" not in fields and len(reading.complaints) == before:
        reading.complain(node, f"customer has no goal. {_WRITE}")
    return Customer(**fields) if len(reading.complaints) == before else None


def _patience(reading: Reading, node: Node) -> int | None:
    value = resolved(node) if isinstance(node, Scalar) else None
    if isinstance(value, str) and value in PATIENCE:
        return PATIENCE[value]
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    reading.wants(node, "customer.patience", f"a number of messages, or {', '.join(PATIENCE)}")
    return None
