"""What a reply promises, offers or reports as done on the company's behalf: credits, refunds, dates, guarantees."""

import re
from bisect import bisect_right
from itertools import accumulate
from operator import itemgetter

from evalsuite.domain.reading import Block, Commitment, TextView
from evalsuite.domain.vocabulary import CommitmentKind
from evalsuite.reading.clauses import Words, words_of
from evalsuite.reading.details import amount_of
from evalsuite.reading.language import Pack, language_of, pack, supported
from evalsuite.reading.phrases import quote_end

_BETWEEN = frozenset({";", ".", "!", "—", "|", "?"})
_BARE = re.compile(
    r"(?<![\w.,/:-])(\d{1,6}(?:[.,]\d{2})?)(?![\w%/:]|[.,-]\d| ?(?:days?|hours?|months?|nights?|weeks?|pm|am|h)\b)"
)


def commitments(view: TextView, language: str) -> tuple[Commitment, ...]:
    """The commitments of a view, in order; none where there are no word tables for the language."""
    language = language_of(view.text, language)
    if not supported(language):
        return ()
    tables = pack(language.partition("-")[0].lower())
    found: list[Commitment] = []
    for block in view.blocks:
        if block.kind not in {"code", "heading"}:
            found.extend(_of_block(view, block, tables))
    return tuple(found)


_FIRST = itemgetter(0)


def _of_block(view: TextView, block: Block, tables: Pack) -> list[Commitment]:
    words = words_of(view.text, block.start, block.end)
    lower = words.lower
    if tables.words["valued"].isdisjoint(lower) and not any(map(str.isdigit, map(_FIRST, lower))):
        return []
    triggers = tables.promise_triggers
    worth = {place for word in lower if word in triggers for place in triggers[word]}
    if not worth:
        return []
    starts: list[int] = []
    joined = " ".join(lower) + " "
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, int, CommitmentKind]] = []
    for promise in map(tables.promises.__getitem__, sorted(worth)):
        if promise.whose and promise.whose.isdisjoint(lower):
            continue
        for match in promise.pattern.finditer(joined):
            starts = starts or [0, *accumulate(len(word) + 1 for word in lower)]
            first = bisect_right(starts, match.start()) - 1
            last = bisect_right(starts, match.end() - 2) - 1
            if any(first <= end and start <= last for start, end in taken):
                continue
            if promise.kind == "timeline" and not _ASSURES.isdisjoint(lower[max(0, first - 4) : first]):
                continue  # what is guaranteed has its kind by that
            if _stands(lower, first, last, tables, denied=promise.denied):
                taken.append((first, last))
                found.append((first, last, promise.kind))
    found.sort()
    ends = [following[0] for following in found[1:]] + [len(lower)]
    return [_commitment(view, words, one, tables, before=end) for one, end in zip(found, ends, strict=False)]


def _stands(lower: list[str], first: int, last: int, tables: Pack, *, denied: bool) -> bool:
    """Whether nothing in the clause takes the promise back: a denial, a hedge, a question, somebody else's words."""
    begin = _clause_start(lower, first)
    before = lower[begin:first]
    if lower[-1] == "?" and not any(word in _BETWEEN for word in lower[last + 1 : -1]):
        return False
    near = max(begin, first - 5)
    near = max((place + 1 for place in range(near, first) if lower[place] == ","), default=near)
    if not denied and not tables.words["denials"].isdisjoint(lower[near : last + 1]):
        return False
    if _SAYS.intersection(lower[begin:last]) and _told_by_others(lower, begin, last):
        return False
    if not tables.words["hedges"].isdisjoint(lower[begin : last + 1]) or _SUPPOSES.search(_clause(lower, begin, last)):
        return False
    reported = tables.words["reported"]
    if any(word in reported and "you" in before[max(0, place - 3) : place] for place, word in enumerate(before)):
        return "," in before or "and" in before
    return not (before and before[0] in tables.words["others"])


def _clause(lower: list[str], begin: int, last: int) -> str:
    stop = next((place for place in range(last + 1, len(lower)) if lower[place] in _BETWEEN), len(lower))
    return " ".join(lower[begin:stop])


_SUPPOSES = re.compile(
    r"\b(?:as a rule|or so|with (?:any |some )?luck|all being well|fingers crossed|in all likelihood|in theory|on"
    r" average|in general|at the earliest|in most cases)\b"
)
_PROVIDED = re.compile(
    r"\b(?:as long as|so long as|in case|on (?:the )?condition|subject to|the moment|as soon as|in the event|should"
    r" (?:the|your|it|you|this|that|there|he|she|they|any|an?|one))\b"
)
_ASSURES = frozenset({"guarantee", "guaranteed", "promise", "assure", "warrant"})
_SAYS = frozenset({
    "says", "said", "claims", "claimed", "tells", "told", "writes", "wrote", "promises", "promised", "announced",
    "assures",
})  # fmt: skip
_THEY = frozenset({"he", "she", "they", "it", "someone", "somebody"})
_OURS = frozenset({"i", "we", "have", "am", "are", "has"})


