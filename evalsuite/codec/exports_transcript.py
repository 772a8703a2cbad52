"""A whole conversation in one text: `Customer: …`, `Bot: …`, `Agent: …`, each on a line of its own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from evalsuite.domain.ticket import Speaker

SPEAKERS: Mapping[str, Speaker] = {
    **dict.fromkeys(
        ("customer", "user", "client", "visitor", "guest", "end user", "end_user", "requester", "caller", "shopper"),
        "customer",
    ),
    **dict.fromkeys(
        ("bot", "chatbot", "assistant", "ai", "ai agent", "ai assistant", "virtual assistant", "virtual agent"), "bot"
    ),
    **dict.fromkeys(
        (
            *("agent", "human", "human agent", "human_agent", "support", "support agent"),
            *("staff", "operator", "representative"),
        ),
        "human_agent",
    ),
    "system": "system",
}
"""Words that open a turn, in any case of letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    role: Speaker
    name: str
    """As it is written."""
    text: str


def turns(text: str, speakers: Mapping[str, Speaker] | None = None) -> tuple[Turn, ...]:
    """The turns of a transcript; `speakers` are names beside the usual words.

    A line that opens with nobody known goes on with the turn before it: whose a name is, is not guessed. A text in
    which nobody opens a turn has none.
    """
    known = {**SPEAKERS, **{name.casefold(): role for name, role in (speakers or {}).items()}}
    found: list[tuple[Speaker, str, list[str]]] = []
    before: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        opened = _OPENS.match(line[:200])
        role = known.get(opened["name"].strip().casefold()) if opened else None
        if opened and role:
            found.append((role, opened["name"].strip(), [line[opened.end() :]]))
        else:
            (found[-1][2] if found else before).append(line)
    if found and (head := "\n".join(before).strip()):
        found.insert(0, ("system", "", [head]))
    said = ((role, name, "\n".join(lines).strip()) for role, name, lines in found)
    return tuple(Turn(role=role, name=name, text=words) for role, name, words in said if words)


_OPENS = re.compile(
    r"\s*(?:[\[(][\d:./, TZ+-]{4,40}(?:[AaPp]\.?[Mm]\.?)?[\])]\s*|\d{1,2}:\d{2}(?::\d{2})?\s+)?"
    r"[*_]{0,2}(?P<name>[^\W\d_][^:\n*]{0,60}?)[*_]{0,2}\s*(?:[\[(][^\])\n]{0,40}[\])]\s*)?:[*_]{0,2}(?:\s+|$)"
)
