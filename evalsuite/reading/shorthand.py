"""Claims without a subject of their own, or without "has been": "Refunded 48.00", "return label mailed"."""

from dataclasses import replace

from evalsuite.domain.reading import Block
from evalsuite.reading.clauses import STOPS
from evalsuite.reading.language import Pack, Verb
from evalsuite.reading.open_verbs import verb_of
from evalsuite.reading.phrases import (
    BREAKS,
    Hit,
    clause_end,
    is_date,
    is_id,
    noun_class,
    rest_of,
    subject_of,
)

_QUIET = frozenset(
    {"see", "find", "ask", "look", "check", "compare", "access", "note", "tell", "advise", "share", "order", "book"}
)


_OPENS = frozenset({"for", "to", "an", "a", "back", "you", "it", "with", "from", "in", "as", "under", "up", "off"})
_TO_THEM = frozenset({"contact", "send", "lookup"})
"""Actions that are done to the customer, by whatever a note calls him: "cust notified"."""
_ALIKE = frozenset({"set", "put", "text", "post", "order"})
"""Verbs whose participle is a common noun, or looks like their base."""


def fragment(
    lower: list[str], at: int, verb: Verb, left: int, block: Block, *, fresh: bool, note: bool, tables: Pack
) -> Hit | None:
    """A claim without a subject or without "has been": "Refunded 48.00", "return label mailed"."""
    if lower[at + 1 : at + 2] == ["within"]:  # a rule's condition: "booked within the last 24 hours"
        return None
    if lower[at + 1 : at + 2] == ["until"] and left >= 0 and lower[left].endswith("s"):  # "returns accepted until May"
        return None
    plain = _fragment(lower, at, verb, left, block, fresh=fresh, tables=tables)
    noted = _noted(lower, at, verb, left, fresh=fresh, tables=tables) if note else None
    return replace(noted, loose=plain is None) if noted else plain


def _noted(lower: list[str], at: int, verb: Verb, left: int, *, fresh: bool, tables: Pack) -> Hit | None:
    """A thing and a participle between two commas of a note: "new one ordered", "fee 8.40 chgd to acct 20991"."""
    follows = lower[at + 1] if at + 1 < len(lower) else ""
    closed = (
        (
            follows in {"", ".", ",", ";", "and", "&", "+", "(", "!", "up", "off", "out"}
            or follows in tables.words["prepositions"]
        )
        or lower[at + 1 : at + 2] == ["this"]
        or (
            (verb.light and not verb.open)
            or is_id(follows)
            or (follows.isalpha() and len(follows) < 3 and any(map(is_id, lower[at + 2 : at + 3])))
        )
    )
    first = left + 1
    while first > 0 and at - first < 9 and lower[first - 1] not in {",", ";", ".", ":", "|", ")", "(", "→"}:
        first -= 1
    subject = lower[first : left + 1]
    if not closed or not subject or lower[left] in tables.words["prepositions"] or _by_somebody(lower, at, tables):
        return None
    if lower[left] in tables.words["determiners"] or lower[left] in {"a", "an"} or lower[:at].count("'") % 2:
        return None  # "your registered address"
    if is_id(follows) and subject[0] == "the":  # "the system charged $100"
        return None
    if subject[-1] in tables.words["third_parties"] and verb.action not in _TO_THEM:  # "guest swapped rooms"
        return None
    if subject[0] in tables.words["drafts"] or not tables.words["no_noun_phrase"].isdisjoint(subject):
        return None
    if not tables.words["negations"].isdisjoint(subject) or not tables.words["conditions"].isdisjoint(subject):
        return None
    if any(lower[place] == "to" and lower[place + 1] in tables.bases for place in range(first, left)):
        return None
    if any(word in {"be", "or", "you", "please", "pls", "that", "which", "who", "must", "needs"} for word in subject):
        return None
    if follows == "on" and is_date(lower, at + 2, tables):
        return None
    if not tables.words["imperatives"].isdisjoint(subject[:1]) or all(word in tables.verbs for word in subject):
        return None
    if len(subject) > 1 and subject[0] in tables.verbs and tables.verbs[subject[0]].participle:
        return None
    return Hit(at, verb, "fragment", "done", (first, left + 1), fresh, loose=True)


