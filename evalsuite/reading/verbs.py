"""How a verb's form is used, by what stands before it: done by us, told of a thing, being done, or nothing."""

from collections.abc import Iterator

from evalsuite.domain.reading import Block
from evalsuite.reading.clauses import Words
from evalsuite.reading.language import Pack, Verb
from evalsuite.reading.phrases import BREAKS, US, Hit, is_id, noun_class, skip, subject_of
from evalsuite.reading.retractions import stands
from evalsuite.reading.shorthand import fragment

_BE = frozenset({"is", "are", "'s", "was", "were"})


_JOINS = frozenset({"and", ",", "&", "then", "plus", "+"})


_INVERTS = frozenset({"had", "have", "did", "if", "what", "as", "whatever", "should", "until"})


def hits_in(words: Words, block: Block, tables: Pack) -> Iterator[Hit]:
    lower = words.lower
    asked = bool(lower) and lower[-1] == "?"
    last: Hit | None = None
    for at, word in enumerate(lower):
        verb = tables.verbs.get(word)
        hit = _told(lower, at, verb, last=last, block=block, tables=tables) if verb else None
        if hit is None and word in tables.words["states"]:
            hit = _state(lower, at, tables)
        if hit is None and word in tables.bases:
            hit = _managed(lower, at, tables)
        if hit is not None and stands(words, hit, tables, asked=asked):
            last = hit
            yield hit


def _told(lower: list[str], at: int, verb: Verb, *, last: Hit | None, block: Block, tables: Pack) -> Hit | None:
    """How a verb's form is used, by what stands before it."""
    left, fresh, negated = skip(lower, at - 1, tables)
    if negated:
        return None
    before = lower[left] if left >= 0 else ""
    if verb.gerund and not verb.participle:
        return _doing(lower, at, verb, left, fresh=fresh)
    if before in US and verb.past:
        if (
            before == "we"
            and left > 0
            and lower[left - 1][0].isalpha()
            and lower[left - 1] not in tables.words["conjunctions"]
        ):
            return None
        inverted = left > 0 and lower[left - 1] in _INVERTS
        return None if inverted else Hit(at, verb, "first_person", "done", (left, left), fresh)
    if before == "having" and left == 0 and verb.participle:
        return Hit(at, verb, "first_person", "done", (0, 0), fresh=True)
    if before in {"have", "has", "had", "went"}:
        return _active_perfect(lower, at, verb, left, fresh=fresh, tables=tables)
    if before == "been":
        return _passive_perfect(lower, at, verb, left, fresh=fresh, tables=tables)
    if before == "being":
        aux, _, negated = skip(lower, left - 1, tables)
        if aux > 0 and lower[aux] in {"is", "are", "'s"} and not negated:
            first, end = subject_of(lower, aux, tables)
            mine = first < end and lower[first] in {"your", "you"}
            return Hit(at, verb, "passive", "doing", (first, end), fresh=True) if mine else None
        return None
    if before in _BE:
        return _passive(lower, at, verb, left, fresh=fresh, tables=tables)
    if not verb.participle:
        return None
    if before in _JOINS and last is not None and at - last.at < 16:
        between = lower[last.at + 1 : at]
        if BREAKS.isdisjoint(between) and tables.words["finite"].isdisjoint(between) and "." not in between:
            return Hit(at, verb, last.form, last.tense, last.subject, last.fresh or fresh, joined=True)
    return fragment(lower, at, verb, left, block, fresh=fresh, tables=tables)


def _doing(lower: list[str], at: int, verb: Verb, left: int, *, fresh: bool) -> Hit | None:
    before = lower[left] if left >= 0 else ""
    if (before == "am" and left > 0 and lower[left - 1] == "i") or (
        before == "are" and left > 0 and lower[left - 1] == "we" and "now" in lower[left : at + 9]
    ):
        return Hit(at, verb, "first_person", "doing", (left - 1, left - 1), fresh)
    follows = lower[at + 1] if at + 1 < len(lower) else ""
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
    if lower[left] in {"was", "were"} and not fresh:
        fresh = (
            verb.base == "waive"
            or not tables.words["just_now"].isdisjoint(lower[at + 1 : at + 14])
            or lower[left + 1 : left + 2] == ["just"]
        )
        if not fresh:
            return None
    if fresh and verb.action == "schedule" and noun_class(lower, first, end, tables) != "schedule":
        return None
    if fresh:
        return Hit(at, verb, "state", "done", (first, end), fresh=True)
    definite = lower[first] in {"your", "both", "all", "this", "these"} or any(
        is_id(word) for word in lower[max(first, end - 4) : end]
    )
    singular = lower[left] in {"is", "'s"} or lower[first] in {"your", "both", "all", "these"}
    about = noun_class(lower, first, end, tables)
    if (verb.light and about is None) or (verb.action == "schedule" and about != "schedule"):
        return None
    return Hit(at, verb, "state", "done", (first, end), fresh=False) if definite and singular else None


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
