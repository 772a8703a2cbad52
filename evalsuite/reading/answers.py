"""What a tool's answer says went wrong, and which of the values it was asked about it says there are not."""

import json
import re
from collections.abc import Mapping
from typing import Any

from evalsuite.domain.conversation import Message
from evalsuite.reading.values import spoken, texts

_FAILED = re.compile(
    r"\s*\W{0,3}(?:\w{0,24}(?:error|exception)\b|traceback|timed? ?out\b|request timed out|timeout\b|failed\b"
    r"|failure\b"
    r"|(?:http )?[45]\d\d\b[ :]+[a-z]|unauthori[sz]ed\b|forbidden\b|not found\b"
    r"|(?:service )?unavailable\b|internal server)",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"not[ _-]found|no (?:such|record|result|match|booking|order|customer|user|account|ticket|reservation)\w*"
    r"|does ?n.t exist"
    r"|does not exist|unknown\b|\b404\b|no existe|no encontrad|no se encontr|could not find|cannot find"
    r"|invalid (?:\w+ )?id\b"
    r"|\b(?:no|0|zero) \w+ (?:with|under|of) (?:\w+ ){0,3}#?[A-Z]{0,6}[-/]?\d"
    r"|\b(?:no|0|zero) \w+ (?:[\w-]+ )?(?:known|found|registered|on file|on record|match\w*)\b",
    re.IGNORECASE,
)
_CUES = ("no ", "not", "known", "exist", "404", "invalid", "cannot", "found", "0 ", "zero ", "n\u2019t", "n't")
"""What stands in every text that says of something that it is not there: this look is quicker."""
_DATA = 2000
"""Characters of JSON; what is longer is data."""
_NOT_FOUND = re.compile(r'"(?:found|exists|known)"\s*:\s*false|"(?:status|result)"\s*:\s*"not[ _]found"')
_PARTS = re.compile(r"[\n;]|[.,] ")
_OF_A_REQUEST = frozenset(
    {"status", "title", "detail", "details", "type", "instance", "message", "code", "reason", "error", "description"}
)
_BAD_STATUS = frozenset({"error", "errored", "failed", "failure", "fail", "rejected", "denied", "timeout", "timed_out"})


def failure(message: Message) -> str | None:
    """What a tool's answer says went wrong; None where nothing tells that it failed."""
    return failed_by(message, values_of(message.text or ""))


def failed_by(message: Message, answer: Any) -> str | None:
    """The same, with the JSON values of the answer's text."""
    text = message.text or ""
    if message.is_error:
        return text[:300] or "an error without text"
    if _like_json(text):
        return _failure_in(answer) if isinstance(answer, dict) else None
    return text[:300] if _FAILED.match(text) else None


def missing(text: str, failed: str | None, answer: Any) -> frozenset[str] | None:
    """The values that a tool's answer says there are not, normalised; None where it says so of all it was asked."""
    if failed is not None:
        return None if _MISSING.search(failed) else frozenset()
    if _like_json(text) and len(text) > _DATA:
        return frozenset()
    low = text.lower()
    if not any(cue in low for cue in _CUES):
        return frozenset()
    if _like_json(text):
        if _NOT_FOUND.search(text) or _nothing_but_missing(answer):
            return None
        return frozenset(key for leaf in texts(answer) if " " in leaf for key in _said_missing(leaf))
    if not _MISSING.search(text):
        return frozenset()
    named = _said_missing(text)
    return None if not named and not any(spoken(text)) else named


def values_of(text: str) -> Any:
    """The JSON values of an answer; None where it holds none, or only a single one."""
    try:
        return json.loads(text) if _like_json(text) else None
    except (ValueError, RecursionError):
        return None


def _failure_in(answer: Mapping[str, Any]) -> str | None:
    for key, value in answer.items():
        name = key.lower()
        bad = (
            (name in {"success", "ok", "succeeded", "successful"} and value in (False, "false", "False", 0))
            or (name in {"error", "errors", "exception", "error_message"} and value not in (None, False, "", [], {}, 0))
            or (
                name in {"status", "state", "result", "outcome"}
                and isinstance(value, str)
                and value.lower() in _BAD_STATUS
            )
            or (name in {"is_error", "iserror", "failed", "timed_out"} and value is True)
            or (name in {"status_code", "statuscode", "http_status"} and isinstance(value, int) and value >= 400)
            or (name == "status" and isinstance(value, int) and 400 <= value < 600 and _problem(answer))
        )
        if bad:
            return json.dumps(answer, ensure_ascii=False, default=str)[:300]
    return None


def _problem(answer: Mapping[str, Any]) -> bool:
    """Whether an answer tells of its request alone, as RFC 9457 has it: a record's own status may be 429."""
    return all(key.lower() in _OF_A_REQUEST or not value for key, value in answer.items())


def _said_missing(text: str) -> frozenset[str]:
    parts = [part for part in _PARTS.split(text) if _MISSING.search(part)]
    return frozenset(key for part in parts for key, _ in spoken(part))


def _nothing_but_missing(answer: Any) -> bool:
    """Whether an answer holds no data, and its words say that there is none."""
    if not isinstance(answer, dict):
        return False
    words = [value for key, value in answer.items() if value and key.lower() in _OF_A_REQUEST]
    others = [value for key, value in answer.items() if value and key.lower() not in _OF_A_REQUEST]
    return not others and any(isinstance(one, str) and _MISSING.search(one) for one in words)


def _like_json(text: str) -> bool:
    return text.lstrip()[:1] in {"{", "["}
