"""Whether a ticket is about what the assistant said or did: named, shown at fault in its own messages, or praised."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from evalsuite.domain.labels import Clue
from evalsuite.domain.ticket import Ticket
from evalsuite.tickets.corrections import corrects
from evalsuite.tickets.wording import STRONG, Sentence, Wording, sentences

NEEDED = 2.0
"""What must speak for a fault of an assistant that nobody names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A text of the ticket by a customer or by staff."""

    text: str
    index: int | None
    """None for the subject and the rating."""
    staff: bool
    last: str
    """Who, customers aside, spoke last in public before it: `bot`, `human_agent`, or nobody."""
    sentences: tuple[Sentence, ...]


def said_in(ticket: Ticket) -> list[Said]:
    """What customers and staff say, in order: the subject first, the rating last."""
    found = [_said(ticket.subject, None, staff=False, last="")] if ticket.subject else []
    last = ""
    for index, message in enumerate(ticket.messages):
        if message.role in {"customer", "human_agent"} and message.text:
            found.append(_said(message.text, index, staff=message.role == "human_agent", last=last))
        if message.public and message.role in {"bot", "human_agent"}:
            last = message.role
    if ticket.csat and ticket.csat.comment:
        found.append(_said(ticket.csat.comment, None, staff=False, last=last))
    return found


def about_clues(ticket: Ticket, said: list[Said], words: Wording) -> Iterator[tuple[Clue, float]]:
    """What speaks for the ticket's being about the assistant (mode `about_assistant` or `praise`), with its weight."""
    texts = [*(one.small for each in said for one in each.sentences), *map(str.lower, ticket.tags)]
    products = any(words.not_bot.search(one) for one in texts)
    names = _bot_names(ticket)
    best: dict[str, float] = defaultdict(float)
    rated_badly = ticket.csat is not None and ticket.csat.good is False
    bot = words.sure_bot if products else words.bot
    for each in said:
        pattern = words.staff_bot if each.staff else bot
        for one in each.sentences:
            for found, weight in _named(each, one, pattern, names, words, rated_badly=rated_badly):
                yield found, min(weight, max(0.0, weight - best[found.mode]))  # to be named twice says no more
                best[found.mode] = max(best[found.mode], weight)
    if any(one.role == "bot" and one.text for one in ticket.messages):
        yield from _shown(ticket, said, words)


def _named(
    each: Said,
    one: Sentence,
    bot: re.Pattern[str],
    names: re.Pattern[str] | None,
    words: Wording,
    *,
    rated_badly: bool,
) -> Iterator[tuple[Clue, float]]:
    small = words.not_bot.sub(" ", one.own)
    if words.fixed.search(small) and each.staff and words.staff_bot.search(small):
        yield clue(each, one, "about_assistant", "staff says the assistant was right"), -3.0
        return
    if not each.staff and words.instant.search(one.own):
        yield clue(each, one, "about_assistant", "no person answers so"), NEEDED
    if bot.search(small) is None and (names is None or names.search(small) is None):
        return
    acts = words.speech.search(small) is not None
    complains = words.complaint.search(small) is not None
    if each.staff:
        if acts or complains or words.denial.search(small) or "came from" in small or "=" in small:
            yield clue(each, one, "about_assistant", "staff names the assistant"), NEEDED
    elif words.praise.search(small) and not words.contra.search(small):
        yield clue(each, one, "praise", "praises the assistant"), NEEDED
    else:
        weight = 0.75 + 0.5 * acts + 1.25 * (complains or _fails(small, words)) + 0.75 * (_quotes(each) or rated_badly)
        weight += 0.75 * any(words.complaint.search(other.own) for other in each.sentences)
        why = "complains of the assistant" if weight >= NEEDED else "names the assistant"
        yield (
            clue(each, one, "about_assistant", why),
            weight,
        )


def _fails(small: str, words: Wording) -> bool:
    """Whether a sentence tells of a failure in so many words."""
    modes = (of for mode, of in words.modes.items() if mode not in _HARMLESS)
    return any(weight >= STRONG and one.search(small) for of in modes for one, weight in of)


_HARMLESS = frozenset({"hallucinated_capability", "wrong_policy", "other"})
"""Modes whose words tell of a failure only beside a complaint."""


def _quotes(each: Said) -> bool:
    """Whether words of another are given: an assistant's words are quoted to complain of them."""
    return any('"   ' in one.own for one in each.sentences)


