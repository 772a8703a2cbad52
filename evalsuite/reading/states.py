"""Claims told without a verb of doing: a thing in its new state, and formulas that do what they say."""

from evalsuite.domain.vocabulary import ClaimClass
from evalsuite.reading.language import Pack, Verb
from evalsuite.reading.phrases import US, Hit, is_date, is_record, noun_class, skip, subject_of

BE = frozenset({"is", "are", "'s", "was", "were"})
_NOW = frozenset({"is", "are", "'s"})
_OTHERS = frozenset({"i", "we", "you", "it", "that", "which", "who", "there", "they", "this", "what"})
_AGAIN = frozenset({"again", "now", "back", "for"})
_MINE = frozenset({"your", "both", "all", "these"})


def state_at(lower: list[str], at: int, last: Hit | None, *, note: bool, tables: Pack) -> Hit | None:
    """What the word at a place tells of a thing's new state, where it is no verb of doing."""
    word = lower[at]
    if word == "now":
        return _now(lower, at, note=note, tables=tables)
    if word in tables.words["states"]:
        return _state(lower, at, last, tables)
    if word in tables.words["stands"] and at > 1 and lower[at - 1] in {">", "→"}:
        about = noun_class(lower, 0, at - 1, tables)
        ours = about == "ticket" and at < 8
        return Hit(at, _verb(word, "ticket"), "state", "done", (0, at - 1), fresh=True, loose=True) if ours else None
    if word in tables.words["turned"]:
        return _turned(lower, at, last, note=note, tables=tables)
    return None


def formula_at(lower: list[str], at: int, last: Hit | None, tables: Pack) -> Hit | None:
    """Told as managed ("I was able to cancel"), or done by the very words: "we hereby accept the return"."""
    verb = tables.bases[lower[at]]
    before = lower[at - 1] if at else ""
    if before == "to":
        return _managed(lower, at, verb, tables)
    if before not in US and before not in tables.words["adverbs"] and before not in {"and", "did"}:
        return None
    if before == "did" and at > 1 and lower[at - 2] in US and lower[at - 3 : at - 2] not in (["what"], ["as"], ["if"]):
        return Hit(at, verb, "first_person", "done", (at - 2, at - 2), fresh=True)  # "we did cancel it"
    left, _, negated = skip(lower, at - 1, tables)
    between = lower[left + 1 : at]
    now = "now" in lower[at : at + 9] and verb.action not in {"lookup", "contact", "other"} and "if" not in lower
    if now and before in US and not negated:  # "I send you the label now"
        return Hit(at, verb, "first_person", "doing", (at - 1, at - 1), fresh=True)
    if lower[at] == "confirm" and left >= 0 and lower[left] in US and at == left + 1 and "?" not in lower:
        return _confirmed(lower, at, tables)
    said = not _HEREBY.isdisjoint(between) or " ".join(lower[:2]) in {"with this", "by this"}
    if said and not negated and left >= 0 and lower[left] in US:
        return Hit(at, verb, "first_person", "done", (left, left), fresh=True)
    ours = left >= 0 and (
        lower[left] in US or (lower[left] == "and" and last is not None and last.form == "first_person")
    )
    if verb.base in {"enclose", "attach"} and ours and not negated and lower[at + 1 : at + 2] != []:
        return Hit(at, verb, "first_person", "done", (left, left), fresh=True)  # "We … and enclose the slip"
    return None


_HEREBY = frozenset({"hereby", "herewith"})


def _confirmed(lower: list[str], at: int, tables: Pack) -> Hit | None:
    if at > 1 and lower[at - 2] in tables.words["modals"]:
        return None
    action = noun_class(lower, at + 1, min(len(lower), at + 5), tables)
    if action is None or "that" in lower[at + 1 : at + 3] or "of" not in lower[at + 1 : at + 6]:
        return None
    return Hit(at, Verb(base="confirm", action=action, participle=True), "first_person", "done", (at - 1,) * 2, True)


