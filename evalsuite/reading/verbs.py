"""How a verb's form is used, by what stands before it: done by us, told of a thing, being done, or nothing."""

from collections.abc import Iterator
from dataclasses import replace

from evalsuite.domain.reading import Block
from evalsuite.reading.clauses import Words
from evalsuite.reading.idioms import idioms_in
from evalsuite.reading.language import Pack, Verb
from evalsuite.reading.phrases import BREAKS, US, Hit, clause_end, is_id, noun_class, skip, subject_of
from evalsuite.reading.retractions import stands
from evalsuite.reading.romance import told_in_romance
from evalsuite.reading.shorthand import fragment

_BE = frozenset({"is", "are", "'s", "was", "were"})


_JOINS = frozenset({"and", ",", "&", "then", "plus", "+"})


_INVERTS = frozenset({"had", "have", "did", "if", "what", "as", "whatever", "should", "until"})


def hits_in(words: Words, block: Block, tables: Pack) -> Iterator[Hit]:
    """The verbs and idioms of a block that tell of an action, in order."""
    lower = words.lower
    idioms = {place: hit for first, hit in idioms_in(lower, tables) for place in range(first, hit.at + 1)}
    telling = {at for at, word in enumerate(lower) if word in tables.telling}
    if words.hyphened:
        telling.update(at for at, word in enumerate(lower) if "-" in word)
    if not telling and not idioms:
        return
    asked = lower[-1] == "?"
    notes = _notes(lower, block, tables)
    last: Hit | None = None
    for at in sorted(telling.union(idioms)):
        if at in idioms:
            hit = idioms[at] if idioms[at].at == at else None
        else:
            hit = _verb_at(lower, at, last=last, block=block, note=at in notes, tables=tables)
        if hit is not None and stands(words, hit, tables, asked=asked):
            last = hit
            yield hit


def _verb_at(lower: list[str], at: int, *, last: Hit | None, block: Block, note: bool, tables: Pack) -> Hit | None:
    word = lower[at]
    if tables.grammar == "romance":
        return told_in_romance(lower, at, tables)
    verb = tables.verbs.get(word) or (tables.verbs.get(word.replace("-", "")) if "-" in word else None)
    hit = _told(lower, at, verb, last=last, block=block, note=note, tables=tables) if verb else None
    if hit is None and word in tables.words["states"]:
        hit = _state(lower, at, tables)
    if hit is None and word in tables.bases:
        hit = _managed(lower, at, tables)
    return hit


def _opens_a_note(lower: list[str], at: int, verb: Verb, tables: Pack) -> bool:
    """Whether a past form opens a note: "Rang the lab just now", "Took 18 off the card"."""
    if verb.base == lower[at] or verb.base not in tables.words["told_past"] or at + 1 >= len(lower):
        return False
    clause = lower[at + 1 : clause_end(lower, at)]
    told = tables.words["finite"] | tables.words["persons"] - {"you", "it"}
    return bool(clause) and told.isdisjoint(clause) and clause[0] not in {"by", "and", "or", "on", "at", "within"}


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


def _told(
    lower: list[str], at: int, verb: Verb, *, last: Hit | None, block: Block, note: bool, tables: Pack
) -> Hit | None:
    """How a verb's form is used, by what stands before it."""
    left, fresh, negated = skip(lower, at - 1, tables)
    if negated:
        return None
    before = lower[left] if left >= 0 else ""
    if verb.gerund and not verb.participle:
        return _doing(lower, at, verb, left, fresh=fresh)
    if before in US and verb.past:
        return _past(lower, at, verb, left, fresh=fresh, tables=tables)
    if before == "having" and left == 0 and verb.participle:
        return Hit(at, verb, "first_person", "done", (0, 0), fresh=True)
    if before in {"have", "has", "had", "went"}:
        return _active_perfect(lower, at, verb, left, fresh=fresh, tables=tables)
    if before == "been":
        return _passive_perfect(lower, at, verb, left, fresh=fresh, tables=tables)
    if before == "being":
        return _being(lower, at, verb, left, tables=tables)
    if before in _BE:
        return _passive(lower, at, verb, left, fresh=fresh, tables=tables)
    opens = left < 0 and verb.past and _opens_a_note(lower, at, verb, tables)
    past = Hit(at, verb, "fragment", "done", (at, at), fresh, loose=True) if opens else None
    if not verb.participle:
        return past
    joined = _joined(lower, at, verb, left, last, fresh=fresh, note=note, tables=tables) if last is not None else None
    return joined or fragment(lower, at, verb, left, block, fresh=fresh, note=note, tables=tables) or past