def _shown(ticket: Ticket, said: list[Said], words: Wording) -> Iterator[tuple[Clue, float]]:
    """The assistant's own messages, contradicted, repeated or rated badly; or thanked for."""
    spoken = [one.text.strip() for one in ticket.messages if one.role == "bot" and one.text.strip()]
    first = next(index for index, one in enumerate(ticket.messages) if one.role == "bot" and one.text)
    told_by_bot = [sentence.small for quote in spoken for sentence in sentences(quote)][-_COMPARED:]
    runs = {run for quote in spoken for run in _runs(quote)}
    contradicted = settled = 0.0
    praised = False
    for each in said:
        told = each.index is None or each.index == 0 or each.index > first
        for one in each.sentences if told else ():
            if not runs.isdisjoint(_runs(one.small)):
                yield clue(each, one, "about_assistant", "repeats the assistant's words"), NEEDED
            if each.staff:
                against = words.denial.search(one.small) or corrects(told_by_bot, one.own)
                if each.last == "bot" and against and contradicted <= 1.5:
                    contradicted += 1.5
                    yield clue(each, one, "about_assistant", "staff corrects what the assistant said"), 1.5
            elif each.last != "human_agent" and (
                words.contra.search(one.own) or ((each.index or 0) > first and corrects(told_by_bot, one.own))
            ):
                weight = 1.25 if contradicted < 1.25 else 0.25
                contradicted += weight
                yield clue(each, one, "about_assistant", "contradicts the assistant"), weight
        if not each.staff and each.index is not None and each.last == "bot" and each.sentences:
            tail = each.sentences[-1]
            settled = 1.0 if words.fixed.search(tail.small) and not words.contra.search(tail.small) else 0.0
            if words.praise.search(tail.small) and not words.contra.search(tail.small):
                praised = True
                yield clue(each, tail, "praise", "content with the assistant's answer"), 1.0
    if Counter(spoken).most_common(1)[0][1] > 1:
        yield (
            Clue(kind="words", mode="about_assistant", quote=spoken[-1][:200], why="the assistant repeats itself"),
            1.0,
        )
    yield from _rated(ticket, words, praised=praised)
    if settled:
        yield Clue(kind="words", mode="about_assistant", quote="", why="the customer was content in the end"), -1.5


def _rated(ticket: Ticket, words: Wording, *, praised: bool) -> Iterator[tuple[Clue, float]]:
    csat = ticket.csat
    if csat is None or csat.good is None:
        return
    if not csat.good:
        dear = words.dear.search(" ".join([*(one.text for one in ticket.messages), csat.comment]).lower())
        yield (
            Clue(kind="words", mode="about_assistant", quote=csat.comment[:200], why="rated badly"),
            0.75 if dear else 2.0,
        )
        return
    yield Clue(kind="words", mode="about_assistant", quote=csat.comment[:200], why="rated well"), -1.0
    human = any(one.role == "human_agent" and one.public for one in ticket.messages)
    both = re.search(r"\bboth\b", " ".join(one.text.lower() for one in ticket.messages[-1:]))
    told = praised or words.praise.search(csat.comment.lower())
    if (told and not human) or (human and both):
        yield Clue(kind="words", mode="praise", quote=csat.comment[:200], why="rated well, and says why"), NEEDED


def _runs(text: str) -> set[tuple[str, ...]]:
    """Five words in a row, of the first thousands."""
    words = _WORD.findall(text[:20_000].lower())
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)} or ({tuple(words)} if len(words) == 4 else set())


_WORD = re.compile(r"[\w']+")
_COMPARED = 30
"""Sentences of the assistant's, the last ones, that others are held against."""


def _bot_names(ticket: Ticket) -> re.Pattern[str] | None:
    """What the assistant is called: by the help desk, or by itself."""
    told = [name for person in ticket.people if person.role == "bot" for name in person.names]
    told += [name for message in ticket.messages if message.role == "bot" for name in _I_AM.findall(message.text[:400])]
    names = [re.escape(name.lower()) for name in dict.fromkeys(told) if len(name) > 2]
    return re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)") if names else None


_I_AM = re.compile(
    r"(?:I'm|I am|This is|My name is)\s+([A-Z]\w{2,15}),? (?:your|the|an?|"
    r"from)\b[^.!?\n]{0,40}\b(?:assistant|bot|agent|AI|helper)"
)


def clue(each: Said, one: Sentence, mode: str, why: str) -> Clue:
    """A clue in the words of one sentence."""
    quote = each.text[one.start : one.end].strip()[:300]
    start = None if each.index is None else one.start
    return Clue(kind="words", mode=mode, quote=quote, message=each.index, start=start, why=why)


def _said(text: str, index: int | None, *, staff: bool, last: str) -> Said:
    return Said(text=text, index=index, staff=staff, last=last, sentences=tuple(sentences(text)))
