"""What went wrong at an endpoint, as failures with their mend."""

import json
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from evalsuite.domain.run import Failure
from evalsuite.domain.vocabulary import FailureKind
from evalsuite.errors import ModelError

REPLY_LIMIT = 4_000_000
"""Bytes of a reply, at the most."""
SHOWN = 300
"""Characters of foreign text quoted in a message, at the most."""


def failed(kind: FailureKind, text: str, *, retry_after: float | None = None) -> ModelError:
    """The error to raise."""
    return ModelError(Failure(kind=kind, text=text), retry_after=retry_after)


def visible(text: str, limit: int = SHOWN) -> str:
    """Foreign text made safe to print on one line: control and format characters escaped, long ones shortened."""
    short = text[: limit + 1]
    shown = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in short[:limit])
    return shown + "…" if len(short) > limit else shown


def quoted(text: str, limit: int = SHOWN) -> str:
    """The same between quotation marks."""
    return f"'{visible(text, limit)}'"


def without(text: str, secrets: Collection[str]) -> str:
    """The text with every secret in it taken out; what is as short as a word is no secret."""
    for secret in secrets:
        if len(secret) >= 8:
            text = text.replace(secret, "[secret]")
    return text


def shown_url(url: str) -> str:
    """A URL that may be printed: no credentials, no query."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "that address"
    host = parts.netloc.rpartition("@")[2]
    return visible(urlunsplit((parts.scheme, host, parts.path, "", "")))


def status_failure(
    status: int,
    *,
    url: str,
    body: object,
    headers: Mapping[str, str],
    key_name: str | None,
    model: str | None,
    secrets: Collection[str],
    now: float,
) -> ModelError:
    """The failure that an HTTP status says, quoting the endpoint where it explains itself.

    `body` is the reply's JSON, or its text; `now` is in seconds since 1970, for a `Retry-After` that names a date.
    """
    where = shown_url(url)
    said, code = _explained(body)
    quoted = f": {visible(without(said, secrets))}" if said else ""
    if code == "model_not_found" or (status in {400, 404} and _no_such_model(said)):
        return failed("unknown_model", f"{where} has no model {model!r}{quoted}. Mend `model` in the definition")
    if code == "insufficient_quota":
        return failed("unauthorized", f"the account behind {key_name} has no quota left ({status}{quoted})")
    if status in {401, 403}:
        mend = f"set a valid key in {key_name}" if key_name else "mend `headers` in the definition"
        return failed("unauthorized", f"{where} refuses the credentials ({status}): {mend}")
    if status == 429:
        wait = retry_after(headers, now=now)
        return failed(
            "rate_limited",
            f"{where} is rate limited (429{quoted}): lower --concurrency or set requests_per_minute",
            retry_after=wait,
        )
    if status == 408:
        return failed("timeout", f"{where} gave up waiting (408{quoted})")
    if status >= 500 or status in {409, 425}:
        wait = retry_after(headers, now=now)
        return failed("server_error", f"{where} had an error ({status}{quoted})", retry_after=wait)
    return failed("bad_request", _refused(status, where=where, quoted=quoted, headers=headers))


def retry_after(headers: Mapping[str, str], *, now: float) -> float | None:
    """Seconds a reply asks to wait, from a number of seconds or an HTTP date; None where it does not say."""
    if milliseconds := headers.get("retry-after-ms"):
        try:
            return max(0.0, float(milliseconds) / 1000)
        except ValueError:
            pass
    value = headers.get("retry-after", "").strip()
    try:
        seconds = float(value)
    except ValueError:
        return _until(value, now=now)
    return max(0.0, seconds) if seconds == seconds else None  # noqa: PLR0124  - "nan" is a float, and no wait


def _until(value: str, *, now: float) -> float | None:
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=UTC)
    return max(0.0, (date - datetime.fromtimestamp(now, UTC)).total_seconds())


def _refused(status: int, *, where: str, quoted: str, headers: Mapping[str, str]) -> str:
    if status in {301, 302, 303, 307, 308}:
        target = shown_url(headers.get("location", "")) or "another place"
        return f"{where} redirects to {target} ({status}): name that address in the definition"
    if status in {404, 405}:
        return f"nothing answers at {where} ({status}{quoted}): is the address in the definition complete?"
    return f"{where} refuses the request ({status}{quoted})"


def _no_such_model(said: str) -> bool:
    low = said.lower()
    return "model" in low and any(words in low for words in ("not found", "does not exist", "not exist", "unknown"))


def _explained(body: object) -> tuple[str, str]:
    """What an error reply says of itself, and its code."""
    error: Any = body.get("error", body) if isinstance(body, Mapping) else body
    if isinstance(error, Mapping):
        said = error.get("message", error.get("detail", ""))
        return (said if isinstance(said, str) else json.dumps(said)), str(error.get("code") or "")
    if isinstance(error, str):
        return ("" if error.lstrip().startswith("<") else error), ""  # a web page explains nothing
    return "", ""