def _past(lower: list[str], at: int, verb: Verb, left: int, *, fresh: bool, tables: Pack) -> Hit | None:
    """Of "I cancelled", but not "what I cancelled", nor "the order we shipped"."""
    of_ours = lower[left] == "we" and left > 0 and lower[left - 1][0].isalpha()
    if of_ours and lower[left - 1] not in tables.words["conjunctions"]:
        return None
    inverted = left > 0 and lower[left - 1] in _INVERTS
    return None if inverted else Hit(at, verb, "first_person", "done", (left, left), fresh)


def _being(lower: list[str], at: int, verb: Verb, left: int, *, tables: Pack) -> Hit | None:
    """Of "you are being transferred": it is of the customer's things, and loosely of others."""
    aux, _, negated = skip(lower, left - 1, tables)
    if aux <= 0 or lower[aux] not in {"is", "are", "'s"} or negated:
        return None
    first, end = subject_of(lower, aux, tables)
    mine = first < end and lower[first] in {"your", "you"}
    ours = first < end and lower[first] == "the" and not verb.light and verb.action != "lookup"
    return Hit(at, verb, "passive", "doing", (first, end), fresh=True, loose=not mine) if mine or ours else None


def _joined(
    lower: list[str], at: int, verb: Verb, left: int, last: Hit, *, fresh: bool, note: bool, tables: Pack
) -> Hit | None:
    """A verb that shares the subject of the one before it: "cancelled and refunded"."""
    before = lower[left] if left >= 0 else ""
    shares = before != "," or (last.verb.action != "lookup" and not last.idiom)
    if before in _JOINS and shares and at - last.at < 16 and not _new_subject(lower, last, left, note=note):
        between = lower[last.at + 1 : at]
        if BREAKS.isdisjoint(between) and tables.words["finite"].isdisjoint(between) and "." not in between:
            return replace(last, at=at, verb=verb, fresh=last.fresh or fresh, joined=True, idiom=False)
    if before == "and" and left > 0 and lower[left - 1] == "," and last.form == "first_person":
        return replace(last, at=at, verb=verb, joined=True, loose=True, idiom=False)
    return None


def _new_subject(lower: list[str], last: Hit, left: int, *, note: bool) -> bool:
    """Whether a note goes on with another thing behind a comma: "card blocked, new one ordered"."""
    return note and last.form == "fragment" and "," in lower[last.at + 1 : left]


