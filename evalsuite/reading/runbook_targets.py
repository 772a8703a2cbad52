"""Whom a step of a runbook turns to: queues, teams and people, as it names them."""

import re
from collections.abc import Iterator

from evalsuite.reading.runbook_steps import Action, Parts
from evalsuite.reading.runbook_tools import Ability
from evalsuite.reading.runbook_words import tables_of_runbooks

_TO = r"(?:to|into|at|with|know)"


def targets(parts: Parts, ability: Ability) -> Iterator[str]:
    """The queues, teams and people that a step turns to, as it names them."""
    tables = tables_of_runbooks()
    for action in parts.actions:
        if ability.routes(action.verb):
            found = (
                named(action.raw, rf"\b(?:over |on )?{_TO} ")
                or named(action.raw, rf"^{action.verb}\w* ")
                or _anybody(action.raw)
                or (named(action.raw, r"\b(?:in|for) ", strict=True) if action.verb in tables["makers"] else "")
            )
        elif action.verb in tables["reaching"]:
            found = (named(action.raw, rf"^{action.verb} ") or named(action.raw, rf"\b{_TO} ")
                     or _somebody(action, ability))  # fmt: skip
        elif action.verb in tables["makers"]:
            found = named(action.raw, r"\b(?:in|for|with|to) ", strict=True) or _filed_in(action.raw)
        else:
            found = ""
        if found:
            yield found


def _anybody(text: str) -> str:
    """Whoever stands behind "to the …" or a last "to …", be it no team and no name; empty for the customer, and for
    what is nobody."""
    match = re.search(r"\b(?:to|into) the (?P<name>[a-z]+(?: [a-z]+)?)", text) or re.search(
        r"\b(?:to|into) (?:an? )?(?P<name>[a-z]+(?: [a-z]+)?)$", text
    )
    return _nobody_else(match)


def _somebody(action: Action, ability: Ability) -> str:
    """Whoever is told or asked, be it no name: "let the actuary know"; empty for whom a tool reaches."""
    tables = tables_of_runbooks()
    if action.verb not in tables["person_verbs"]:
        return ""
    match = re.match(r"[a-z]+(?: in)? (?:the|our) (?P<name>[a-z]+(?: [a-z]+)?)", action.raw, re.IGNORECASE)
    words = match["name"].lower().split() if match else []
    aside = tables["spoken_to"] | tables["no_targets"] | tables["told"] | tables["authorities"]
    return "" if not words or not aside.isdisjoint(words) or any(map(ability.knows_thing, words)) else " ".join(words)


def _filed_in(text: str) -> str:
    """The queue that a ticket is to be opened in, by its place alone: "open a case in sales"."""
    return _nobody_else(
        re.match(
            r"\w+ (?:an?|the|another) (?:\w+ )?(?:ticket|case|incident|issue|task) (?:in|at|to) (?:the"
            r" )?(?P<name>[a-z]+)(?= queue|$)",
            text,
        )
    )


def _nobody_else(match: re.Match[str] | None) -> str:
    tables = tables_of_runbooks()
    words = match["name"].split() if match else []
    aside = tables["spoken_to"] | tables["no_targets"] | tables["told"]
    return "" if not words or not aside.isdisjoint(words) else words[0]


_LETTERS = r"[^\W\d_]+(?:[-'][^\W\d_]+)*"
_TITLE = re.compile(rf"(?:(?:Mr|Mrs|Ms|Mx|Dr|Prof)\.? )?(?:[A-Z]\. )?(?![a-z]){_LETTERS}(?: (?![a-z]){_LETTERS})*")


def named(text: str, lead: str, *, strict: bool = False) -> str:
    """The team or person behind a lead, by its form; empty where it is the customer, or no name."""
    tables = tables_of_runbooks()
    for match in re.finditer(lead, text, re.IGNORECASE):
        rest = re.sub(r"^(?:the|our|an?|your) ", "", text[match.end() :])
        words = rest.split()
        if not words or words[0].lower().strip(",.") in tables["spoken_to"]:
            continue
        snake = re.match(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+", rest)
        title = _TITLE.match(rest)
        unit = re.match(rf"(?:[\w-]+ ){{1,4}}?(?:{'|'.join((*tables['units'], 'line'))})s?\b", rest)
        role = re.match(rf"(?:[\w-]+ ){{0,3}}?(?:{'|'.join(tables['roles'])})\b", rest)
        form = (
            snake
            or (title if not strict or (title and "." in title[0]) else None)
            or unit
            or (None if strict else role)
        )
        if form and form[0].lower() not in tables["spoken_to"]:
            behind = re.match(r"[a-z]+", rest[form.end() :].lstrip()) if form[0].endswith("'s") else None
            return f"{form[0]} {behind[0]}" if behind else form[0].strip()
    return ""


def slug(text: str) -> str:
    return "_".join(re.findall(r"[a-z0-9]+", text.lower()))[:40]
