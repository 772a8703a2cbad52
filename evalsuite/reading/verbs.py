"""How a verb's form is used, by what stands before it: done by us, told of a thing, being done, or nothing."""

from collections.abc import Iterator
from dataclasses import replace

from evalsuite.domain.reading import Block
from evalsuite.reading.clauses import Words
from evalsuite.reading.idioms import idioms_in
from evalsuite.reading.language import Pack, Verb
from evalsuite.reading.leads import Lead
from evalsuite.reading.open_verbs import verb_of
from evalsuite.reading.passives import JUST_NOW, being, kept_as, passive, passive_perfect
from evalsuite.reading.phrases import BREAKS, US, Hit, clause_end, skip, subject_of
from evalsuite.reading.retractions import stands
from evalsuite.reading.romance import told_in_romance
from evalsuite.reading.shorthand import fragment
from evalsuite.reading.states import BE, formula_at, state_at

_JOINS = frozenset({"n", "and", ",", "&", "then", "plus", "+"})


_INVERTS = frozenset({"had", "have", "did", "if", "what", "as", "whatever", "should", "until"})


def hits_in(words: Words, block: Block, tables: Pack, lead: Lead = "") -> Iterator[Hit]:
    """The verbs and idioms of a block that tell of an action, in order; `lead` is what the block stands under."""
    lower = words.lower
    idioms: dict[int, Hit] = {}
    for first, hit in idioms_in(lower, tables):
        for place in range(first, hit.at):
            idioms.setdefault(place, hit)
        idioms[hit.at] = hit
    told = tables.telling
    going_on = not JUST_NOW.isdisjoint(lower)
    telling = {
        at
        for at, word in enumerate(lower)
        if word in told
        or ((word[-1] == "d" or "-" in word or (going_on and word[-3:] == "ing")) and verb_of(word, tables) is not None)
    }
    if not telling and not idioms:
        return
    asked = lower[-1] == "?"
    notes = range(len(lower)) if lead == "done" else _notes(lower, block, tables)
    last: Hit | None = None
    for at in sorted(telling.union(idioms)):
        if at in idioms:
            found: Hit | None = idioms[at] if idioms[at].at == at else None
        else:
            found = _verb_at(lower, at, last=last, block=block, note=at in notes, lead=lead, tables=tables)
        if found is None or (lead == "open" and (found.form in {"fragment", "state"} or found.verb.open)):
            continue
        if stands(words, found, tables, asked=asked):
            last = replace(found, loose=True) if found.verb.open else found
            yield last


def _verb_at(
    lower: list[str], at: int, *, last: Hit | None, block: Block, note: bool, lead: Lead, tables: Pack
) -> Hit | None:
    word = lower[at]
    if tables.grammar == "romance":
        return told_in_romance(lower, at, tables)
    verb = verb_of(word, tables)
    hit = _told(lower, at, verb, last=last, block=block, note=note, lead=lead, tables=tables) if verb else None
    if (
        hit is None
        and lead == "done"
        and at == 0
        and verb is not None
        and verb.past
        and lower[1:2]
        and (lower[1] in tables.words["determiners"] or lower[1] in {"a", "an"})
    ):
        hit = Hit(at, verb, "fragment", "done", (at, at), fresh=True, loose=True)
    if hit is None and word in tables.bases:
        hit = formula_at(lower, at, last, tables)
    return hit or state_at(lower, at, last, note=note, tables=tables)


def _opens_a_note(lower: list[str], at: int, verb: Verb, tables: Pack) -> bool:
    """Whether a past form opens a note: "Rang the lab just now", "Took 18 off the card"."""
    if verb.base == lower[at] or verb.base not in tables.words["told_past"] or at + 1 >= len(lower):
        return False
    clause = lower[at + 1 : clause_end(lower, at)]
    told = tables.words["finite"] | tables.words["persons"] - {"you", "it"}
    return bool(clause) and told.isdisjoint(clause) and clause[0] not in {"by", "and", "or", "on", "at", "within"}


def _just(lower: list[str], at: int, verb: Verb) -> bool:
    """Whether somebody leaves out that it was them: "just texted you the link"."""
    return "just" in lower[:at] and (verb.open or verb.base != lower[at]) and lower[at + 1 : at + 2] not in ([], ["by"])