def _managed(lower: list[str], at: int, verb: Verb, tables: Pack) -> Hit | None:
    if at < 3 or lower[at - 1] != "to" or lower[at - 2] not in {"able", "managed"}:
        return None
    left, _, negated = skip(lower, at - 3, tables)
    chain = lower[max(0, left - 2) : left + 1]
    told = lower[at - 2] == "managed" or "was" in chain or "were" in chain or "been" in chain
    if negated or not told or "not" in chain or US.isdisjoint(lower[max(0, left - 3) : left + 1]):
        return None
    return Hit(at, verb, "first_person", "done", (max(0, left - 1),) * 2, fresh=True)


def _state(lower: list[str], at: int, last: Hit | None, tables: Pack) -> Hit | None:
    """A thing said to be in its new state: "your booking is confirmed", "both changes are complete"."""
    left, fresh, negated = skip(lower, at - 1, tables)
    if negated or left < 1 or lower[left] not in BE:
        return None
    if lower[left] in {"was", "were"} and lower[at] != "successful":
        return None
    if at + 1 < len(lower) and lower[at + 1] in {"at", "as", "by", "that", "to", "in", "within"}:
        return None
    linked = _acted(last) and last is not None and last.at > at - 16 and "already" in lower[left + 1 : at]
    if lower[at] in {"active", "live", "ready"} and not (fresh or linked):
        return None
    first, end = subject_of(lower, left, tables)
    if linked and lower[left - 1] == "which":  # "… a spare one, which is already live"
        return Hit(at, _verb(lower[at], "account"), "state", "done", (left - 1, left), fresh=True, loose=True)
    if first >= end or lower[left - 1] in _OTHERS:
        return None
    action = noun_class(lower, first, end, tables)
    if action is None:
        return None
    return Hit(at, _verb(lower[at], action), "state", "done", (first, end), fresh)


def _turned(lower: list[str], at: int, last: Hit | None, *, note: bool, tables: Pack) -> Hit | None:
    """A thing said to be gone, void, off or on: "booking KX-9 is void", "the fee is gone", "2FA off for a day"."""
    before = lower[at - 1] if at else ""
    if not note and before not in _NOW and before != "back" and before not in tables.words["adverbs"]:
        return None
    left, fresh, negated = skip(lower, at - 1, tables)
    back = left >= 0 and lower[left] == "back"
    left -= back
    if negated or left < 0:
        return None
    follows = lower[at + 1 : at + 3]
    place = tables.by_thing.get("take", {}).get(lower[at + 2]) if len(follows) > 1 and follows[0] in _THE else None
    if lower[at] == "out" and follows[:1] == ["of"] and at + 3 < len(lower) and lower[at + 2] in _THE:
        place = tables.by_thing.get("take", {}).get(lower[at + 3])
    if lower[at] == "on" and follows and follows[0] not in _BEHIND_OFF and follows[0] != "and":
        return None
    if lower[left] in _NOW:
        first, end = subject_of(lower, left, tables)
        if lower[at] in {"off", "out"} and place is not None and first < end:  # "is off the books", "off your bill"
            return Hit(at + 2, _verb("off", place), "state", "done", (first, end), fresh=True, loose=True)
        lasting = (
            _acted(last)
            or lower[at] not in {"on", "off", "out"}
            or fresh
            or back
            or follows[:1] in (["again"], ["now"])
        )
        if first >= end or lower[end - 1] in _OTHERS or not lasting:
            return None
        record = lower[first] in _MINE or is_record(lower, first, end, tables)
        if not (record or (lower[first] == "the" and (follows[:1] != ["and"] or _acted(last)))) or "if" in lower:
            return None
    elif note and lower[at] != "out" and (place is not None or not follows or follows[0] in _BEHIND_OFF):
        first, end = left, left + 1
        while first > 0 and lower[first - 1] not in _CUTS and end - first < 6:
            first -= 1
        if end - first > 4 or any(_of_verb(word, tables) for word in (lower[left], lower[first])):
            return None
    else:
        return None
    about = noun_class(lower, first, end, tables)
    travels = about == "ticket" and not {"ticket", "tickets"}.isdisjoint(lower[first:end])
    action = _of_turned(lower[at], "order" if travels else about)
    if action is None:
        return None
    return Hit(at, _verb(lower[at], action), "state", "done", (first, end), fresh=True, loose=True)


_CUTS = frozenset({",", ";", ".", ":", "-", "(", "|"})
_THE = frozenset({"the", "your", "our"})
_BEHIND_OFF = frozenset({".", ",", ";", "for", "til", "till", "until", "now", "again", "!"})


