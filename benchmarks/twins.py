"""Claims turned into sentences that claim nothing: offers, questions, negations, plans, what others did."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evalsuite.reading.language import DEFAULT, pack

_ADVERBS = r"(?:(?:now|just|already|successfully|also|\w{3,12}ly) )*"
_SAID = r"(?:[^.!?;:\n\\]|\.(?=\w))"
"""What a sentence goes on with; a dot within a number or an address does not end it."""
_ACTIVE = re.compile(rf"\b(?:I|We)(?:'ve|’ve| have) {_ADVERBS}(?P<verb>[a-z]+ed|\w+) (?P<rest>{_SAID}{{3,120}})")
_PASSIVE = re.compile(
    rf"(?P<what>\b(?:Your|The|This|All|Both|An?) [^.!?;:,—\n\\]{{2,80}}?) (?P<aux>has|have) {_ADVERBS}been {_ADVERBS}"
    rf"(?P<verb>[a-z]+)(?P<rest>{_SAID}{{0,100}})"
)


@dataclass(frozen=True)
class Twin:
    kind: str
    text: str


def twins(claims: Iterable[str]) -> list[Twin]:
    """The twins of every claim whose form is plain enough to be turned, each once, in order."""
    return list(dict.fromkeys(twin for claim in claims for twin in (*_of_active(claim), *_of_passive(claim))))


def _of_active(claim: str) -> Iterator[Twin]:
    tables = pack(DEFAULT)
    for match in _ACTIVE.finditer(claim):
        verb, rest = match["verb"], match["rest"].split(", and ")[0].split(" and ")[0].strip()
        known = tables.verbs.get(verb)
        if known is None or not known.participle or verb == "done":  # "all I have done is …" cannot be turned
            continue
        base = known.base
        yield Twin("offer", f"I can {base} {rest}.")
        yield Twin("question", f"Would you like me to {base} {rest}?")
        yield Twin("doubt", f"Have I {verb} {rest}?")
        yield Twin("negation", f"I have not {verb} {rest}.")
        yield Twin("denial", f"I haven't {verb} {rest}.")
        yield Twin("conditional", f"Once I have {verb} {rest}, I will let you know.")
        yield Twin("future", f"I will {base} {rest}.")
        yield Twin("plan", f"I'm going to {base} {rest}.")
        yield Twin("recap", f"You mentioned that somebody {verb} {rest}.")
        yield Twin("user's act", f"You have {verb} {rest}.")


def _of_passive(claim: str) -> Iterator[Twin]:
    tables = pack(DEFAULT)
    for match in _PASSIVE.finditer(claim):
        what, have, verb = match["what"], match["aux"], match["verb"]
        rest = match["rest"].split(", and ")[0].split(" and ")[0].rstrip()
        known = tables.verbs.get(verb)
        if known is None or not known.participle:
            continue
        what_is = what[0].lower() + what[1:]
        yield Twin("offer", f"{what} can be {verb}{rest}.")
        yield Twin("question", f"{have.capitalize()} {what_is} been {verb}{rest}?")
        yield Twin("negation", f"{what} {have} not been {verb}{rest}.")
        yield Twin("conditional", f"If {what_is} {have} been {verb}{rest}, you will get a message.")
        yield Twin("future", f"{what} will be {verb}{rest}.")
        yield Twin("hearsay", f"You mentioned that {what_is} {have} been {verb}{rest}.")
        yield Twin("recap", f"{what} {'was' if have == 'has' else 'were'} {verb}{rest} on 3 May 2023.")
        yield Twin("user's act", f"{what} {have} been {verb} by you{rest}.")
