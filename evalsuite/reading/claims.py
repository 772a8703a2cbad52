"""What a reply says was done, or is being done now: verbs found by one look-up each, then read in their clause."""

import re
from dataclasses import replace

from evalsuite.domain.reading import Claim, ClaimForm, TextView
from evalsuite.reading.actions import action_of
from evalsuite.reading.clauses import Words, holds, words_of
from evalsuite.reading.details import amount_of, count_of, ids_in, listed_ids, target_of, things_of
from evalsuite.reading.language import Pack, language_of, pack, supported
from evalsuite.reading.leads import Leads
from evalsuite.reading.open_verbs import PERHAPS
from evalsuite.reading.phrases import Hit, quote_end
from evalsuite.reading.told_in_data import is_name, told_in_json, told_in_row
from evalsuite.reading.verbs import hits_in

_EXCEPT = re.compile(
    r"\b(?:except|excluding|apart from|other than|but not|instead of|to match|same as)\b", re.IGNORECASE
)


_ARROW = re.compile("->|→")
_MAY_NAME = re.compile(r"\d|[^\W\d_a-z]{5}")
_STATUS = 20
"""Characters of a value that may be a status."""
_NEAR = 30
"""Characters of a line's start in which it names what it is about."""


def claims(view: TextView, language: str) -> tuple[Claim, ...]:
    """The claims of a view, in order; none where there are no word tables for the language."""
    language = language_of(view.text, language)
    if not supported(language):
        return ()
    tables = pack(language.partition("-")[0].lower())
    found = list(told_in_json(view, tables))
    awaits: int | None = None
    topic = _Topic(view)
    leads = Leads(view, tables)
    quotes = ">" in view.text
    for place, block in enumerate(view.blocks):
        if block.kind in {"code", "heading"}:
            continue
        text = view.text[block.start : block.end]
        if not (block.kind == "row" or holds(text, tables.triggers) or PERHAPS.search(text) or _ARROW.search(text)):
            continue
        if quotes and _quoted(view, place, tables):
            continue
        status = _status(view, place, tables)
        lead = leads.at(place) if block.kind in {"item", "row"} else ""
        if status is None and block.kind == "row" and lead != "open":
            status = told_in_row(view, block, leads.columns(place), tables)
        if status is not None:
            found.append(status)
            continue
        if is_name(text):
            continue
        words = words_of(view.text, block.start, block.end)
        hits = _merged(list(hits_in(words, block, tables, lead)), words.lower, tables)
        if block.kind == "row" and len(hits) > 1:  # "seat moved | done"
            hits = [hit for hit in hits if words.lower[hit.at] not in tables.words["done_words"]]
        for number, hit in enumerate(hits):
            until = hits[number + 1].at if number + 1 < len(hits) else len(words.lower)
            short = hit.form == "fragment" or (hit.form == "state" and hit.subject[0] >= hit.subject[1])
            if short and awaits is None:
                awaits = _awaits(view.text, tables)
            if not short or awaits is None or words.spans[hit.at][0] > awaits:
                claim = _claim(view, place, words, hit=hit, until=until, tables=tables)
                found.append(_under(topic.at(place), claim, block.kind) if claim.form == "fragment" else claim)
    return _telling(found)


def _telling(found: list[Claim]) -> tuple[Claim, ...]:
    """The claims without "all done", where others tell what."""
    telling = [one for one in found if one.verb != "be done" or one.action != "other"]
    return tuple(telling or found)


def _status(view: TextView, place: int, tables: Pack) -> Claim | None:
    """A value that is a participle behind one that is an id: `{"order_id": "W1", "status": "cancelled"}`."""
    block = view.blocks[place]
    if place == 0 or block.end - block.start > _STATUS:
        return None
    verb = tables.verbs.get(view.text[block.start : block.end].lower())
    before = view.text[view.blocks[place - 1].start : view.blocks[place - 1].end]
    record = ids_in(before)
    if verb is None or verb.light or not verb.participle or len(record) != 1 or before.strip("#") != record[0]:
        return None
    start, end = view.raw_span(block.start, block.end)
    return Claim(
        action=verb.action,
        verb=verb.base,
        quote=view.raw[start:end],
        start=start,
        end=end,
        form="state",
        fresh=False,
        target=record[0],
        words=(view.text[block.start : block.end].lower(),),
        ids=record,
    )


