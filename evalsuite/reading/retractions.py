"""What takes a claim back: conditions, questions, reports, instructions, other actors."""

from evalsuite.reading.clauses import Words
from evalsuite.reading.language import Pack
from evalsuite.reading.phrases import Hit, is_id

_LATER = frozenset({"once", "when", "if", "after", "soon", "overnight", "unless", "until"})
_TOLD_OF = frozenset({"passive", "state"})
_STOPS = frozenset({";", ".", "!", "—", ":"})


def stands(words: Words, hit: Hit, tables: Pack, *, asked: bool) -> bool:
    """Whether nothing around the verb takes the claim back."""
    lower = words.lower
    if asked and not any(word in {",", ";", "—", "."} for word in lower[hit.at :]):
        return False
    if lower[: hit.at].count('"') % 2 == 1 or _by_another(lower, hit.at, tables, told_of=hit.form != "first_person"):
        return False
    if hit.form != "first_person" and _drafted(lower, hit.at, tables):
        return False
    if not _plain_verb(lower, hit, tables) or not _plain_subject(lower, hit, tables):
        return False
    first = min(hit.subject[0], hit.at)
    if hit.form == "state" and not hit.fresh and not tables.words["conditions"].isdisjoint(lower[:first]):
        return False
    return not _governed(lower, first, hit, tables) and not _hearsay(lower, first, hit, tables)


def _plain_verb(lower: list[str], hit: Hit, tables: Pack) -> bool:
    """Whether the verb and what follows it tell of an action of ours."""
    subject = lower[hit.subject[0] : hit.subject[1]]
    after = lower[hit.at + 1 :]
    if hit.verb.light and hit.form in _TOLD_OF and not hit.fresh and "already" in lower[hit.subject[1] : hit.at]:
        return False
    if hit.verb.light and not tables.words["nothings"].isdisjoint(after[:3]):
        return False
    if hit.verb.base in tables.idle and not tables.idle[hit.verb.base].isdisjoint((*subject[-1:], *after[:4])):
        return False
    if after[:1] in (["no"], ["nothing"], ["none"]):
        return False
    if lower[hit.at] == "seen" and "we" in lower[max(0, hit.at - 4) : hit.at]:  # what one has met with before
        return False
    if hit.verb.action == "contact" and after[:1] in (["you"], ["that"], ["yesterday"]):
        return False
    if hit.verb.action == "modify" and "list" in after[:19]:
        return False
    if hit.verb.base == "connect" and "you" not in (*subject, *after[:1]):
        return False
    if hit.form != "state" or hit.fresh:
        return True
    on = after.index("on") if "on" in after[:6] else None
    dated = on is not None and any(map(is_id, after[on + 1 : 5 if on < 2 else on + 3]))
    return not dated and _LATER.isdisjoint(after)


def _plain_subject(lower: list[str], hit: Hit, tables: Pack) -> bool:
    """Whether what is told of is a thing, and not a denial, a wish, an instruction or a guess."""
    table = tables.words
    subject = lower[hit.subject[0] : hit.subject[1]]
    if subject[:1] == ["any"] or subject[:2] == ["now", "that"] or not table["negations"].isdisjoint(subject[:4]):
        return False
    if subject[-1:] == ["you"] and hit.verb.action in {"contact", "lookup"}:
        return False
    if hit.form not in _TOLD_OF:
        return True
    finite = table["modals" if hit.fresh or hit.form == "passive" else "finite"]
    if not finite.isdisjoint(subject) or not table["conditions"].isdisjoint(subject):
        return False
    return table["no_noun_phrase"].isdisjoint(subject) and subject[:1] not in ([word] for word in table["imperatives"])


def _governed(lower: list[str], first: int, hit: Hit, tables: Pack) -> bool:
    """Whether a condition, a modal or an instruction before the clause governs it."""
    table = tables.words
    told_of = hit.form in {*_TOLD_OF, "fragment"}
    place = first - 1
    while place >= 0 and lower[place] not in _STOPS and lower[place] != ",":
        word = lower[place]
        if word in table["conditions"] or (word == "that" and place > 0 and lower[place - 1] == "now"):
            return True
        if told_of and word in table["modals"] and word not in {"can", "may", "will"}:
            return True
        place -= 1
    if place >= 0 and lower[place] == "," and _still_open(lower, place, tables):
        return True
    start = lower[place + 1]
    if " ".join(lower[place + 1 : place + 4]).startswith(_TELLS) and lower[first - 1] == "that":
        return False
    return start in table["imperatives"] and hit.form in _TOLD_OF and place + 1 < hit.at


_TELLS = ("please note", "please be advised", "please be informed", "please know", "kindly note", "note that")


def _still_open(lower: list[str], comma: int, tables: Pack) -> bool:
    """Whether a condition begun before a comma has had no verb yet, so that the comma only lists."""
    for place in range(comma - 1, max(-1, comma - 40), -1):
        word = lower[place]
        if word in _STOPS or word in tables.words["finite"] or word in tables.verbs:
            return False
        if word in tables.words["conditions"]:
            return lower[place + 1] in tables.words["determiners"] or lower[place + 1] in {"a", "an"}
    return False


def _hearsay(lower: list[str], first: int, hit: Hit, tables: Pack) -> bool:
    """Whether the clause repeats what the customer said: "you mentioned that …", "as you said, …"."""
    reported = tables.words["reported"]
    end = hit.subject[1] if hit.form in _TOLD_OF else first
    for place in range(min(end, len(lower)) - 1, max(-1, first - 12), -1):
        word = lower[place]
        if word in {";", ".", "!"}:
            break
        if word not in reported or "you" not in lower[max(0, place - 3) : place]:
            continue
        begins = lower[0] == "you" or lower[first] == "you"
        if lower[place + 1 : place + 2] == ["that"] or (begins and "," not in lower[place:end]):
            return True
        if place > 1 and lower[place - 2] == "as" and word in tables.words["hearsay"]:
            return True
    return False


def _by_another(lower: list[str], at: int, tables: Pack, *, told_of: bool) -> bool:
    window = lower[at + 1 : at + 8]
    by = next((place for place, word in enumerate(window) if word in tables.words["agents"]), None)
    if by is None:
        return False
    after = window[by + 1 : by + 4]
    if not tables.words["third_parties"].isdisjoint(after):
        return True
    return told_of and after[:1] != [] and after[0] in _ANOTHERS and _OURS.isdisjoint(after)


_ANOTHERS = frozenset({"the", "its", "their", "his", "her", "an", "another", "your"})
_OURS = frozenset({"team", "agent", "department", "way", "end", "time", "same", "system", "amount", "value", "price"})


def _drafted(lower: list[str], at: int, tables: Pack) -> bool:
    """Whether a label before the verb says that it is not done: "Action proposed: …", "Subject: …"."""
    for place in range(min(at, 8)):
        if lower[place] == ":":
            return not tables.words["drafts"].isdisjoint(lower[:place])
    return False
