"""Do the words that a judge quotes stand where it says they do?"""

from __future__ import annotations

import re

from evalsuite.domain.reading import TextView
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
    found = place_of(quote, context.view(index))
    if found:
        return found
    wanted = _bare(quote)
    called = message.tool_calls and _says_something(wanted, "") and len(wanted) <= _LONGEST
    return (0, 0) if called and wanted in call_text(message) else None


def place_of(quote: str, seen: TextView) -> Span | None:
    """The quote's place in a text's raw form, code points; None where it does not stand there, or says nothing."""
    wanted = _bare(quote)
    if len(wanted) > _LONGEST or not _says_something(wanted, seen.raw):
        return None
    place = seen.raw.find(wanted)
    if place >= 0:
        return place, place + len(wanted)
    words = view(wanted).text.split()
    found = re.search(r"\s+".join(map(re.escape, words)), seen.text) if words else None
    return seen.raw_span(*found.span()) if found else None


def _bare(quote: str) -> str:
    return quote.strip(_AROUND).removesuffix("...").removeprefix("...").strip(_AROUND)


def _says_something(quote: str, raw: str) -> bool:
    return sum(map(str.isalnum, quote)) >= _LEAST or (bool(quote) and quote == raw.strip())