def _doing(lower: list[str], at: int, verb: Verb, left: int, *, fresh: bool) -> Hit | None:
    before = lower[left] if left >= 0 else ""
    if (before == "am" and left > 0 and lower[left - 1] == "i") or (
        before == "are" and left > 0 and lower[left - 1] == "we" and "now" in lower[left : at + 9]
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
    if negated or who < 0 or lower[left] == "had" or not (verb.participle or lower[left] == "went"):
        return None
    if lower[who] in US:
        if who > 0 and lower[who - 1] in {"should", "until", "once", "what"}:
            return None
        return Hit(at, verb, "first_person", "done", (who, who), fresh or newer)
    first, end = subject_of(lower, left, tables)
    if lower[left] in {"have", "has"} and first < end and lower[first] == "our":
        return Hit(at, verb, "passive", "done", (first, end), fresh or newer)
    return None


def _passive_perfect(lower: list[str], at: int, verb: Verb, left: int, *, fresh: bool, tables: Pack) -> Hit | None:
    aux, newer, negated = skip(lower, left - 1, tables)
    if negated or aux < 0 or lower[aux] not in {"has", "have", "'s"} or not verb.participle:
        return None
    first, end = subject_of(lower, aux, tables)
    if lower[end - 1 : end] == ["you"] and not US.isdisjoint(lower[first:end]):  # "I understand you have been charged"
        return None
    if aux > 0 and (
        lower[aux - 1] in tables.words["modals"] or lower[aux - 1] in {"which", "who", "that", "what", "to"}
    ):
        return None
    return Hit(at, verb, "passive", "done", (first, end), fresh or newer)


def _passive(lower: list[str], at: int, verb: Verb, left: int, *, fresh: bool, tables: Pack) -> Hit | None:
    if not verb.participle or left == 0:
        return None
    first, end = subject_of(lower, left, tables)
    who = lower[left - 1]
    if who in US or who in {"which", "who", "that", "what", "they", "he", "she", "there"} or first >= end:
        return None
    if not {"currently", "still"}.isdisjoint(lower[left + 1 : at]):
        return None
    if who == "you" and not (fresh or verb.action in {"charge", "order", "schedule", "escalate"}):
        return None
    loose = not fresh and _new_behind(lower, at)
    fresh = fresh or loose
    if lower[left] in {"was", "were"} and not fresh:
        fresh = (
            (verb.base == "waive" and not _on_a_day(lower, at, tables))
            or not tables.words["just_now"].isdisjoint(lower[at + 1 : at + 14])
            or lower[left + 1 : left + 2] == ["just"]
        )
        if not fresh:
            told = verb.action in {"send", "contact"} and lower[first] in {"the", "your"} and not _dated(lower, at)
            return Hit(at, verb, "state", "done", (first, end), fresh=True, loose=True) if told else None
    if fresh and verb.action == "schedule" and noun_class(lower, first, end, tables) != "schedule":
        return None
    if fresh:
        return Hit(at, verb, "state", "done", (first, end), fresh=True, loose=loose)
    definite = lower[first] in {"your", "both", "all", "this", "these"} or any(
        is_id(word) for word in lower[max(first, end - 4) : end]
    )
    singular = lower[left] in {"is", "'s"} or lower[first] in {"your", "both", "all", "these"}
    about = noun_class(lower, first, end, tables)
    if (verb.light and about is None) or (verb.action == "schedule" and about != "schedule"):
        return None
    if definite and singular:
        return Hit(at, verb, "state", "done", (first, end), fresh=False)
    arranged = about == "schedule" and verb.base in {"arrange", "set", "book", "confirm"} and lower[left] == "is"
    settled = (
        lower[first] == "the" and verb.base in {"register", "set"} and lower[left] == "is" and "new" in lower[first:end]
    )
    return Hit(at, verb, "state", "done", (first, end), fresh=False, loose=True) if arranged or settled else None


def _new_behind(lower: list[str], at: int) -> bool:
    """Whether words behind the verb say that it is new: "merged now", "switched off for you"."""
    start = at + 2 if lower[at + 1 : at + 2] in (["off"], ["on"], ["up"]) else at + 1
    return lower[start : start + 1] == ["now"] or lower[start : start + 2] == ["for", "you"]


def _on_a_day(lower: list[str], at: int, tables: Pack) -> bool:
    """Whether a day is told behind the verb: "was waived on 3 May"."""
    day = lower[at + 2] if lower[at + 1 : at + 2] == ["on"] and at + 2 < len(lower) else ""
    return day in tables.words["months"] or day[:1].isdigit()


def _dated(lower: list[str], at: int) -> bool:
    """Whether a day or a time before this conversation stands behind the verb."""
    return any(map(is_id, lower[at + 1 : at + 8])) or not _EARLIER.isdisjoint(lower[at + 1 : at + 8])


_EARLIER = frozenset({"yesterday", "ago", "last", "when", "by", "monday", "tuesday", "wednesday", "thursday", "friday"})


def _state(lower: list[str], at: int, tables: Pack) -> Hit | None:
    """A thing said to be in its new state: "your booking is confirmed", "both changes are complete"."""
    left, fresh, negated = skip(lower, at - 1, tables)
    if negated or left < 1 or lower[left] not in _BE:
        return None
    if lower[left] in {"was", "were"} and lower[at] != "successful":
        return None
    if at + 1 < len(lower) and lower[at + 1] in {"at", "as", "by", "that", "to", "in"}:
        return None
    if lower[at] in {"active", "live", "ready"} and not fresh:
        return None
    first, end = subject_of(lower, left, tables)
    if first >= end or lower[left - 1] in {"i", "we", "you", "it", "that", "which", "who", "there", "they"}:
        return None
    action = noun_class(lower, first, end, tables)
    if action is None:
        return None
    return Hit(at, Verb(base=lower[at], action=action, participle=True), "state", "done", (first, end), fresh)


def _managed(lower: list[str], at: int, tables: Pack) -> Hit | None:
    """Told as managed ("I was able to cancel") or as a formula ("I confirm the cancellation of")."""
    if (
        lower[at] == "confirm"
        and at > 0
        and lower[at - 1] in US
        and (at == 1 or lower[at - 2] not in tables.words["modals"])
    ):
        action = noun_class(lower, at + 1, min(len(lower), at + 5), tables)
        formal = action is not None and "that" not in lower[at + 1 : at + 3] and "of" in lower[at + 1 : at + 6]
        if formal and action is not None and "?" not in lower:
            verb = Verb(base="confirm", action=action, participle=True)
            return Hit(at, verb, "first_person", "done", (at - 1, at - 1), fresh=True)
    if at < 3 or lower[at - 1] != "to" or lower[at - 2] not in {"able", "managed"}:
        return None
    left, _, negated = skip(lower, at - 3, tables)
    chain = lower[max(0, left - 2) : left + 1]
    told = lower[at - 2] == "managed" or "was" in chain or "were" in chain or "been" in chain
    if negated or not told or "not" in chain or US.isdisjoint(lower[max(0, left - 3) : left + 1]):
        return None
    return Hit(at, tables.bases[lower[at]], "first_person", "done", (max(0, left - 1), max(0, left - 1)), fresh=True)
