"""Claims turned into what is none: each twin says nearly the same words, and tells of nothing done."""

import re
from collections.abc import Iterator

from evalsuite.reading.language import pack

_OURS = re.compile(
    r"(?:I|We)(?: have|['’]ve) (?:(?:just|now|also|already|successfully) )*(?P<done>[a-z]+)(?P<rest>.*)", re.DOTALL
)
_OF_THING = re.compile(
    r"(?P<thing>[^,:;]*?) (?P<has>has|have) (?:now |also |already )?been (?:successfully )?"
    r"(?P<done>[a-z]+)(?P<rest>.*)",
    re.DOTALL,
)


def twins(quote: str) -> Iterator[tuple[str, str]]:
    """What kind of twin it is, and its text; none for a claim of another form than "I have …" and "… has been …"."""
    quote = quote.strip().rstrip(".:!")
    if match := _OURS.fullmatch(quote):
        yield from _of_ours(match["done"], match["rest"])
    elif match := _OF_THING.fullmatch(quote):
        yield from _of_thing(match["thing"], match["has"], match["done"], match["rest"])


def _of_ours(done: str, rest: str) -> Iterator[tuple[str, str]]:
    base = _base(done)
    yield "offer", f"I can {base}{rest}."
    yield "offer", f"Would you like me to {base}{rest}?"
    yield "question", f"Have I {done}{rest}?"
    yield "negation", f"I have not {done}{rest}."
    yield "negation", f"I haven't {done}{rest}."
    yield "conditional", f"If I have {done}{rest}, you will get an e-mail."
    yield "future", f"I will {base}{rest}."
    yield "future", f"I'm going to {base}{rest}."
    yield "recap", f"You mentioned that I have {done}{rest}."
    yield "user's act", f"You have {done}{rest}."


def _of_thing(thing: str, has: str, done: str, rest: str) -> Iterator[tuple[str, str]]:
    small = thing[:1].lower() + thing[1:]
    yield "offer", f"{thing} can be {done}{rest}."
    yield "question", f"{has.capitalize()} {small} been {done}{rest}?"
    yield "negation", f"{thing} {has} not been {done}{rest}."
    yield "conditional", f"If {small} {has} been {done}{rest}, you will get an e-mail."
    yield "conditional", f"Once {small} {has} been {done}{rest}, you will get an e-mail."
    yield "future", f"{thing} will be {done}{rest}."
    yield "recap", f"You mentioned that {small} {has} been {done}{rest}."
    yield "user's act", f"{thing} {has} been {done} by you{rest}."


def _base(done: str) -> str:
    verb = pack("en").verbs.get(done)
    return verb.base if verb else done
