"""What is told of a thing: it has been cancelled, is being cancelled, is now cancelled."""

from evalsuite.reading.language import Pack, Verb
from evalsuite.reading.leads import Lead
from evalsuite.reading.phrases import US, Hit, is_id, is_record, noun_class, skip, subject_of

JUST_NOW = frozenset({"now", "speak", "write", "moment", "minute", "second", "instant", "letter", "chat", "hereby"})
"""Words that say of something under way that it is: "as we speak", "this minute"."""


def being(lower: list[str], at: int, verb: Verb, left: int, *, tables: Pack) -> Hit | None:
    """Of "you are being transferred": it is of the customer's things, and loosely of others."""
    aux, _, negated = skip(lower, left - 1, tables)
    if aux <= 0 or lower[aux] not in {"is", "are", "'s"} or negated:
        return None
    first, end = subject_of(lower, aux, tables)
    going_on = not JUST_NOW.isdisjoint(lower[at:])
    mine = first < end and lower[first] in {"your", "you"} and (going_on or not verb.open)
    ours = first < end and lower[first] == "the" and (going_on or not verb.light) and verb.action != "lookup"
    return Hit(at, verb, "passive", "doing", (first, end), fresh=True, loose=not mine) if mine or ours else None


def passive_perfect(lower: list[str], at: int, verb: Verb, left: int, *, fresh: bool, tables: Pack) -> Hit | None:
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


def passive(
    lower: list[str], at: int, verb: Verb, left: int, *, last: Hit | None, lead: Lead, fresh: bool, tables: Pack
) -> Hit | None:
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
    if lower[left] == "'s" and first == 0 and lower[0] not in _POINTS and _ends(lower, at):  # "card's blocked"
        return Hit(at, verb, "state", "done", (first, end), fresh=True, loose=True)
    loose = not fresh and (_new_behind(lower, at) or lower[:3] in _AS_OF or lower[left] == "got")
    fresh = fresh or loose
    if lower[left] in {"was", "were"} and not fresh:
        fresh = (
            (verb.base == "waive" and not _on_a_day(lower, at, tables))
            or not tables.words["just_now"].isdisjoint(lower[at + 1 : at + 14])
            or lower[left + 1 : left + 2] == ["just"]
            or "just now" in " ".join(lower[at + 1 : at + 14])
            or (
                last is not None
                and last.form == "passive"
                and lower[first - 1] in {"and", ","}
                and not _dated(lower, at, tables)
            )
            or (lower[:4] == ["this", "is", "to", "confirm"] and not _dated(lower, at, tables))
        )
        if not fresh:
            told = (
                verb.action in {"send", "contact"} and lower[first] in {"the", "your"} and not _dated(lower, at, tables)
            )
            return Hit(at, verb, "state", "done", (first, end), fresh=True, loose=True) if told else None
    if fresh and verb.action == "schedule" and noun_class(lower, first, end, tables) != "schedule":
        return None
    if fresh:
        return Hit(at, verb, "state", "done", (first, end), fresh=True, loose=loose)
    if verb.action == "send" and verb.base in {"enclose", "attach"}:
        follows = lower[at + 1 : at + 2]
        here = not follows or follows[0] in {".", ",", ";", "!", "for", "to", "below", "here", "and", "with"}
        return (
            Hit(at, verb, "state", "done", (first, end), fresh=True, loose=True) if here and "if" not in lower else None
        )
    if lead == "done" and verb.action not in {"schedule", "order"}:
        return Hit(at, verb, "state", "done", (first, end), fresh=True, loose=True)
    if verb.open:
        return None
    told = last is not None and last.verb.action != "lookup" and at - last.at < 20
    if told and (
        "already" in lower[left + 1 : at] or (lower[first] == "the" and first > 0 and lower[first - 1] == "and")
    ):  # done with what was told before
        return Hit(at, verb, "state", "done", (first, end), fresh=True, loose=True)
    if not tables.words["as_a_rule"].isdisjoint(lower[left + 1 :]):
        return None
    definite = lower[first] in {"your", "both", "all", "this", "these"} or is_record(lower, first, end, tables)
    singular = lower[left] in {"is", "'s"} or lower[first] in {"your", "both", "all", "these"}
    about = noun_class(lower, first, end, tables)
    if (verb.light and about is None and verb.base not in {"rebook", "move"}) or (
        verb.action == "schedule" and about != "schedule"
    ):
        return None
    if definite and singular:
        return Hit(at, verb, "state", "done", (first, end), fresh=False)
    arranged = about == "schedule" and verb.base in {"arrange", "set", "book", "confirm"} and lower[left] == "is"
    arranged = arranged or (
        about in {"return", "exchange", "refund", "cancel"}
        and verb.base in {"arrange", "set", "book"}
        and lower[at + 1 : at + 3] in (["up", ","], ["up", "."], ["up"], ["."], [","], [])
    )
    settled = (
        lower[first] == "the" and verb.base in {"register", "set"} and lower[left] == "is" and "new" in lower[first:end]
    )
    return Hit(at, verb, "state", "done", (first, end), fresh=False, loose=True) if arranged or settled else None


_POINTS = frozenset({"it", "that", "this", "he", "she", "what", "who", "here", "there", "everything", "nothing", "let"})
_AS_OF = (["as", "of", "now"], ["as", "of", "today"], ["as", "of", "this"])


def _ends(lower: list[str], at: int) -> bool:
    """Whether nothing but where or for whom follows."""
    return lower[at + 1 : at + 2] in ([], ["."], [","], [";"], ["!"], ["and"], ["for"], ["to"], ["on"], ["off"], ["—"])


def kept_as(lower: list[str], at: int, verb: Verb, aux: int, tables: Pack) -> Hit | None:
    """Of "is noted as accepted", "has been recorded as returned"."""
    aux = skip(lower, aux, tables)[0]
    if aux < 1 or lower[aux] not in {"is", "are", "'s", "been"}:
        return None
    first, end = subject_of(lower, aux - 1 if lower[aux] == "been" else aux, tables)
    mine = first < end and (lower[first] == "your" or is_record(lower, first, end, tables))
    return Hit(at, verb, "state", "done", (first, end), fresh=False, loose=True) if mine else None


def _new_behind(lower: list[str], at: int) -> bool:
    """Whether words behind the verb say that it is new: "merged now", "switched off for you"."""
    start = at + 2 if lower[at + 1 : at + 2] in (["off"], ["on"], ["up"]) else at + 1
    return lower[start : start + 1] in (["now"], ["again"]) or lower[start : start + 2] == ["for", "you"]


def _on_a_day(lower: list[str], at: int, tables: Pack) -> bool:
    """Whether a day is told behind the verb: "was waived on 3 May"."""
    day = lower[at + 2] if lower[at + 1 : at + 2] == ["on"] and at + 2 < len(lower) else ""
    return day in tables.words["months"] or day[:1].isdigit()


def _dated(lower: list[str], at: int, tables: Pack) -> bool:
    """Whether a day or a time before this conversation stands behind the verb."""
    after = lower[at + 1 : at + 8]
    return any(map(is_id, after)) or not _EARLIER.isdisjoint(after) or not tables.words["months"].isdisjoint(after[:3])


_EARLIER = frozenset({"yesterday", "ago", "last", "when", "by", "monday", "tuesday", "wednesday", "thursday", "friday"})
