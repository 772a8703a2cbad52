"""What a reply says was done, or is being done now: verbs found by one look-up each, then read in their clause."""

import re
from dataclasses import replace

from evalsuite.domain.reading import Claim, ClaimForm, TextView
from evalsuite.reading.actions import action_of
from evalsuite.reading.clauses import Words, words_of
from evalsuite.reading.details import amount_of, count_of, ids_in, listed_ids, target_of
from evalsuite.reading.language import Pack, pack, supported
from evalsuite.reading.phrases import Hit
from evalsuite.reading.verbs import hits_in

_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


_EXCEPT = re.compile(
    r"\b(?:except|excluding|apart from|other than|but not|instead of|to match|same as)\b", re.IGNORECASE
)


def claims(view: TextView, language: str) -> tuple[Claim, ...]:
    """The claims of a view, in order; none where there are no word tables for the language."""
    if not supported(language):
        return ()
    tables = pack(language.partition("-")[0].lower())
    found: list[Claim] = []
    awaits: int | None = None
    about: tuple[str, ...] = ()
    for place, block in enumerate(view.blocks):
        if view.text[max(0, block.start - 3) : block.start].strip()[:-1].isdigit():
            about = ()  # a numbered item opens a new matter
        if block.end - block.start < 140:
            about = _topic(view.text[block.start : block.end]) or about
        if block.kind in {"code", "heading"} or tables.triggers.isdisjoint(
            _LETTERS.findall(view.text[block.start : block.end].lower())
        ):
            continue
        words = words_of(view.text, block.start, block.end)
        hits = list(hits_in(words, block, tables))
        for number, hit in enumerate(hits):
            until = hits[number + 1].at if number + 1 < len(hits) else len(words.lower)
            short = hit.form == "fragment" or (hit.form == "state" and hit.subject[0] >= hit.subject[1])
            if short and awaits is None:
                awaits = _awaits(view.text, tables)
            if not short or awaits is None or words.spans[hit.at][0] > awaits:
                claim = _claim(view, place, words, hit=hit, until=until, tables=tables)
                found.append(replace(claim, ids=about) if hit.form == "fragment" and not claim.ids else claim)
    return tuple(found)


def _topic(text: str) -> tuple[str, ...]:
    """The id that a line opens a list about: the line's only one, near its start."""
    ids = ids_in(text)
    return ids if len(ids) == 1 and text.find(ids[0]) < 30 else ()


def _awaits(text: str, tables: Pack) -> int:
    """Where a reply last asks for a go-ahead: shorthand before it is a proposal. -1 where it does not."""
    last = -1
    for match in re.finditer(tables.patterns["awaits"], text, re.IGNORECASE):
        last = match.start()
    return last


def _claim(view: TextView, place: int, words: Words, *, hit: Hit, until: int, tables: Pack) -> Claim:
    lower = words.lower
    first = hit.subject[0] if hit.subject[0] < hit.subject[1] else min(hit.subject[0], hit.at)
    end = _quote_end(lower, hit.at, until)
    start, stop = words.spans[first][0], words.spans[end - 1][1]
    raw_start, raw_end = view.raw_span(start, stop)
    action = action_of(lower, hit, end, tables)
    clause = tuple(lower[first:end])
    ids = ids_in(_EXCEPT.split(view.text[start:stop], maxsplit=1)[0])
    if lower[-1] == ":" or "following" in clause:
        ids = (*ids, *listed_ids(view, place))
    form: ClaimForm = "speech" if action == "contact" and hit.form == "first_person" else hit.form
    return Claim(
        action=action,
        verb=hit.verb.base,
        quote=view.raw[raw_start:raw_end],
        start=raw_start,
        end=raw_end,
        form=form,
        fresh=hit.fresh or hit.form == "first_person",
        light=hit.verb.light,
        tense="doing" if hit.tense == "doing" else "done",
        target=target_of(words, hit.at, end, ids=ids, action=action, tables=tables),
        amount=amount_of(view.text[start:stop], tables.currencies),
        count=count_of(clause, tables),
        words=clause,
        ids=ids,
    )


def _quote_end(lower: list[str], at: int, until: int) -> int:
    end = at + 1
    while end < len(lower) and end - at < 60:
        word = lower[end]
        if word in {";", "—", "|", "."} or (end >= until and word not in {"and", ","}):
            break
        after = lower[end + 1] if end + 1 < len(lower) else ""
        if word in {",", "and", "but", "so"} and (
            after in {"i", "we", "you", "it", "they", "this", "which", "so", "but", "and", "is"} or end + 1 >= until
        ):
            break
        if word in {"!", "?"} and end == len(lower) - 1:
            break
        end += 1
    return max(at + 1, min(end, len(lower)))
