"""Everything in a ticket that tells whether the assistant failed in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from evalsuite.domain.ticket import Ticket
from evalsuite.reading.language import language_of
from evalsuite.tickets.about import Sign
from evalsuite.tickets.compared import codes, garbled, runs
from evalsuite.tickets.others_words import Words
from evalsuite.tickets.parties import Party
from evalsuite.tickets.prose_signs import PRONOUN, by_customer, by_staff, ended, objected
from evalsuite.tickets.voices import Voices
from evalsuite.tickets.wording import Sentence, Wording, sentences


def signs(ticket: Ticket, told: Voices, words: Wording) -> Iterator[Sign]:
    """Everything in a ticket that tells whether it is about the assistant; the same sign may come several times."""
    found = [*_standing(ticket, told, words), *_told(ticket, told, words)]
    names = {one.name for one in found}
    it, another = bool(names & _IT), bool(names & _ANOTHER)
    if it or another:
        found.append(
            Sign(name="both_are_heard" if it and another else "it_alone_is_heard" if it else "another_is_heard")
        )
    elsewhere = another and not it and "takes_part" not in names
    for one in found:
        yield replace(one, name=f"{one.name}_of_another") if elsewhere and one.name in _ANSWERS else one


_ANSWERS = frozenset(["staff_admits", "staff_finds_nothing", "staff_undoes", "staff_denies", "staff_contradicts"])
"""What staff answers is about whoever is complained of."""
_IT = {"it_says", "quoted", "pasted"}
_ANOTHER = {"a_person_says", "a_thing_says", "a_person_quoted", "a_thing_quoted"}


def _told(ticket: Ticket, told: Voices, words: Wording) -> Iterator[Sign]:
    """What customers and staff say."""
    spoken = [one.text for one in told.of("bot")]
    claimed = [one.small for text in spoken for one in sentences(text) if _tells(one, words)][-_COMPARED:]
    its_runs = {run for text in spoken for run in runs(text)}
    values = {value.lower() for text in spoken for value in codes(text)}
    talks = any(one.how != "quoted" for one in told.of("bot"))
    first = next((at for at, one in enumerate(ticket.messages) if one.role == "bot" and one.text), None)
    for each in told.said:
        heard: Party | None = None
        after = first is not None and (each.index is None or each.index > first)
        for one in each.sentences:
            mentions = each.within(one)
            if each.staff:
                yield from by_staff(each, one, mentions, claimed, words)
            else:
                yield from by_customer(each, one, mentions, heard, words, talks=talks)
                yield from objected(each, one, claimed if after or first is None else [], words, after=after)
            named = codes(one.small)
            denied = words.denial.search(one.own) or words.unknown.search(one.own)
            if denied and not values.isdisjoint(named) and (each.staff or each.last != "human_agent"):
                yield Sign(name="its_value_is_denied", said=each, sentence=one)
            elif words.confirms.search(one.own) and not values.isdisjoint(named):
                yield Sign(name="its_value_is_confirmed", said=each, sentence=one)
            if not each.staff and (heard == "bot" or any(mention.party == "bot" for mention in mentions)):
                values.update(named)  # as the customer tells it
            if not its_runs.isdisjoint(runs(one.small)):
                yield Sign(name="repeats_its_words", said=each, sentence=one)
            heard = mentions[-1].party if mentions else heard if PRONOUN.match(one.small.strip()) else None
    yield from ended(told, words)


def _standing(ticket: Ticket, told: Voices, words: Wording) -> Iterator[Sign]:
    """What a ticket has as a whole."""
    own = told.of("bot")
    if any(one.how == "message" for one in own):
        yield Sign(name="takes_part")
    if any(one.how == "quoted" for one in own):
        yield Sign(name="quoted")
    if any(one.how == "pasted" for one in told.of("person")):
        yield Sign(name="a_person_pasted")
    if any(one.how == "quoted" for one in told.of("person")):
        yield Sign(name="a_person_quoted")
    if any(one.how != "message" for one in told.of("thing")):
        yield Sign(name="a_thing_quoted")
    if ticket.csat and ticket.csat.good is not None:
        by_staff = any(one.role == "human_agent" and one.public for one in ticket.messages)
        when = "after_staff" if by_staff else "after_it" if own else "alone"
        yield Sign(name=f"rated_{'well' if ticket.csat.good else 'badly'}_{when}")
    spoken = Counter(one.text.strip().lower() for one in own)
    repeats = bool(spoken) and spoken.most_common(1)[0][1] > 1
    if repeats:
        yield Sign(name="says_the_same_again")
    modest = [at for at, one in enumerate(own) if words.modest.search(one.text.lower())]
    offers = [at for at, one in enumerate(own) if words.offers.search(one.text.lower())]
    if modest:
        yield Sign(name="takes_back" if offers and offers[0] < modest[-1] else "modest")
    if any(words.retracts.search(one.text.lower()) for one in own):
        yield Sign(name="it_admits")
    telling = [one for one in own if any(_tells(each, words) for each in sentences(one.text))]
    if any(one.how == "pasted" for one in telling):
        yield Sign(name="pasted")
    if own and not telling and not repeats:
        yield Sign(name="tells_nothing")
    if own and words.hands_over.search(own[-1].text.lower()):
        yield Sign(name="hands_over")
    if any(words.loud.search(one.text) or words.scolds.search(one.text.lower()) for one in own):
        yield Sign(name="loud")
    for one in told.words:
        if one.party != "self" and words.internal.search(one.text.lower()):
            yield Sign(name="internal" if one.party == "bot" else "internal_elsewhere")
    if told.products:
        yield Sign(name="a_product")
    if any(_garbled(one, told) for one in own):
        yield Sign(name="garbles")
    asked = " ".join(each.text for each in told.said if not each.staff and each.index is not None)
    answered = " ".join(one.text for one in own if one.how != "quoted")
    if asked and answered and language_of(answered, "en") != language_of(asked, "en"):
        yield Sign(name="another_language")


def _tells(one: Sentence, words: Wording) -> bool:
    """Whether a sentence of the assistant's says anything that can be wrong."""
    return not one.small.rstrip().endswith("?") and not words.idle.search(one.small)


def _garbled(own: Words, told: Voices) -> bool:
    """Whether the assistant gives back something a little different from what the customer gave it."""
    before = [
        each.text
        for each in told.said
        if not each.staff and each.index is not None and (own.message is None or each.index < own.message)
    ]
    return garbled([*before, *(one.text for one in told.of("self"))], own.text)


_COMPARED = 30
"""Sentences of the assistant's, the last ones, that others are held against."""
