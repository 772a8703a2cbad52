"""Short hashes that say whether two runs were made of the same things."""

import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import is_dataclass
from hashlib import sha256
from typing import Any

from evalsuite.codec.records import plain
from evalsuite.domain.case import Case

_SCRIPT = ("context", "tools", "cohort", "language", "customer")
_EXPECTATIONS = ("expect", "graders", "id_patterns")


def fingerprint(*parts: Any) -> str:
    """16 hex digits over the parts: nouns, and JSON values made of mappings, sequences, sets, texts and numbers.

    The same in every process and on every machine. The order of keys does not matter; a noun's fields at their
    default are left out, so that a field added later changes nothing. Raises `TypeError` for anything else.
    """
    text = json.dumps([_canonical(part) for part in parts], sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()[:16]


def script_fingerprint(case: Case) -> str:
    """Of what the assistant is put through. Runs pair up, and resume, where this is the same."""
    values = plain(case)
    script = {name: values[name] for name in _SCRIPT if name in values}
    script["messages"] = [[message.role, message.text] for message in case.messages]
    return fingerprint(script)


def expectations_fingerprint(case: Case) -> str:
    """Of what the case's replies are held to. Where only this differs, grading again is enough."""
    values = plain(case)
    expectations = {name: values[name] for name in _EXPECTATIONS if name in values}
    expectations["messages"] = [
        [index, message["expect"]] for index, message in enumerate(values.get("messages", ())) if message.get("expect")
    ]
    return fingerprint(expectations)


def _canonical(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Mapping):
        return {_key(key): _canonical(item) for key, item in value.items()}
    if isinstance(value, AbstractSet):
        return sorted((_canonical(item) for item in value), key=json.dumps)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_canonical(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return _canonical(plain(value))
    raise TypeError(f"cannot take a fingerprint of {type(value).__name__}: {value!r:.80}")


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"cannot take a fingerprint of a mapping with the key {key!r:.80}: keys are texts")
    return key
