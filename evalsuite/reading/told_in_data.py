"""Claims that a record makes, not a sentence: JSON keys and values, and the cells of a table's row."""

import re
from collections.abc import Iterator, Sequence

from evalsuite.domain.reading import Block, Claim, TextView
from evalsuite.domain.vocabulary import ClaimClass
from evalsuite.reading.actions import action_of
from evalsuite.reading.clauses import words_of
from evalsuite.reading.details import amount_of, ids_in
from evalsuite.reading.language import Pack, Verb
from evalsuite.reading.open_verbs import verb_of
from evalsuite.reading.phrases import Hit, noun_class

_LONGEST = 20_000
"""Characters of a reply that are read as JSON."""
_TRUE = re.compile(r'"(?P<name>\w{3,60})"\s{0,9}:\s{0,9}true\b')
_OBJECT = re.compile(r"\{[^{}]{1,2000}\}")
_PAIR = re.compile(r'"(?P<key>[\w -]{1,60})"\s{0,9}:\s{0,9}"(?P<value>[^"\\]{1,80})"')
_NAME = re.compile(r'"(?P<name>[a-z]{2,30}(?:_[a-z]{1,30}){1,5})"(?!\s{0,9}:)')
_KEY = re.compile(r'"([\w -]{1,60})"\s{0,9}:')
_CELL = re.compile(r"[^|]+")
_STATUS = 4
"""Words of a cell that may be a status."""


def told_in_json(view: TextView, tables: Pack) -> Iterator[Claim]:
    """What a reply that is JSON tells by its keys, by names in small letters, or by a status beside an action."""
    raw = view.raw
    if raw.lstrip()[:1] not in {"{", "[", "`"} or '":' not in raw or len(raw) > _LONGEST or raw == view.text:
        return
    for match in _TRUE.finditer(raw):
        yield from _named(raw, match["name"], *match.span(), tables=tables)
    for match in _NAME.finditer(raw):
        key = None
        for key in _KEY.finditer(raw, max(0, match.start() - 400), match.start()):  # noqa: B007  - the last is meant
            pass
        if key is None or tables.words["to_do"].isdisjoint(_parts(key[1])):
            yield from _named(raw, match["name"], *match.span("name"), tables=tables)
    for one in _OBJECT.finditer(raw):
        yield from _of_object(raw, one, tables)


def is_name(text: str) -> bool:
    """Whether a text is a name in small letters, `refund_issued`."""
    return "_" in text and _NAME.fullmatch(f'"{text}"') is not None


def _named(raw: str, name: str, start: int, end: int, *, tables: Pack) -> Iterator[Claim]:
    """What a name tells that ends or begins with a participle: `refund_issued`, `cancelled_order`."""
    words = _parts(name)
    if not 0 < len(words) < 5 or not _UNSURE.isdisjoint(words) or not tables.words["negations"].isdisjoint(words):
        return
    for at in (len(words) - 1, 0):
        verb = verb_of(words[at], tables)
        if verb is not None and verb.participle and not (verb.open and len(words) == 1):
            others = (at + 1, len(words)) if at == 0 else (0, at)
            action = action_of(words, Hit(at, verb, "state", "done", others, fresh=False), len(words), tables)
            if action != "lookup" and (action != "other" or len(words) > 1) and (at or not verb.light):
                yield _claim(raw, verb.base, action, (start, end), words)
            return


_UNSURE = frozenset({"none", "some", "or", "any", "can", "as", "to", "in", "than"})
"""Words of a name that says no more than how things stand."""


def _of_object(raw: str, one: re.Match[str], tables: Pack) -> Iterator[Claim]:
    """`{"task": "exchange", "state": "finished"}`: the action a value names, done as another says."""
    pairs = list(_PAIR.finditer(raw, one.start(), one.end()))
    about = next((pair for pair in pairs if pair["key"].lower() in tables.words["action_keys"]), None)
    status = next((pair for pair in pairs if pair["key"].lower() in tables.words["status_keys"]), None)
    if about is None or status is None:
        return
    told, words = _parts(status["value"]), _parts(about["value"])
    verb = verb_of(told[0], tables) if len(told) == 1 else None
    action = _labelled(words, tables) if _is_done(told, tables) else None
    if action is None and verb is not None and verb.participle and verb.action not in {"account", "cancel", "lookup"}:
        hit = Hit(len(words), verb, "state", "done", (0, len(words)), fresh=False)
        action = action_of([*words, verb.base], hit, len(words) + 1, tables)
    if action is not None and action != "lookup":
        start, end = min(about.start(), status.start()), max(about.end(), status.end())
        whole = raw[one.start() : one.end()]
        yield _claim(
            raw, "do", action, (start, end), words, amount=amount_of(whole, tables.currencies), ids=ids_in(whole)
        )