def _fragment(
    lower: list[str], at: int, verb: Verb, left: int, block: Block, *, fresh: bool, tables: Pack
) -> Hit | None:
    follows = lower[at + 1] if at + 1 < len(lower) else ""
    end = clause_end(lower, at)
    prepositions = tables.words["prepositions"]
    if not tables.words["finite"].isdisjoint(rest_of(lower, at)):
        return None
    if verb.base in _QUIET and not (left < 0 and follows in {"the", "our", "a"} and lower[at] != verb.base):
        return None
    if left < 0 or (lower[left] in STOPS and lower[left] != ")") or lower[left] == "-":
        return _headless(lower, at, verb, left, follows=follows, end=end, block=block, fresh=fresh, tables=tables)
    first = subject_of(lower, left + 1, tables)[0] - 1
    subject = lower[first + 1 : left + 1]
    if lower[left] in tables.words["conditions"] or all(word in tables.verbs for word in subject):
        return None
    if (
        not 0 < len([word for word in subject if word[0].isalnum()]) <= 12
        or (follows == ":" and lower[at + 2 : at + 3] not in ([")"], ["("]))
        or (block.kind == "sentence" and first >= 0 and lower[first] == "," and not _opened(lower, first, tables))
    ):
        return None
    plain = (
        tables.words["finite"].isdisjoint(subject) and BREAKS.isdisjoint(subject) and lower[left] not in prepositions
    )
    closed = (
        follows == ""
        or follows in STOPS
        or follows in tables.words["prepositions"]
        or follows in tables.words["adverbs"]
        or follows in {"and", "this", "&", "+"}
    )
    if (first >= 0 and lower[first] == "(" and len(lower) > 7) or (
        verb.base in _ALIKE and (lower[at] == verb.base or (block.kind == "sentence" and follows not in {",", "."}))
    ):
        return None
    if subject[0] in tables.words["imperatives"] or not tables.words["no_noun_phrase"].isdisjoint(subject):
        return None
    if subject[-1] in tables.words["third_parties"] and verb.action not in _TO_THEM:
        return None
    if "or" in subject or lower[:at].count("'") % 2:
        return None
    if (
        not plain
        or not closed
        or not (subject[-1][-1].isalnum() or subject[-1] == ")")
        or tables.words["negations"].intersection(subject)
    ):
        return None
    if (
        _by_somebody(lower, at, tables)
        or (follows == "on" and is_date(lower, at + 2, tables))
        or subject[0]
        in {"any", "if", "when", "once", "please", "see", "want", "get", "most", "many", "what", "how", "which"}
    ):
        return None
    return Hit(at, verb, "fragment", "done", (first + 1, left + 1), fresh)


def _opened(lower: list[str], comma: int, tables: Pack) -> bool:
    """Whether nothing that matters stands before a comma: "hey, meter replaced"; or it all is a note."""
    return tables.words["openers"].issuperset(lower[:comma]) or _note(lower, tables)


def _by_somebody(lower: list[str], at: int, tables: Pack) -> bool:
    """Whether it is told who did it, and not how: "sent by text message"."""
    return (
        lower[at + 1 : at + 2] == ["by"]
        and lower[at + 2 : at + 3] != []
        and lower[at + 2] not in tables.words["channels"] | {"me", "us"}
    )


def _note(lower: list[str], tables: Pack) -> bool:
    """Whether a sentence is an agent's note, one participle after the other: "Verified cust, pinged the AE"."""
    verb = verb_of(lower[0], tables)
    return verb is not None and verb.participle and tables.words["finite"].isdisjoint(lower)


def _headless(
    lower: list[str],
    at: int,
    verb: Verb,
    left: int,
    *,
    follows: str,
    end: int,
    block: Block,
    fresh: bool,
    tables: Pack,
) -> Hit | None:
    """A participle that opens a clause: "Cancelled: order 1", "Added 3 bags"."""
    if (
        lower[at] == verb.base and not verb.open and (left < 0 or (lower[left] == ":" and block.kind == "sentence"))
    ):  # "Run the test"
        return None
    if left >= 1 and lower[left] == ":" and lower[left - 1] in {"status", "state"}:
        if verb.action == "other":
            return None
        return Hit(at, verb, "state", "done", (left - 1, left), fresh)
    if (
        left > 0
        and lower[left] == "("
        and lower[at + 1 :] in ([")"], [")", "."])
        and at < 9
        and not any(map(is_id, lower))
    ):  # "meter (replaced)"
        return Hit(at, verb, "state", "done", (0, left), fresh, loose=True)
    if left >= 0 and (lower[left] in {"(", "/", "."} or (lower[left] == "," and not _note(lower, tables))):
        return None
    about = (0, left) if 0 < left < 12 and lower[left] in {":", "→"} else (at, at)
    content = [word for word in lower[at + 1 : end] if word[0].isalnum() or word[0] in "#$€£"]
    listed = block.kind in {"item", "row"} or (left >= 0 and lower[left] in "✅☑✔✓")
    opens = (
        follows in tables.words["determiners"]
        or follows in tables.numbers
        or follows in _OPENS
        or follows[:1] in "#$€£¥0123456789"
    )
    if follows == ":":
        if is_date(lower, at + 2, tables):
            return None
        return Hit(at, verb, "state", "done", (at, at), fresh) if content or end < len(lower) - 1 else None
    if not content and listed and follows in {"", "."} and about[0] < about[1] and any(map(is_id, lower[:left])):
        return Hit(at, verb, "state", "done", about, fresh, loose=True)  # "order W1: cancelled", perhaps only read
    labels = 0 < about[1] - about[0] < 7 and not tables.words["no_labels"].intersection(lower[: about[1]])
    if (
        labels and follows in {"", ".", ",", "out", "up", "✅", "✓", "✔", "👍"} and len(content) < 2
    ):  # "cancellation of the line: effected"
        return Hit(at, verb, "state", "done", about, fresh, loose=True)
    if not content:
        return Hit(at, verb, "fragment", "done", about, fresh) if listed and follows != "" else None
    whole = lower[-1] != ":" or not tables.words["prepositions"].isdisjoint(content)
    if (
        listed
        and len(content) == 1
        and lower[end:] in ([], ["."])
        and not opens
        and verb.past
        and (not verb.light or noun_class(lower, at + 1, end, tables) is not None)
    ):
        return Hit(at, verb, "fragment", "done", about, fresh, loose=True)  # "- informed supervisor"
    if opens or (listed and len(content) > 1 and whole):
        return Hit(at, verb, "fragment", "done", about, fresh)
    return None
