"""What kind of action a verb and the things around it tell of."""

from evalsuite.domain.vocabulary import ClaimClass
from evalsuite.reading.language import Pack
from evalsuite.reading.phrases import WEAK, Hit, noun_class


def action_of(lower: list[str], hit: Hit, end: int, tables: Pack) -> ClaimClass:
    """What kind of action it is: the verb's, or that of the thing it is done to."""
    verb = hit.verb
    if hit.idiom:
        return verb.action
    phrasal = tables.phrasal.get(f"{verb.base} {lower[hit.at + 1]}") if hit.at + 1 < len(lower) else None
    if phrasal is not None:
        return phrasal
    told = noun_class(lower, hit.subject[0], hit.subject[1], tables) if hit.subject[0] < hit.subject[1] else None
    done_to = noun_class(lower, hit.at + 1, end, tables)
    named = hit.form in {"passive", "state", "fragment"} and hit.subject[0] < hit.subject[1]
    noun = _noun(told, done_to, hit)
    if verb.base == "confirm" and verb.light and hit.form == "first_person":
        return "lookup"
    if (
        verb.base == "confirm"
        and verb.light
        and hit.at + 1 < len(lower)
        and lower[hit.at + 1] in {"that", "the", "with", "all", "from", "is", "both"}
    ):
        return "lookup"
    if (
        verb.action == "lookup"
        and lower[hit.at + 1 : hit.at + 2] == ["with"]
        and "you" not in lower[hit.at : hit.at + 3]
    ):
        return "contact"
    if verb.base in tables.particles and (hit.at + 1 < len(lower)) and noun not in {"return", "refund", "order"}:
        return "contact" if noun == "contact" else tables.particles[verb.base]
    if verb.base in tables.undone and noun in {"schedule", "order"}:
        return tables.undone[verb.base]
    if verb.base in _MOVES and noun is None and not tables.words["months"].isdisjoint(lower[hit.at + 1 : hit.at + 6]):
        return "schedule"  # "moved to 4 May"
    after = lower[hit.at + 1] if hit.at + 1 < len(lower) else ""
    if verb.base == "forward" and after in {"you", "u"}:
        return "send"
    if verb.base in _WRITES and noun is None and after in _THEM and hit.form == "first_person":
        return "contact"
    if verb.action == "exchange" and noun in {"ticket", "send", "modify"}:  # of words, not of goods
        return "modify"
    if verb.base in _ASSIGNS and noun in {None, "ticket", "order", "escalate"} and _to_somebody(lower, hit.at):
        return "escalate"
    thing = _by_thing(lower, hit, end, tables) if verb.base in tables.by_thing else None
    if thing is not None and (noun in {None, *WEAK} or not verb.light):
        return thing
    if (
        verb.action in {"escalate", "send"}
        and noun != "credit"
        and not _YOURS.isdisjoint(lower[hit.at :])
        and _paid(lower, hit.subject[0], end, tables)
    ):
        return "refund"  # "the deposit was transferred to your account"
    passed_on = verb.action == "ticket" or verb.open or (verb.base in {"raise", "take", "assign"} and noun is None)
    if passed_on and _to_insiders(lower, hit.at, tables):
        return "escalate"
    if verb.base == "return" and _paid(lower, hit.subject[0], end, tables):
        return "refund"
    if verb.base == "take" and noun is None and _paid(lower, hit.subject[0], end, tables):
        return "charge"
    paid = hit.subject if named else (hit.at, hit.at + 6)
    if verb.light and noun is None and _paid(lower, *paid, tables):
        return "credit"
    if verb.base == "confirm" and noun == "modify":
        return "lookup"
    if verb.open:
        return _of_unknown(noun)
    if verb.light:
        return noun or verb.action
    return noun if noun is not None and noun in tables.override.get(verb.action, ()) else verb.action


_MOVES = frozenset({"move", "shift", "push", "bring"})
_WRITES = frozenset({"email", "text", "sms", "fax", "mail"})
_THEM = frozenset({"the", "our", "them", "him", "her"})
_ASSIGNS = frozenset({"assign", "route", "refer", "direct", "allocate", "delegate"})


_YOURS = frozenset({"account", "card", "wallet", "iban"})


def _to_somebody(lower: list[str], at: int) -> bool:
    """Whether "to" and somebody else than the customer come next: "assigned to Resident Services"."""
    to = next((place for place in range(at + 1, min(at + 4, len(lower))) if lower[place] == "to"), None)
    return to is not None and lower[to + 1 : to + 2] not in ([], ["you"], ["your"]) and lower[to + 1][0].isalpha()


def _by_thing(lower: list[str], hit: Hit, end: int, tables: Pack) -> ClaimClass | None:
    """What a verb says with the things around it: "taken off the calendar", "close the request"."""
    told = tables.by_thing[hit.verb.base]
    return next((told[word] for word in (*lower[hit.at + 1 : end], *lower[slice(*hit.subject)]) if word in told), None)


def _of_unknown(noun: ClaimClass | None) -> ClaimClass:
    """What is done by a verb nobody knows: its thing says, where it is of one kind of action only."""
    if noun in WEAK:
        return "account" if noun == "account" else "other"
    return noun if noun in {"credit", "refund", "cancel", "schedule"} else "other"


def _to_insiders(lower: list[str], at: int, tables: Pack) -> bool:
    """Whether it is passed to a team: "flagged this to our engineers"."""
    to = next((place for place in range(at + 1, min(at + 6, len(lower))) if lower[place] in {"to", "with"}), None)
    if to is None or lower[to + 1 : to + 2] not in (["our"], ["the"]):
        return False
    return not tables.words["insiders"].isdisjoint(lower[to + 2 : to + 5])


def _noun(told: ClaimClass | None, done_to: ClaimClass | None, hit: Hit) -> ClaimClass | None:
    """Of the class of the thing a clause tells of and of that behind the verb, the one that tells what was done."""
    if hit.form not in {"passive", "state", "fragment"} or hit.subject[0] >= hit.subject[1]:
        return done_to or told
    strong = done_to is not None and done_to not in WEAK
    if hit.joined:
        return done_to if strong or told is None else told
    return done_to if strong and hit.verb.light and told in {"order", "account"} else told


def _paid(lower: list[str], start: int, end: int, tables: Pack) -> bool:
    """Whether it is money that is given."""
    told = {"amount", "money", "difference", "payment", "deposit"} | {code.lower() for code in tables.currencies}
    return any(word[0] in "$€£¥" or word in told for word in lower[start:end])