def told_in_row(view: TextView, block: Block, columns: Sequence[str], tables: Pack) -> Claim | None:
    """What the row of a table tells by a cell that says how the thing in a cell before it stands; else None."""
    cells = [match.span() for match in _CELL.finditer(view.text, block.start, block.end)]
    cells = [(start, end) for start, end in cells if view.text[start:end].strip()]
    for number in range(len(cells) - 1, 0, -1):
        words = view.text[slice(*cells[number])].strip(" .*").lower().split()
        if len(words) > _STATUS or not words:
            continue
        if number < len(columns) and not tables.words["to_do"].isdisjoint(columns[number].split()):
            continue
        verb = verb_of(words[0], tables)
        telling = verb is not None and verb.participle and not verb.open and len(words) < 3
        if not (telling or _is_done(words, tables)):
            continue
        return _of_row(view, cells, number, verb if telling else None, tables)
    return None


def _of_row(
    view: TextView, cells: Sequence[tuple[int, int]], number: int, verb: Verb | None, tables: Pack
) -> Claim | None:
    """The claim of a row whose cell at a number is a status: the nearest cell before it names what it is of."""
    done = verb is None or (verb.light and verb.action == "other")
    labels = [cell for cell in cells[:number] if _labelled(words_of(view.text, *cell).lower, tables)]
    for start, end in reversed(labels or cells[:number]):
        words = list(words_of(view.text, start, end).lower)
        if not words or not any(word.isalpha() for word in words):
            continue
        if any((told := tables.verbs.get(word)) and told.participle and word not in tables.bases for word in words):
            return None  # the cell tells it itself
        action = _labelled(words, tables) if done else None
        if verb is not None and action is None:
            hit = Hit(len(words), verb, "state", "done", (0, len(words)), fresh=False)
            action = action_of([*words, verb.base], hit, len(words) + 1, tables)
        if action is None or (done and action == "other") or action == "lookup":
            continue
        first, stop = view.raw_span(start, cells[number][1])
        quote = view.raw[first:stop]
        trimmed = first + len(quote) - len(quote.lstrip())
        whole = view.text[cells[0][0] : cells[-1][1]]
        return _claim(
            view.raw, verb.base if verb else "do", action, (trimmed, first + len(quote.rstrip())), words,
            amount=amount_of(whole, tables.currencies), ids=ids_in(whole),
        )  # fmt: skip
    return None


def _labelled(words: list[str], tables: Pack) -> ClaimClass | None:
    """The action that a label names by its verb or its thing: "Close old account", "Refund of 12 EUR"."""
    verb = tables.bases.get(words[0]) if words else None
    if verb is not None:
        hit = Hit(0, verb, "fragment", "done", (0, 0), fresh=False)
        return action_of(words, hit, len(words), tables)
    return noun_class(words, 0, len(words), tables)


def _is_done(words: Sequence[str], tables: Pack) -> bool:
    """Whether a status says that something has been done, whatever it is."""
    return (
        0 < len(words) < _STATUS
        and words[0] in tables.words["done_words"]
        and tables.words["negations"].isdisjoint(words)
    )


def _parts(name: str) -> list[str]:
    return [part.lower() for part in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d\w*|[✅✓✔☑]", name[:80])]


def _claim(
    raw: str, verb: str, action: ClaimClass, span: tuple[int, int], words: list[str], *,
    amount: str | None = None, ids: tuple[str, ...] = (),
) -> Claim:  # fmt: skip
    start, end = span
    return Claim(
        action=action, verb=verb, quote=raw[start:end], start=start, end=end, form="state", fresh=False, loose=True,
        target=ids[0] if ids else None, amount=amount, words=tuple(words), ids=ids,
    )  # fmt: skip
