"""What is to be done told in the passive, as a noun or as a note, turned into an order: "visit booked"."""

import re
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from functools import cache

from evalsuite.reading.language import pack

Verbs = Callable[[], AbstractSet[str]]

_TO_WHOM = frozenset({
    "give", "send", "offer", "tell", "show", "grant", "pay", "hand", "issue", "mail", "e-mail", "email", "text",
    "allow", "ask",
})  # fmt: skip


def first_word(text: str) -> str:
    match = re.match(r"[A-Za-z][\w'-]*", text)
    return match.group().lower() if match else ""


OF_STEPS = frozenset(
    {"do", "show", "leave", "split", "keep", "try", "act", "use", "stay", "refrain", "avoid", "behave", "treat"}
)
_NAMED = re.compile(r"^(?P<noun>[A-Z]?[a-z]+(?:ation|al|ment|ance|ion)) of (?=\S)", re.IGNORECASE)
_NOMINAL = {
    "cancellation": "cancel", "cancelation": "cancel", "replacement": "replace", "confirmation": "confirm",
    "correction": "correct",
    "activation": "activate", "deactivation": "deactivate", "renewal": "renew", "verification": "verify",
    "identification": "identify", "escalation": "escalate", "reservation": "reserve", "notification": "notify",
    "explanation": "explain", "creation": "create", "suspension": "suspend", "extension": "extend",
    "reactivation": "reactivate",
    "removal": "remove", "approval": "approve", "payment": "pay", "reimbursement": "reimburse", "assignment": "assign",
}  # fmt: skip
_PASSIVE = re.compile(
    r"^(?P<what>(?:[^\s,;]+ ){1,8}?)(?P<aux>(?:(?:is|are|gets?|be|being|has|have|been|must|should|shall|will|can|may"
    r"|to|needs?|ought)"
    r" )*)(?P<verb>[a-z][a-z-]+)(?P<particle> (?:out|up|over|back|off|down|through|on(?= to| by|$)))?(?P<rest>(?=["
    r" .,;]|$).*)$",
    re.IGNORECASE,
)
_BEHIND = frozenset(
    [
        "to",
        "against",
        "under",
        "among",
        "between",
        "towards",
        "through",
        "about",
        "because",
        "unless",
        "on",
        "in",
        "by",
        "for",
        "from",
        "with",
        "at",
        "into",
        "of",
        "as",
        "once",
        "twice",
        "again",
        "after",
        "before",
        "until",
        "within",
        "without",
        "via",
        "per",
        "over",
        "off",
        "up",
        "out",
        "back",
        "free",
        "only",
        "too",
        "immediately",
        "directly",
        "manually",
        "remotely",
        "here",
        "there",
        "then",
        "and",
        "or",
        "if",
        "when",
        "now",
    ]
)


def active(piece: str, verbs: Verbs, *, told: bool) -> str:
    if named := _NAMED.match(piece):
        base = _NOMINAL.get(named["noun"].lower())
        return f"{base} {piece[named.end() :]}" if base else piece
    first = first_word(piece)
    if (base := lemma(first, verbs)) and base != first:
        return f"{base}{piece[len(first) :]}"
    for match in _passives(piece):
        if first in verbs() and not _noun_first(match):
            return piece
        base = lemma(match["verb"].lower(), verbs)
        aux = match["aux"].lower().split()
        if not base or (set(aux) & {"has", "have"} and "to" not in aux):
            continue
        behind = match["rest"].split()
        if (
            behind
            and not match["particle"]
            and base not in _TO_WHOM
            and behind[0].lower().strip(".,;") not in _BEHIND
            and not behind[0][0].isdigit()
        ):
            continue
        if told and aux and aux[0] in {"is", "are"} and "to" not in aux:
            return piece
        what = match["what"].strip()
        if re.match(r"no(?:ne|thing)?\b", what, re.IGNORECASE):
            return f"do not {base} {what}{match['rest']}"
        if re.match(r"[A-Z][a-z]*(?: [a-z]|$)", what) and (" " in what or what.endswith("s")):
            what = what[0].lower() + what[1:]  # it began the sentence, and is no name
        return " ".join(f"{base}{match['particle'] or ''} {what}{match['rest']}".split())
    return piece


def _noun_first(match: re.Match[str]) -> bool:
    """Whether the first word, though a verb too, is the thing: "Refund issued"; not before an article."""
    what = match["what"].lower().split()
    return len(what) == 1 or (len(what) == 2 and what[1] not in _STARTS)


_STARTS = frozenset(
    [
        "the",
        "a",
        "an",
        "it",
        "them",
        "all",
        "each",
        "any",
        "every",
        "that",
        "how",
        "why",
        "when",
        "if",
        "whether",
        "who",
        "which",
        "what",
    ]
)


def _passives(piece: str) -> Iterator[re.Match[str]]:
    """Ways to read a passive in it, the shortest subject first."""
    words = piece.split()
    for count in range(1, min(9, len(words))):
        pattern = _PASSIVE.pattern.replace("{1,8}?", f"{{{count}}}")
        match = _compiled(pattern).match(piece)
        if match and match["what"].split()[-1].lower() not in {"is", "are", "be", "been", "the", "a", "an", "to", "of"}:
            yield match


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@cache
def _irregular() -> dict[str, str]:
    return {form: verb.base for form, verb in pack("en").verbs.items() if verb.participle and form != verb.base} | {
        "brought": "bring", "given": "give", "kept": "keep", "left": "leave", "held": "hold", "paid": "pay",
        "read": "read",
        "split": "split", "shown": "show", "got": "get", "met": "meet", "sought": "seek", "bought": "buy", "put": "put",
        "set": "set", "reset": "reset", "let": "let", "cut": "cut", "drawn": "draw", "made": "make", "said": "say",
        "run": "run", "done": "do", "won": "win", "taught": "teach", "lent": "lend", "sold": "sell", "sent": "send",
    }  # fmt: skip


def lemma(form: str, verbs: Verbs) -> str:
    """A verb's base from its participle; empty where it is none."""
    if form in _irregular():
        return _irregular()[form]
    if (
        not form.endswith("ed")
        or len(form) < 5
        or form in {"need", "speed", "feed", "indeed", "exceed", "proceed", "unneeded"}
    ):
        return ""
    bases = (form[:-1], form[:-2], form[:-3], form[:-3] + "y")
    return next(
        (base for base in bases if base in verbs() or base in OF_STEPS),
        form[:-1] if re.search(r"(?:[cvzu]|at|is|rg|dg)ed$", form) else form[:-2],
    )
