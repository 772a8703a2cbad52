"""Whether a simulated customer's message keeps to its part: nothing invented, nothing given away, no second opening."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from evalsuite.domain.case import Case
from evalsuite.domain.conversation import Message, Transcript
from evalsuite.graders.ids import ids
from evalsuite.judging import READERS
from evalsuite.protocols import GradingContext, Knowledge
from evalsuite.reading.amounts import amounts

if TYPE_CHECKING:
    from evalsuite.domain.customer import Customer
    from evalsuite.domain.verdict import Verdict

INVENTED = frozenset({"invented_id", "garbled_id", "ungrounded_date", "ungrounded_link"})
"""What a customer makes up when it names something that nobody gave it."""
SAME = 0.6
"""Share of an opening's runs of three words from which on a message is that opening again."""
_PERSONAL = re.compile(
    r"(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(?P<number>\+?\d(?:[ ().-]{0,2}\d){6,})"
    r"|\b(?:I am|I['’]m|[Mm]y name is|[Mm]e llamo|[Ss]oy|[Mm]i nombre es) (?P<name>[A-Z]\w+ [A-Z]\w+)"
)
_VALUE = re.compile(r"\S*\d\S*")
_WORD = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_UNKNOWING = re.compile(r"\?|n['’]t\b|\b(?:no|not|never|without|unsure|unknown|sin|ni)\b", re.IGNORECASE)


def faults(case: Case, messages: Sequence[Message], text: str, knowledge: Knowledge) -> Iterator[str]:
    """What is wrong with the customer's next message, in words; nothing where it can be used."""
    customer = case.customer
    assert customer is not None  # noqa: S101  - for the type checker
    heard = "\n".join(message.text or "" for message in messages if message.role in {"user", "assistant"})
    yield from _given_away(customer, heard, text)
    yield from _invented(case, messages, text, knowledge)
    first = next((message.text for message in messages if message.role == "user"), None)
    if first is not None and _again(first, text):
        yield "it began the conversation a second time"


def _given_away(customer: Customer, heard: str, text: str) -> Iterator[str]:
    known = _plain("\n".join((customer.goal, *customer.knows, customer.opens or "", heard)))
    for secret in customer.does_not_know:
        values = [value for value in map(_plain, _VALUE.findall(secret)) if value and f" {value} " not in f" {known} "]
        told = any(f" {value} " in f" {_plain(text)} " for value in values)
        if told or (not values and _states(text, secret) and _plain(secret) not in known):
            yield f"it gave away what it should not know: {secret}"


def _states(text: str, secret: str) -> bool:
    """Whether a sentence holds the words, and is neither a question nor says that they are not known."""
    wanted = _plain(secret)
    return bool(wanted) and any(
        f" {wanted} " in f" {_plain(sentence)} " and not _UNKNOWING.search(sentence)
        for sentence in _SENTENCE.findall(text)
    )


def _invented(case: Case, messages: Sequence[Message], text: str, knowledge: Knowledge) -> Iterator[str]:
    """What the message names that neither its card nor the conversation holds: it is graded as a reply would be, with
    the parts turned around."""
    turned = [_turned(message) for message in messages if message.role in {"user", "assistant"} and message.text]
    said = (*turned, Message(role="assistant", text=text))
    context = GradingContext(
        case=Case(id=case.id, language=case.language, id_patterns=case.id_patterns),
        transcript=Transcript(messages=said, documents=tuple(_card(case))),
        readers=READERS,
        knowledge=replace(knowledge, prompt=None, canaries=()),
        replies=[len(said) - 1],
    )
    verdict: Verdict = ids(knowledge=context.knowledge)(context)
    quotes = [finding.quote for finding in verdict.findings if finding.code in INVENTED]
    for quote in (*quotes, *_unheard(text, "\n".join((*_card(case), *(one.text or "" for one in turned))))):
        yield f"it named {quote!r}, which it was never told"


def _unheard(text: str, heard: str) -> Iterator[str]:
    """Amounts, and what says who the customer is, that were not heard before: to a shop they would be the customer's
    to tell, and so are no mistake in a reply."""
    known = {fact.cents for fact in amounts(READERS.view(heard))}
    yield from (fact.text for fact in amounts(READERS.view(text)) if fact.cents not in known)
    digits, words = re.sub(r"\D", "", heard), f" {_plain(heard)} "
    for found in _PERSONAL.finditer(text):
        told = found["name"] or found.group()
        number = re.sub(r"\D", "", told) if found["number"] else ""
        if (number not in digits) if number else (f" {_plain(told)} " not in words):
            yield told


def _turned(message: Message) -> Message:
    return Message(role="user" if message.role == "assistant" else "assistant", text=message.text)


def _card(case: Case) -> Iterator[str]:
    customer = case.customer
    if customer is not None:
        yield from (customer.goal, customer.mood, *customer.knows, customer.opens or "")


def _again(first: str, text: str) -> bool:
    opening, later = _WORD.findall(first.casefold()), _WORD.findall(text.casefold())
    runs = {tuple(opening[at : at + 3]) for at in range(len(opening) - 2)}
    if not runs:
        return opening == later and len(opening) > 1  # "Hello" and "yes please" may well come twice
    seen = {tuple(later[at : at + 3]) for at in range(len(later) - 2)}
    return len(runs & seen) >= SAME * len(runs) and len(opening) > 4


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