def _acted(last: Hit | None) -> bool:
    """Whether something was told as done before, in the same sentence."""
    return last is not None and last.verb.action != "lookup"


def _of_verb(word: str, tables: Pack) -> bool:
    return word in tables.bases or word in tables.words["imperatives"] or word == "to" or word.endswith("ed")


def _of_turned(word: str, about: ClaimClass | None) -> ClaimClass | None:
    """What happened to a thing that is gone, or off, or on, by what it is."""
    if word in {"on", "up"}:
        return "account" if about in {None, "account", "ticket"} else None
    if about in {"order", "schedule", "return", "exchange"}:
        return "cancel"
    if about is None:
        return "account" if word == "off" else "cancel" if word == "void" else None
    return "cancel" if word == "void" and about in {"charge", "modify", "account"} else about


def _now(lower: list[str], at: int, *, note: bool, tables: Pack) -> Hit | None:
    """What a thing is or shows from now on: "your seat is now 12A", "Technician: now Thu", "there's now a note on"."""
    if at < 1:
        return None
    before, follows = lower[at - 1], lower[at + 1] if at + 1 < len(lower) else ""
    if follows and before in _NOW and at > 1 and lower[at - 2] == "there":
        action = noun_class(lower, at + 1, min(len(lower), at + 9), tables)
        placed = not tables.words["prepositions"].isdisjoint(lower[at + 2 : at + 12])
        if action is None or not placed or follows in tables.words["negations"] or follows == "nothing":
            return None
        return Hit(at, _verb("there", action), "state", "done", (at - 2, at - 1), fresh=True, loose=True)
    if follows and before == ":" and at > 1 and note:
        action = noun_class(lower, 0, at - 1, tables)
        return _shown(lower, at, (0, at - 1), action) if action else None
    if follows and before in _NOW:
        first, end = subject_of(lower, at - 1, tables)
        action = noun_class(lower, first, end, tables)
        valued = follows[0].isdigit() or follows[0] in '$€£¥"#' or (is_date(lower, at + 1, tables) and follows != "the")
        if first >= end or action not in {"modify", "schedule"} or not valued or lower[first] not in {*_MINE, "the"}:
            return None
        return _shown(lower, at, (first, end), action)
    if follows in _ENDS:
        return _at_last(lower, at, tables)
    if follows in tables.words["shows"] and "if" not in lower:
        first, end = subject_of(lower, at, tables)
        if first >= end or not (lower[first] == "your" or is_record(lower, first, end, tables)):
            return None
        action = noun_class(lower, first, end, tables)
        return _shown(lower, at, (first, end), action if action in {"schedule", "account"} else "modify")
    return None


_ENDS = frozenset({"", ".", ",", "!", ";", "and"})


def _at_last(lower: list[str], at: int, tables: Pack) -> Hit | None:
    """A state with "now" behind it: "you have the aisle seat now"."""
    aux = next((one for one in range(at - 2, max(0, at - 9), -1) if lower[one] in {"is", "are", "'s", "have"}), None)
    if aux is None or not {"if", "?", "not", "no"}.isdisjoint(lower):
        return None
    yours = lower[aux] == "have" and lower[aux - 1] == "you" and lower[aux + 1] in _THE
    first, end = subject_of(lower, aux, tables)
    of_thing = (
        lower[aux] != "have" and first < end and lower[end - 1] not in _OTHERS and lower[first] in {*_MINE, "the"}
    )
    action = noun_class(lower, aux + 1 if yours else first, at if yours else end, tables)
    if (
        not (yours or of_thing)
        or action not in {"modify", "schedule"}
        or not tables.bases.keys().isdisjoint(lower[aux:at])
    ):
        return None
    return Hit(at, _verb("now", action), "state", "done", (first, end), fresh=True, loose=True)


def _shown(lower: list[str], at: int, subject: tuple[int, int], action: ClaimClass | None) -> Hit:
    return Hit(at, _verb(lower[at], action or "modify"), "state", "done", subject, fresh=True, loose=True)


def _verb(base: str, action: ClaimClass) -> Verb:
    return Verb(base=base, action=action, participle=True)