def _notes(lower: list[str], block: Block, tables: Pack) -> frozenset[int]:
    """The places of words in an agent's note: a short sentence without a finite verb or a person in it."""
    if not lower or len(lower) > 40 or block.kind not in {"sentence", "item"} or lower[-1] in {"?", ":"}:
        return frozenset()
    found: set[int] = set()
    start = 0
    for end in (*(place for place, word in enumerate(lower) if word == ";"), len(lower)):
        if tables.sentence.isdisjoint(lower[start:end]):
            found.update(range(start, end))
        start = end + 1
    return frozenset(found)


def _is_note(lower: list[str], tables: Pack) -> bool:
    """Whether a sentence without a finite verb is an agent's note, though it names the customer or a thing by "it"."""
    told = lower[0] in tables.bases or lower[0] in tables.words["imperatives"] or lower[-1] in {"?", ":"}
    return (
        not told
        and len(lower) < 26
        and not any(word in tables.words["persons"] and word not in {"you", "it"} for word in lower)
    )


def _told(
    lower: list[str], at: int, verb: Verb, *, last: Hit | None, block: Block, note: bool, lead: Lead, tables: Pack
) -> Hit | None:
    """How a verb's form is used, by what stands before it."""
    left, fresh, negated = skip(lower, at - 1, tables)
    if negated:
        return None
    before = lower[left] if left >= 0 else ""
    if verb.gerund and not verb.participle:
        return (
            _doing(lower, at, verb, left, fresh=fresh)
            if not verb.open or not JUST_NOW.isdisjoint(lower[max(0, at - 3) :])
            else None
        )
    if before in US and verb.past:
        return _past(lower, at, verb, left, fresh=fresh, tables=tables)
    if before == "having" and left == 0 and verb.participle:
        return Hit(at, verb, "first_person", "done", (0, 0), fresh=True)
    if before in {"have", "has", "had", "went"}:
        return _active_perfect(lower, at, verb, left, fresh=fresh, tables=tables)
    if before == "been":
        return passive_perfect(lower, at, verb, left, fresh=fresh, tables=tables)
    if before == "being":
        return being(lower, at, verb, left, tables=tables)
    if before == "as" and left > 1 and lower[left - 1] in tables.words["kept"] and verb.participle:
        return kept_as(lower, at, verb, left - 2, tables)  # "is noted as accepted"
    if before in BE or (before == "got" and left > 0 and lower[left - 1] not in US):
        return passive(lower, at, verb, left, last=last, lead=lead, fresh=fresh, tables=tables)
    begins = left < 0 or (lower[left] == "," and tables.words["openers"].issuperset(lower[:left]))
    opens = begins and verb.past and (_opens_a_note(lower, at, verb, tables) or _just(lower, at, verb))
    past = Hit(at, verb, "fragment", "done", (at, at), fresh, loose=True) if opens else None
    bare = tables.words["finite"].isdisjoint(lower) and _SENTENCE.isdisjoint(lower)
    if verb.open and not (note or bare or block.kind in {"item", "row"} or _gapped(lower, at, last, tables)):
        joined = _joined(lower, at, verb, left, last, fresh=fresh, note=note, tables=tables) if last else None
        return joined or past
    note = note or (bare and block.kind == "sentence" and lower[at] != verb.base and _is_note(lower, tables))
    if not verb.participle:
        return past
    joined = _joined(lower, at, verb, left, last, fresh=fresh, note=note, tables=tables) if last is not None else None
    joined = joined or (_after_have(lower, at, verb, left) if before == "and" else None)
    return joined or fragment(lower, at, verb, left, block, fresh=fresh, note=note, tables=tables) or past


def _past(lower: list[str], at: int, verb: Verb, left: int, *, fresh: bool, tables: Pack) -> Hit | None:
    """Of "I cancelled", but not "what I cancelled", nor "the order we shipped"."""
    of_ours = lower[left] == "we" and left > 0 and lower[left - 1][0].isalpha()
    if of_ours and lower[left - 1] not in tables.words["conjunctions"]:
        return None
    if verb.open and lower[at + 1 : at + 2] in (["earlier"], ["above"], ["before"]):
        return None
    inverted = left > 0 and lower[left - 1] in _INVERTS
    return None if inverted else Hit(at, verb, "first_person", "done", (left, left), fresh)


