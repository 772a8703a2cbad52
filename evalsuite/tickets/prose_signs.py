"""What each sentence of customers and staff tells of the assistant's part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evalsuite.tickets.about import Sign
from evalsuite.tickets.compared import other_value
from evalsuite.tickets.corrections import corrects
from evalsuite.tickets.parties import Mention, Party
from evalsuite.tickets.voices import Said, Voices
from evalsuite.tickets.wording import Sentence, Wording


def by_customer(
    each: Said, one: Sentence, mentions: list[Mention], heard: Party | None, words: Wording, *, talks: bool
) -> Iterator[Sign]:
    """What a customer's sentence says of whom."""
    starts = PRONOUN.match(one.own.strip())
    if starts and (heard or (talks and starts[0].startswith("it"))):
        party: Party = heard or "bot"
        mentions = [Mention(start=one.start, end=one.start + 1, party=party), *mentions]
    subject = each.index is None and each.last == ""
    for at, mention in enumerate(mentions):
        until = mentions[at + 1].start if at + 1 < len(mentions) else one.end
        clause = one.own[mention.end - one.start : until - one.start]
        before = one.own[max(0, mention.start - one.start - 40) : max(0, mention.start - one.start)]
        acts = words.speech.search(clause) is not None or _BY.search(before) is not None
        if mention.party == "bot":
            yield Sign(name="names_it_first" if subject else "names_it", said=each, sentence=one)
            if words.credit.search(clause):
                yield Sign(name="credits_it", said=each, sentence=one)
            elif acts:
                yield Sign(name="it_says", said=each, sentence=one)
        elif acts and mention.party in {"person", "thing"}:
            yield Sign(name=f"a_{mention.party}_says", said=each, sentence=one)
            if mention.party == "thing" and each.last == "bot":
                yield Sign(name="a_thing_against_it", said=each, sentence=one)
            if words.complaint.search(clause):
                yield Sign(name=f"a_{mention.party}_at_fault", said=each, sentence=one)
    if any(mention.party == "bot" for mention in mentions):
        if words.mend.search(one.own):
            yield Sign(name="wants_it_mended", said=each, sentence=one)
        small = words.not_bot.sub(" ", one.own)
        if words.acclaim.search(small) or (words.praise.search(small) and not words.contra.search(small)):
            yield Sign(name="praises_it", said=each, sentence=one)
        elif words.complaint.search(small):
            yield Sign(name="complains_of_it", said=each, sentence=one)
    elif words.acclaim.search(one.own) and not mentions:
        yield Sign(name="praises", said=each, sentence=one)
    elif words.complaint.search(one.own):
        yield Sign(name="complains", said=each, sentence=one)
    if words.instant.search(one.own):
        yield Sign(name="no_person_answers_so", said=each, sentence=one)
    if words.self_blame.search(one.own):
        yield Sign(name="blames_oneself", said=each, sentence=one)
    if words.dear.search(one.own):
        yield Sign(name="too_dear", said=each, sentence=one)


def objected(each: Said, one: Sentence, claimed: Sequence[str], words: Wording, *, after: bool) -> Iterator[Sign]:
    """A customer against what the assistant said before."""
    if claimed and after and each.last == "bot" and other_value(claimed, one.own):
        yield Sign(name="gives_another_value", said=each, sentence=one)
    if after and each.index is not None and each.last == "bot" and words.contra.search(one.own):
        yield Sign(name="objects", said=each, sentence=one)
    if claimed and corrects(claimed, one.own):
        yield Sign(name="contradicts", said=each, sentence=one)


def by_staff(
    each: Said, one: Sentence, mentions: Sequence[Mention], claimed: Sequence[str], words: Wording
) -> Iterator[Sign]:
    """What a sentence of staff tells, beside what the assistant had said (`claimed`, in small letters)."""
    names_it = any(mention.party == "bot" for mention in mentions) or words.staff_bot.search(one.small)
    against = words.denial.search(one.own) is not None
    kind = "note" if each.note else "staff"
    if words.undo.search(one.own) and not names_it:
        yield Sign(name="staff_undoes", said=each, sentence=one)
    if names_it and words.exonerates.search(one.own) and not words.admits.search(one.own):
        yield Sign(name="staff_clears_it", said=each, sentence=one)
    elif names_it and against:
        yield Sign(name=f"{kind}_blames_it", said=each, sentence=one)
    elif names_it:
        yield Sign(name="staff_names_it", said=each, sentence=one)
    if not names_it and not against and words.confirms.search(one.own):
        yield Sign(name="staff_confirms", said=each, sentence=one)
    if words.admits.search(one.own):
        yield Sign(name="staff_admits", said=each, sentence=one)
    if words.other_fault.search(one.own) and not names_it:
        yield Sign(name="staff_blames_another", said=each, sentence=one)
    at_work = (
        _WORKED.search(one.own[each_one.end - one.start :][:60]) for each_one in mentions if each_one.party != "bot"
    )
    if not names_it and any(at_work):
        yield Sign(name="staff_names_another", said=each, sentence=one)
    if claimed and other_value(claimed, one.own):
        yield Sign(name="staff_gives_another_value", said=each, sentence=one)
    if claimed and corrects(claimed, one.own):
        yield Sign(name="staff_contradicts", said=each, sentence=one)
    elif claimed and against:
        yield Sign(name="staff_denies", said=each, sentence=one)
    if words.sorry.search(one.own):
        yield Sign(name="staff_is_sorry", said=each, sentence=one)
    if words.no_such.search(one.own):
        yield Sign(name="staff_finds_nothing", said=each, sentence=one)


def ended(told: Voices, words: Wording) -> Iterator[Sign]:
    """How the customer's last words to the assistant sound."""
    talk = [each for each in told.said if not each.staff and each.index is not None and each.last == "bot"]
    if talk and talk[-1].sentences:
        tail = talk[-1].sentences[-1]
        if words.fixed.search(tail.small) and not words.contra.search(tail.small):
            yield Sign(name="content", said=talk[-1], sentence=tail)
    by_staff = any(each.staff for each in told.said)
    for each in told.said:
        for one in each.sentences if each.index is None and each.last == "bot" and not by_staff else ():
            if words.praise.search(one.small) or words.acclaim.search(one.small):
                yield Sign(name="praises_in_the_end", said=each, sentence=one)


_BY = re.compile(
    r"\b(?:\w{3,}ed|told|given|sent|shown|lied to) by (?:\w+ )?\Z|\baccording to (?:\w+ )?\Z|\bfrom (?:\w+ )?\Z"
)
"""Before who did or said something."""
_WORKED = re.compile(
    r"\b(?:was|were|is|are|had|has|have|did|got|gave|took|wrote|put|made|\w{3,}ed|\w+n't|can|will|should)\b"
)
PRONOUN = re.compile(r"(?:and |but |then |so |now |ok |well,? )?(?:it|he|she|they|this|that)(?:'s|'ll|'d)?\b")
