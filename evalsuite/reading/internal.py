"""Notes for staff alone, in records and in prose, told by what they are called."""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any

_KEY = re.compile(
    r"(?:^|_)(?:internal|private|staff|agent|backoffice|back_office|csr|ops|employee|confidential|hidden)s?"
    r"(?:_(?:only|use))?"
    r"_(?:notes?|comments?|memos?|remarks?|info|information|details|summary|instructions?|flags?|reasons?)\Z"
    r"|(?:^|_)(?:internal|confidential|staff_only|not_for_customers?|do_not_(?:share|disclose))\Z"
    r"|(?:^|_)(?:fraud|risk|churn|credit)_(?:notes?|comments?|remarks?|reasons?|assessment)\Z",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PROSE = re.compile(
    r"(?im)^[ \t>#*-]{0,40}[\[(<*]{0,3}[ \t]{0,9}(?:internal(?: (?:note|notes|only|use only|use|comment|memo))?"
    r"|staff only|confidential|not for (?:the )?customers?|do not (?:share|disclose)(?: with (?:the )?customers?)?"
    r"|for staff(?: only)?)"
    r"[ \t]{0,9}[\])>*]{0,3}[ \t]{0,9}[:\]—-]\s{0,9}(?P<text>[^\n]+(?:\n(?![ \t]*\n)[^\n]+)*)"
)
_SHOWN_TO = {"public": False, "visible_to_customer": False, "internal": True, "is_internal": True, "private": True}
_TEXT_KEYS = ("body", "text", "note", "comment", "content", "message")


_HINTS = (
    *("internal", "private", "staff", "agent_", "agentn", "agentc", "office_", "csr_", "ops_", "employee_"),
    *("confidential", "hidden", "fraud_", "risk_", "churn_", "credit_", "not_for", "do_not", '"public"', "visible_to"),
)


def may_hold_notes(text: str, declared: Collection[str] = ()) -> bool:
    """Whether JSON may hold notes for staff at all, told at a glance."""
    lower = text.lower()
    return any(map(lower.__contains__, _HINTS)) or any(key in text for key in declared)


@lru_cache(maxsize=4096)
def is_internal(key: str, declared: tuple[str, ...] = ()) -> bool:
    """Whether what stands under a key is for staff, by its name or as the workspace declares."""
    return key in declared or bool(_KEY.search(_CAMEL.sub("_", key).replace("-", "_").replace(" ", "_")))


def notes_in_values(value: Any, declared: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Texts of JSON values that are for staff, each behind the pointer to it.

    They stand under a key that says so, or in a record that says it of itself: `{"public": false, "body": …}`.
    """
    stack: list[tuple[str, Any, bool]] = [("", value, False)]
    while stack:
        pointer, one, internal = stack.pop()
        if isinstance(one, str):
            if internal:
                yield pointer, one
        elif isinstance(one, Mapping):
            marked = any(one.get(key) is told for key, told in _SHOWN_TO.items())
            for key, inner in one.items():
                name = str(key)
                inside = internal or is_internal(name, declared) or (marked and name in _TEXT_KEYS)
                stack.append((f"{pointer}/{name}", inner, inside))
        elif isinstance(one, list):
            stack.extend((f"{pointer}/{place}", inner, internal) for place, inner in enumerate(one))


def notes_in_prose(text: str) -> Iterator[str]:
    """Paragraphs of a text that begin with a word that they are internal."""
    for match in _PROSE.finditer(text):
        yield match["text"]
