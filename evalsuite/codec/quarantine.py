"""The quarantine list (`graders/quarantine.yaml`) to nouns."""

from collections.abc import Collection
from datetime import date
from typing import Any

from evalsuite.codec.fields import Reading, in_order
from evalsuite.codec.nodes import Node, is_null
from evalsuite.codec.yaml_text import read_yaml
from evalsuite.domain.quarantine import Quarantine, Quarantined
from evalsuite.errors import InputError, did_you_mean

_KEYS = ("case", "owner", "until", "reason")
_MEND = "Write `- {case: late-parcel-refund, owner: dana, until: 2026-06-30}`."


def read_quarantine(shown_path: str, data: bytes, *, known_cases: Collection[str]) -> Quarantine:
    """Who mends which case until when. Raises `InputError` with all mistakes of the file, unknown cases among them."""
    yaml = read_yaml(shown_path, data)
    reading = Reading(shown_path, yaml.complaints)
    found: dict[str, Quarantined] = {}
    if yaml.root is not None:
        for index, item in enumerate(reading.sequence(yaml.root, "the quarantine", "a list of cases", _MEND)):
            one = _entry(reading, item, f"entry {index + 1}", known_cases)
            if one is not None and one.case_id in found:
                reading.complain(item, f"the case {one.case_id!r} stands twice. Remove one.")
            elif one is not None:
                found[one.case_id] = one
    if reading.complaints:
        raise InputError(in_order(reading.complaints))
    return found


def _entry(reading: Reading, node: Node, what: str, known: Collection[str]) -> Quarantined | None:
    entries = reading.known_entries(node, what, _KEYS, "a case", _MEND)
    fields: dict[str, Any] = {}
    for key, (_, value) in entries.items():
        if not is_null(value):
            read = reading.day if key == "until" else reading.line
            fields[key] = read(value, f"{what}: {key}")
    for key in ("case", "owner", "until"):
        if key not in fields:
            reading.complain(node, f"{what} has no {key}. {_MEND}")
    case_id = fields.get("case")
    if case_id is not None and case_id not in known and not any(one.startswith(f"{case_id}[") for one in known):
        reading.complain(entries["case"][1], f"no case {case_id!r}.{did_you_mean(case_id, list(known))}")
    if any(fields.get(key) is None for key in ("case", "owner", "until")):
        return None
    return Quarantined(
        case_id=fields["case"],
        owner=fields["owner"],
        until=date.fromisoformat(fields["until"]),
        reason=fields.get("reason") or "",
        place=str(reading.mark(node)),
    )