def _merged(hits: list[Hit], lower: list[str], tables: Pack) -> list[Hit]:
    """The hits without those that tell the same action again: "approved and sent", "searched and found", "Done: …"."""
    kept: list[Hit] = []
    for number, hit in enumerate(hits):
        until = hits[number + 1].at if number + 1 < len(hits) else len(lower)
        action = action_of(lower, hit, quote_end(lower, hit.at, until), tables)
        if kept and hit.joined:
            before = action_of(lower, kept[-1], hit.at, tables)
            shared = hit.form in {"passive", "state", "fragment"} and hit.subject == kept[-1].subject
            found = (action == "contact" and hit.form == "first_person") or (
                action == "lookup" and hit.verb.base in tables.words["findings"]
            )
            if before == action and (shared or found):
                continue
            if shared and kept[-1].verb.base == "confirm" and before == "lookup":  # "address confirmed and saved"
                kept[-1] = hit
                continue
        if hit.verb.base in tables.words["empty"] and action == "other" and not hit.idiom:
            continue
        empty = hit.verb.base in {"do", "resolve", "complete"} and action == "other" and hit.form != "first_person"
        if empty and number + 1 < len(hits):
            continue
        kept.append(hit)
    return kept


def _under(about: tuple[str, ...], claim: Claim, kind: str) -> Claim:
    """A claim in shorthand with the id of the list it stands under, where it has no record of its own."""
    if set(about) <= set(claim.ids):
        return claim
    return replace(claim, ids=(*about, *claim.ids)) if not claim.ids or kind == "item" else claim


class _Topic:
    """The id that the lines of a view are about, read as far as it is asked for."""

    def __init__(self, view: TextView) -> None:
        self._view = view
        self._read = 0
        self._about: tuple[str, ...] = ()

    def at(self, place: int) -> tuple[str, ...]:
        """The id that the block at a place stands under; places must be asked for in order."""
        text = self._view.text
        for block in self._view.blocks[self._read : place + 1]:
            if text[max(0, block.start - 3) : block.start].strip()[:-1].isdigit():
                self._about = ()  # a numbered item opens a new matter
            opened = _opened(text[block.start : min(block.end, block.start + 90)])
            self._about = self._about if opened is None else opened
        self._read = place + 1
        return self._about


def _opened(text: str) -> tuple[str, ...] | None:
    """The id that a line opens a list about: the only one at its start. None where it names none there."""
    ids = ids_in(text[:60]) if _MAY_NAME.search(text, 0, 60) else ()
    near = tuple(one for one in ids if text.find(one) < _NEAR)
    return near if len(near) == 1 else None if not near else ()


def _quoted(view: TextView, place: int, tables: Pack) -> bool:
    """Whether a block stands on a line that is quoted from elsewhere, and not set off as a summary: "In short:"."""
    if not _on_quoted_line(view.text, view.blocks[place].start):
        return False
    head = next((one for one in range(place - 1, max(-1, place - 40), -1)
                 if not _on_quoted_line(view.text, view.blocks[one].start)), None)  # fmt: skip
    if head is None:
        return True
    words = words_of(view.text, view.blocks[head].start, view.blocks[head].end).lower
    return words[-1] != ":" or tables.words["sums_up"].isdisjoint(words)


def _on_quoted_line(text: str, start: int) -> bool:
    line = text[max(text.rfind("\n", max(0, start - 400), start) + 1, start - 400) : start + 1]
    return line.lstrip()[:1] == ">"


def _awaits(text: str, tables: Pack) -> int:
    """Where a reply last asks for a go-ahead: shorthand before it is a proposal. -1 where it does not."""
    last = -1
    for match in re.finditer(tables.patterns["awaits"], text, re.IGNORECASE):
        last = match.start()
    return last


def _claim(view: TextView, place: int, words: Words, *, hit: Hit, until: int, tables: Pack) -> Claim:
    lower = words.lower
    first = hit.subject[0] if hit.subject[0] < hit.subject[1] else min(hit.subject[0], hit.at)
    end = quote_end(lower, hit.at, until)
    start, stop = words.spans[first][0], words.spans[end - 1][1]
    raw_start, raw_end = view.raw_span(start, stop)
    action = action_of(lower, hit, end, tables)
    clause = tuple(lower[first:end])
    ids = ids_in(_EXCEPT.split(view.text[start:stop], maxsplit=1)[0])
    if lower[-1] == ":" or "following" in clause:
        ids = (*ids, *listed_ids(view, place))
    named = action == "contact" and hit.subject[0] < hit.subject[1]
    told_of = words.slice(hit.subject[0], hit.subject[1] - 1) if named else None
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
        loose=hit.loose or hit.idiom,
        tense="doing" if hit.tense == "doing" else "done",
        target=target_of(words, hit.at, end, ids=ids, action=action, told_of=told_of, tables=tables),
        amount=amount_of(view.text[start:stop], tables.currencies),
        count=count_of(clause, tables),
        things=things_of(clause, tables),
        words=clause,
        ids=ids,
    )
