"""Do the words that a judge quotes stand where it says they do?"""

from __future__ import annotations

import re

from evalsuite.graders.judge_prompt import call_text
from evalsuite.protocols import GradingContext
from evalsuite.reading.text import view

_AROUND = " \t\r\n\"'“”‘’…"
_LONGEST = 4000
_LEAST = 3
"""Letters and digits of a quote that says something, where it is not the whole message."""

Span = tuple[int, int]


def located(context: GradingContext, index: int, quote: str) -> Span | None:
    """The quote's place in the raw text of message `index`, code points; (0, 0) where it stands in its tool calls.

    None where it stands in neither. Quotation marks around it, line breaks and what else a reader does not see
    (markdown, kinds of dashes and quotes) make no difference; a word left out does.
    """
    message = context.messages[index]
    wanted = quote.strip(_AROUND).removesuffix("...").removeprefix("...").strip(_AROUND)
    raw = message.text or ""
    if len(wanted) > _LONGEST or not _says_something(wanted, raw):
        return None
    place = raw.find(wanted)
    if place >= 0:
        return place, place + len(wanted)
    seen = context.view(index)
    words = view(wanted).text.split()
    found = re.search(r"\s+".join(map(re.escape, words)), seen.text) if words else None
    if found:
        return seen.raw_span(*found.span())
    return (0, 0) if message.tool_calls and wanted in call_text(message) else None


def _says_something(quote: str, raw: str) -> bool:
    return sum(map(str.isalnum, quote)) >= _LEAST or (bool(quote) and quote == raw.strip())