def _joined(
    lower: list[str], at: int, verb: Verb, left: int, last: Hit, *, fresh: bool, note: bool, tables: Pack
) -> Hit | None:
    """A verb that shares the subject of the one before it: "cancelled and refunded"."""
    before = lower[left] if left >= 0 else ""
    does = (
        last.form in {"fragment", "first_person"}
        and lower[at + 1 : at + 2] != []
        and (lower[at + 1] in tables.words["determiners"] or lower[at + 1] in {"a", "an"})
    )
    if verb.open and before not in {"and", "&", "+", "n"} and not (before == "," and does):
        return None
    shares = before != "," or (last.verb.action != "lookup" and not last.idiom)
    if before in _JOINS and shares and at - last.at < 16 and not _new_subject(lower, last, left, note=note):
        between = lower[last.at + 1 : at]
        breaks = _SENTENCE if last.form == "first_person" else BREAKS
        if breaks.isdisjoint(between) and tables.words["finite"].isdisjoint(between) and "." not in between:
            return replace(last, at=at, verb=verb, fresh=last.fresh or fresh, joined=True, idiom=False)
    open_still = last.form == "first_person" and _OF_OTHERS.isdisjoint(lower[last.at + 1 : left])
    if before == "and" and left > 0 and (lower[left - 1] == "," or open_still) and last.form == "first_person":
        return replace(last, at=at, verb=verb, joined=True, loose=True, idiom=False)
    return None


_SENTENCE = BREAKS - {"you", "it", "to"}
_OF_OTHERS = _SENTENCE | {"has", "have", "is", "are", "was", "were", ".", "?", ":", ";"}
"""Words of a clause that somebody else is the subject of."""


def _after_have(lower: list[str], at: int, verb: Verb, left: int) -> Hit | None:
    """A second participle behind "I have …": "I've bitten the bullet and refunded it"."""
    for place in range(left - 2, max(0, left - 12), -1):
        if lower[place] == "have" and lower[place - 1] in US:
            return Hit(at, verb, "first_person", "done", (place - 1, place - 1), fresh=True)
        if lower[place] in _OF_OTHERS or lower[place] == ",":
            return None
    return None


def _gapped(lower: list[str], at: int, last: Hit | None, tables: Pack) -> bool:
    """Whether it shares the auxiliary of a verb before it: "it has been approved and the sum wired"."""
    between = lower[last.at + 1 : at] if last is not None and last.form in {"passive", "state"} else []
    return "and" in between and tables.words["finite"].isdisjoint(between) and BREAKS.isdisjoint(between)


def _new_subject(lower: list[str], last: Hit, left: int, *, note: bool) -> bool:
    """Whether a note goes on with another thing behind a comma: "card blocked, new one ordered"."""
    return note and last.form == "fragment" and "," in lower[last.at + 1 : left]


_ONLY_THEN = frozenset({"soon", "once", "when", "if", "until", "unless"})


def _doing(lower: list[str], at: int, verb: Verb, left: int, *, fresh: bool) -> Hit | None:
    before = lower[left] if left >= 0 else ""
    if not _ONLY_THEN.isdisjoint(lower[at : at + 16]):
        return None
    if (before == "am" and left > 0 and lower[left - 1] == "i") or (
        before == "are" and left > 0 and lower[left - 1] == "we" and not JUST_NOW.isdisjoint(lower[left : at + 12])
    ):
        return Hit(at, verb, "first_person", "doing", (left - 1, left - 1), fresh)
    follows = lower[at + 1] if at + 1 < len(lower) else ""
    if left < 0 and follows == "you" and verb.base in {"transfer", "connect", "escalate"} and "if" not in lower:
        return Hit(at, verb, "first_person", "doing", (at, at), fresh)
    if (
        left < 0
        and follows in {"you", "your", "the", "this", "that", "it", "now"}
        and "now" in lower[at : at + 9]
        and "if" not in lower
    ):
        return Hit(at, verb, "first_person", "doing", (at, at), fresh)
    return None


def _active_perfect(lower: list[str], at: int, verb: Verb, left: int, *, fresh: bool, tables: Pack) -> Hit | None:
    who, newer, negated = skip(lower, left - 1, tables)
    if negated or lower[left] == "had" or not (verb.participle or lower[left] == "went"):
        return None
    if who < 0:  # "have added the note"
        whole = lower[left] == "have" and lower[-1] != "?"
        return Hit(at, verb, "first_person", "done", (left, left), fresh=True) if whole else None
    if lower[who] == "," and who > 2 and lower[who - 2] == "," and lower[who - 3] in US:  # "I, personally, have"
        who -= 3
    if lower[who] in US:
        if who > 0 and lower[who - 1] in {"should", "until", "once", "what"}:
            return None
        return Hit(at, verb, "first_person", "done", (who, who), fresh or newer)
    first, end = subject_of(lower, left, tables)
    if lower[left] in {"have", "has"} and first < end and lower[first] in {"our", "my"}:
        return Hit(at, verb, "passive", "done", (first, end), fresh or newer)
    return None