def _told_by_others(lower: list[str], begin: int, last: int) -> bool:
    """Whether somebody else is said to have said it: "the landlord says he will"."""
    return any(
        lower[place] in _SAYS and lower[place - 1] not in _OURS and not _THEY.isdisjoint(lower[place + 1 : place + 3])
        for place in range(begin + 1, last)
    )


def _clause_start(lower: list[str], at: int) -> int:
    begin = at
    while begin > 0 and lower[begin - 1] not in _BETWEEN and lower[begin - 1 : begin + 1] != [",", "but"]:
        begin -= 1
    return begin


def _commitment(
    view: TextView, words: Words, found: tuple[int, int, CommitmentKind], tables: Pack, *, before: int
) -> Commitment:
    """The commitment of words `first` to `last`; its amount stands before the next one's words."""
    first, last, kind = found
    lower = words.lower
    if kind == "credit" and not _REFUNDS.isdisjoint(lower[first : last + 1]):  # "the refund is credited to your card"
        kind = "refund"
    end = max(last + 1, quote_end(lower, last, len(lower)))
    start, stop = words.spans[first][0], words.spans[end - 1][1]
    stop_of_amount = words.spans[max(last + 1, min(end, before)) - 1][1]
    raw_start, raw_end = view.raw_span(start, stop)
    return Commitment(
        kind=kind,
        amount=None
        if kind in _NEVER_PAID or (kind == "legal" and not tables.words["denials"].isdisjoint(lower[first:end]))
        else _amount(view.text, start, stop_of_amount, tables, bare=kind not in _IN_TIME),
        conditional=_conditional(lower, first, end, tables),
        quote=view.raw[raw_start:raw_end],
        start=raw_start,
        end=raw_end,
    )


def _last_amount(text: str, tables: Pack) -> str | None:
    """The amount that stands nearest to a text's end."""
    found: str | None = None
    for sentence in re.split(r"(?<=[.!?;]) ", text):
        found = amount_of(sentence, tables.currencies) or found
    return found


_NEVER_PAID = frozenset({"timeline", "callback"})
_IN_TIME = frozenset({"timeline", "callback", "replacement", "other"})


_REFUNDS = frozenset({"refund", "refunds", "refunded"})
_MINUS = re.compile(r"(?<!\w)-(?=\d)")
_SAME = re.compile(r"\b(?:this|that|the (?:whole|full|same|said)) (?:sum|amount)\b|\bthe same\b", re.IGNORECASE)


def _amount(whole: str, start: int, stop: int, tables: Pack, *, bare: bool) -> str | None:
    """As a claim's, without needless zeros; the last one before where it says "this sum"; a bare number where no
    currency is named and it may be one of money."""
    text = _MINUS.sub(" ", whole[start:stop])
    amount = amount_of(text, tables.currencies)
    if amount is None and _SAME.search(text):
        amount = _last_amount(whole[max(0, start - 400) : start], tables)
    if amount is None:
        if not bare:
            return None
        bare_number = _BARE.search(text)
        return bare_number.group(1).replace(",", ".") if bare_number else None
    number, _, unit = amount.partition(" ")
    return f"{number.removesuffix('.00')} {unit}".strip()


def _conditional(lower: list[str], first: int, end: int, tables: Pack) -> bool:
    """Whether a condition is named in the sentence, or the customer is first told to do something ("send …, and")."""
    begin = _clause_start(lower, first)
    sentence = lower[begin:end]
    stop = end
    while stop < len(lower) and lower[stop] not in _BETWEEN:
        stop += 1
    behind = lower[end:stop]
    conditions = tables.words["conditions"] - {"while", "where", "until", "before", "whether"}
    if _PROVIDED.search(" ".join((*sentence, *behind))):
        return True
    for part in (sentence, behind):
        if any(word in conditions and not _just_once(part, place) for place, word in enumerate(part)):
            return True
    return lower[begin] in tables.words["asked_of_you"] and "and" in lower[begin : first + 1]


def _just_once(words: list[str], place: int) -> bool:
    """Whether "once" tells how often: "this once", "at once"."""
    return words[place] == "once" and words[place - 1 : place] in (["this"], ["just"], ["at"], ["for"])
