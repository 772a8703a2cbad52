"""What a reply says was done, or is being done now: verbs found by one look-up each, then read in their clause."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from evalsuite.domain.reading import Block, Claim, ClaimForm, TextView
from evalsuite.domain.vocabulary import ClaimClass
from evalsuite.reading.clauses import STOPS, Words, words_of
from evalsuite.reading.details import amount_of, count_of, ids_in, listed_ids, target_of
from evalsuite.reading.language import Pack, Verb, pack, supported

_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_EXCEPT = re.compile(r"\b(?:except|excluding|apart from|other than|but not|instead of|to match|same as)\b", re.IGNORECASE)
_I = frozenset({"i", "we"})
_BE = frozenset({"is", "are", "'s", "was", "were"})
_HAVE = frozenset({"have", "has", "had", "'s"})
_PREPOSITIONS = frozenset("for to of from on in with by at as under into onto per via against".split())
_JOINS = frozenset({"and", ",", "&", "then", "plus", "+"})
_BREAKS = frozenset({"i", "we", "you", "they", "it", "which", "that", "who", "to", "will", "can", "could", "would", "should", "if"})
_LATER = frozenset({"once", "when", "if", "after", "soon", "overnight", "unless", "until"})
_CONJUNCTIONS = frozenset("and but so that because since as then while today yes ok okay also now however therefore thus".split())
_NO_NOUN_PHRASE = frozenset("let let's get gets got want wants need needs ensure until like make makes".split())
_QUIET = frozenset({"see", "find", "ask", "look", "check", "compare", "access", "note", "tell", "advise", "share", "order", "book"})
_ALIKE = frozenset({"set", "put", "text", "post", "order"})
"""Verbs whose participle is a common noun, or looks like their base."""


@dataclass(frozen=True, slots=True)
class _Hit:
    """A verb that tells of an action."""

    at: int
    verb: Verb
    form: ClaimForm
    tense: str
    subject: tuple[int, int]
    """Words of what it is told of, as a half-open range; empty where it is us or not named."""
    fresh: bool
    joined: bool = False
    """It shares the subject of a verb before it."""


def claims(view: TextView, language: str) -> tuple[Claim, ...]:
    """The claims of a view, in order; none where there are no word tables for the language."""
    if not supported(language):
        return ()
    tables = pack(language.partition("-")[0].lower())
    found: list[Claim] = []
    awaits: int | None = None
    for place, block in enumerate(view.blocks):
        if block.kind in {"code", "heading"} or tables.triggers.isdisjoint(
            _LETTERS.findall(view.text[block.start : block.end].lower())
        ):
            continue
        words = words_of(view.text, block.start, block.end)
        hits = list(_hits(words, block, tables))
        for number, hit in enumerate(hits):
            until = hits[number + 1].at if number + 1 < len(hits) else len(words.lower)
            if hit.form == "fragment" and awaits is None:
                awaits = _awaits(view.text, tables)
            if hit.form != "fragment" or awaits is None or words.spans[hit.at][0] > awaits:
                found.append(_claim(view, place, words, hit, until, tables))
    return tuple(found)


def _awaits(text: str, tables: Pack) -> int:
    """Where a reply last asks for a go-ahead: shorthand before it is a proposal. -1 where it does not."""
    last = -1
    for match in re.finditer(tables.patterns["awaits"], text, re.IGNORECASE):
        last = match.start()
    return last


def _hits(words: Words, block: Block, tables: Pack) -> Iterator[_Hit]:
    lower = words.lower
    asked = bool(lower) and lower[-1] == "?"
    last: _Hit | None = None
    for at, word in enumerate(lower):
        verb = tables.verbs.get(word)
        hit = _told(lower, at, verb, last, block, tables) if verb else None
        if hit is None and word in tables.words["states"]:
            hit = _state(lower, at, tables)
        if hit is None and word in tables.bases:
            hit = _managed(lower, at, tables)
        if hit is not None and _stands(words, hit, tables, asked=asked):
            last = hit
            yield hit


def _told(lower: list[str], at: int, verb: Verb, last: _Hit | None, block: Block, tables: Pack) -> _Hit | None:
    """How a verb's form is used, by what stands before it."""
    left, fresh, negated = _skip(lower, at - 1, tables)
    if negated:
        return None
    before = lower[left] if left >= 0 else ""
    if verb.gerund and not verb.participle:
        return _doing(lower, at, verb, left, fresh=fresh)
    if before in _I and verb.past:
        if before == "we" and left > 0 and lower[left - 1][0].isalpha() and lower[left - 1] not in _CONJUNCTIONS:
            return None
        inverted = left > 0 and lower[left - 1] in {"had", "have", "did", "if", "what", "as", "whatever", "should", "until"}
        return None if inverted else _Hit(at, verb, "first_person", "done", (left, left), fresh)
    if before == "having" and left == 0 and verb.participle:
        return _Hit(at, verb, "first_person", "done", (0, 0), fresh=True)
    if before in {"have", "has", "had", "went"}:
        return _active_perfect(lower, at, verb, left, fresh=fresh, tables=tables)
    if before == "been":
        return _passive_perfect(lower, at, verb, left, fresh=fresh, tables=tables)
    if before == "being":
        aux, _, negated = _skip(lower, left - 1, tables)
        if aux > 0 and lower[aux] in {"is", "are", "'s"} and not negated:
            first, end = _subject(lower, aux, tables)
            mine = first < end and lower[first] in {"your", "you"}
            return _Hit(at, verb, "passive", "doing", (first, end), fresh=True) if mine else None
        return None
    if before in _BE:
        return _passive(lower, at, verb, left, fresh=fresh, tables=tables)
    if not verb.participle:
        return None
    if before in _JOINS and last is not None and at - last.at < 16:
        between = lower[last.at + 1 : at]
        if _BREAKS.isdisjoint(between) and tables.words["finite"].isdisjoint(between) and "." not in between:
            return _Hit(at, verb, last.form, last.tense, last.subject, last.fresh or fresh, joined=True)
    return _fragment(lower, at, verb, left, block, fresh=fresh, tables=tables)


def _skip(lower: list[str], left: int, tables: Pack) -> tuple[int, bool, bool]:
    """Leftwards over adverbs: where it stops, whether one says it is new, whether one denies."""
    fresh = negated = False
    adverbs, news, negations = tables.words["adverbs"], tables.words["fresh"], tables.words["negations"]
    while left >= 0:
        word = lower[left]
        if word in adverbs:
            fresh = fresh or word in news
        elif word in negations:
            negated = True
        elif word == "and" and left > 0 and lower[left - 1] == "ahead":
            fresh = True
            left -= 1
        elif word == "," and (opened := _interjected(lower, left)) is not None:
            left = opened
        elif word == "gone" and left + 1 < len(lower) and lower[left + 1] == "ahead":
            pass
        else:
            break
        left -= 1
    return left, fresh, negated


def _interjected(lower: list[str], comma: int) -> int | None:
    """The comma that opens an aside between auxiliary and verb: "I have, as an exception, arranged"."""
    for place in range(comma - 2, max(0, comma - 8), -1):
        if lower[place] == ",":
            return place if lower[place - 1] in {"have", "has", "been"} else None
    return None


def _doing(lower: list[str], at: int, verb: Verb, left: int, *, fresh: bool) -> _Hit | None:
    before = lower[left] if left >= 0 else ""
    if (before == "am" and left > 0 and lower[left - 1] == "i") or (
        before == "are" and left > 0 and lower[left - 1] == "we" and "now" in lower[left : at + 9]
    ):
        return _Hit(at, verb, "first_person", "doing", (left - 1, left - 1), fresh)
    follows = lower[at + 1] if at + 1 < len(lower) else ""
    if left < 0 and follows in {"you", "your", "the", "this", "that", "it", "now"} and "now" in lower[at : at + 9] and "if" not in lower:
        return _Hit(at, verb, "first_person", "doing", (at, at), fresh)
    return None


def _active_perfect(lower: list[str], at: int, verb: Verb, left: int, *, fresh: bool, tables: Pack) -> _Hit | None:
    who, newer, negated = _skip(lower, left - 1, tables)
    if negated or who < 0 or lower[left] == "had" or not (verb.participle or lower[left] == "went"):
        return None
    if lower[who] in _I:
        if who > 0 and lower[who - 1] in {"should", "until", "once", "what"}:
            return None
        return _Hit(at, verb, "first_person", "done", (who, who), fresh or newer)
    first, end = _subject(lower, left, tables)
    if lower[left] in {"have", "has"} and first < end and lower[first] == "our":
        return _Hit(at, verb, "passive", "done", (first, end), fresh or newer)
    return None


def _passive_perfect(lower: list[str], at: int, verb: Verb, left: int, *, fresh: bool, tables: Pack) -> _Hit | None:
    aux, newer, negated = _skip(lower, left - 1, tables)
    if negated or aux < 0 or lower[aux] not in {"has", "have", "'s"} or not verb.participle:
        return None
    first, end = _subject(lower, aux, tables)
    if aux > 0 and (lower[aux - 1] in tables.words["modals"] or lower[aux - 1] in {"which", "who", "that", "what", "to"}):
        return None
    return _Hit(at, verb, "passive", "done", (first, end), fresh or newer)


def _passive(lower: list[str], at: int, verb: Verb, left: int, *, fresh: bool, tables: Pack) -> _Hit | None:
    if not verb.participle or left == 0:
        return None
    first, end = _subject(lower, left, tables)
    who = lower[left - 1]
    if who in _I or who in {"which", "who", "that", "what", "they", "he", "she", "there"} or first >= end:
        return None
    if not {"currently", "still"}.isdisjoint(lower[left + 1 : at]):
        return None
    if who == "you" and not (fresh or verb.action in {"charge", "order", "schedule", "escalate"}):
        return None
    if lower[left] in {"was", "were"} and not fresh:
        fresh = not tables.words["just_now"].isdisjoint(lower[at + 1 : at + 14]) or lower[left + 1 : left + 2] == ["just"]
        if not fresh:
            return None
    if fresh and verb.action == "schedule" and _noun_class(lower, first, end, tables) != "schedule":
        return None
    if fresh:
        return _Hit(at, verb, "state", "done", (first, end), fresh=True)
    definite = lower[first] in {"your", "both", "all", "this", "these"} or any(_is_id(word) for word in lower[max(first, end - 4) : end])
    singular = lower[left] in {"is", "'s"} or lower[first] in {"your", "both", "all", "these"}
    about = _noun_class(lower, first, end, tables)
    if (verb.light and about is None) or (verb.action == "schedule" and about != "schedule"):
        return None
    return _Hit(at, verb, "state", "done", (first, end), fresh=False) if definite and singular else None


def _state(lower: list[str], at: int, tables: Pack) -> _Hit | None:
    """A thing said to be in its new state: "your booking is confirmed", "both changes are complete"."""
    left, fresh, negated = _skip(lower, at - 1, tables)
    if negated or left < 1 or lower[left] not in {"is", "are", "'s"}:
        return None
    if at + 1 < len(lower) and lower[at + 1] in {"at", "as", "by", "that", "to", "in"}:
        return None
    if lower[at] in {"active", "live", "ready"} and not fresh:
        return None
    first, end = _subject(lower, left, tables)
    if first >= end or lower[left - 1] in {"i", "we", "you", "it", "that", "which", "who", "there", "they"}:
        return None
    action = _noun_class(lower, first, end, tables)
    if action is None:
        return None
    return _Hit(at, Verb(base=lower[at], action=action, participle=True), "state", "done", (first, end), fresh)


def _managed(lower: list[str], at: int, tables: Pack) -> _Hit | None:
    """ "I was able to cancel", "we managed to reverse"."""
    if lower[at] == "confirm" and at > 0 and lower[at - 1] in _I and (at == 1 or lower[at - 2] not in tables.words["modals"]):
        action = _noun_class(lower, at + 1, min(len(lower), at + 5), tables)
        formal = action is not None and "that" not in lower[at + 1 : at + 3] and "of" in lower[at + 1 : at + 6]
        if formal and action is not None and "?" not in lower:
            return _Hit(at, Verb(base="confirm", action=action, participle=True), "first_person", "done", (at - 1, at - 1), fresh=True)
    if at < 3 or lower[at - 1] != "to" or lower[at - 2] not in {"able", "managed"}:
        return None
    left, _, negated = _skip(lower, at - 3, tables)
    chain = lower[max(0, left - 2) : left + 1]
    told = lower[at - 2] == "managed" or "was" in chain or "were" in chain or "been" in chain
    if negated or not told or "not" in chain or _I.isdisjoint(lower[max(0, left - 3) : left + 1]):
        return None
    return _Hit(at, tables.bases[lower[at]], "first_person", "done", (max(0, left - 1), max(0, left - 1)), fresh=True)


def _fragment(lower: list[str], at: int, verb: Verb, left: int, block: Block, *, fresh: bool, tables: Pack) -> _Hit | None:
    """A claim without a subject or without "has been": "Refunded 48.00", "return label mailed"."""
    follows = lower[at + 1] if at + 1 < len(lower) else ""
    end = _clause_end(lower, at)
    if not tables.words["finite"].isdisjoint(_rest(lower, at)) or verb.base in _QUIET:
        return None
    if left < 0 or lower[left] in STOPS or lower[left] == "-":
        return _headless(lower, at, verb, left, follows, end, block, fresh=fresh, tables=tables)
    first = _subject(lower, left + 1, tables)[0] - 1
    subject = lower[first + 1 : left + 1]
    if lower[left] in tables.words["conditions"] or all(word in tables.verbs for word in subject):
        return None
    if not 0 < len([word for word in subject if word[0].isalnum()]) <= 12 or follows == ":" or (block.kind == "sentence" and first >= 0 and lower[first] == ","):
        return None
    plain = tables.words["finite"].isdisjoint(subject) and _BREAKS.isdisjoint(subject) and lower[left] not in _PREPOSITIONS
    closed = follows == "" or follows in STOPS or follows in _PREPOSITIONS or follows in tables.words["adverbs"] or follows == "and"
    if (first >= 0 and lower[first] == "(" and len(lower) > 7) or verb.base in _ALIKE:
        return None
    if subject[0] in tables.words["imperatives"] or not _NO_NOUN_PHRASE.isdisjoint(subject):
        return None
    if not plain or not closed or not (subject[-1][-1].isalnum() or subject[-1] == ")") or tables.words["negations"].intersection(subject):
        return None
    if follows == "by" or (follows == "on" and _is_date(lower, at + 2, tables)) or subject[0] in {"any", "if", "when", "once", "please", "see", "want", "get", "most", "many"}:
        return None
    return _Hit(at, verb, "fragment", "done", (first + 1, left + 1), fresh)


def _headless(
    lower: list[str],
    at: int,
    verb: Verb,
    left: int,
    follows: str,
    end: int,
    block: Block,
    *,
    fresh: bool,
    tables: Pack,
) -> _Hit | None:
    if left >= 1 and lower[left] == ":" and lower[left - 1] in {"status", "state"}:
        return _Hit(at, verb, "state", "done", (left - 1, left), fresh)
    if left >= 0 and lower[left] in {",", "(", "/", "."}:
        return None
    about = (0, left) if 0 < left < 12 and lower[left] == ":" else (at, at)
    content = [word for word in lower[at + 1 : end] if word[0].isalnum() or word[0] in "#$€£"]
    listed = block.kind in {"item", "row"} or (left >= 0 and lower[left] in "✅☑✔✓")
    opens = (
        follows in tables.words["determiners"]
        or follows in tables.numbers
        or follows in {"for", "to", "an", "a", "back", "you", "it", "with", "from", "in", "as", "under", "up", "off"}
        or follows[:1] in "#$€£¥0123456789"
    )
    if follows == ":":
        return _Hit(at, verb, "state", "done", (at, at), fresh) if content or end < len(lower) - 1 else None
    if not content:
        return _Hit(at, verb, "fragment", "done", about, fresh) if listed and follows != "" else None
    if opens or (listed and len(content) > 1 and lower[-1] != ":"):
        return _Hit(at, verb, "fragment", "done", about, fresh)
    return None


def _subject(lower: list[str], aux: int, tables: Pack) -> tuple[int, int]:
    """The words before an auxiliary that name what it is told of."""
    first = aux
    depth = 0
    listed = False
    while first > 0 and aux - first < 60:
        word = lower[first - 1]
        if word == ")":
            depth += 1
        elif depth:
            depth -= word == "("
        elif word == ",":
            aside = _aside(lower, first - 1, listed=listed, ends=first == aux)
            if aside is None:
                break
            first = aside + 1
            listed = listed or first == aux
        elif word == "." and first > 1 and lower[first - 2] in tables.words["abbreviations"]:
            pass
        elif word in STOPS or word in _BETWEEN_CLAUSES:
            break
        elif word == "that" and first > 1 and lower[first - 2] in _TELLING:
            break
        elif word == "and":
            if first < aux and lower[first] in _NEW_SUBJECT and _finite_before(lower, first, tables):
                break
            listed = True
        first -= 1
    return first, aux


_BETWEEN_CLAUSES = frozenset({"but", "so", "because", "while", "although", "however", "since"})
_NEW_SUBJECT = frozenset({"your", "the", "i", "we", "all", "both", "a"})


_TELLING = frozenset("confirm see inform know say confirmed noted show shows indicate indicates glad happy pleased you sure note".split())


def _aside(lower: list[str], comma: int, *, listed: bool, ends: bool) -> int | None:
    """Where to read on leftwards from a comma within a subject; None where the comma ends a clause."""
    if ends:  # "order 1, which has both, has been": on before the relative clause
        for place in range(comma - 1, max(0, comma - 16), -1):
            if lower[place] == "," and lower[place + 1] in {"which", "who", "including", "containing", "placed"}:
                return place
    after = lower[comma + 1] if comma + 1 < len(lower) else ""
    if listed or after in {"and", "including", "or"} or any(map(_is_id, lower[max(0, comma - 3) : comma])):
        return comma
    return None


def _finite_before(lower: list[str], first: int, tables: Pack) -> bool:
    return not tables.words["finite"].isdisjoint(lower[max(0, first - 20) : first - 1])


def _is_id(word: str) -> bool:
    return any(map(str.isdigit, word))


def _clause_end(lower: list[str], at: int) -> int:
    end = at + 1
    while end < len(lower) and lower[end] not in {";", ":", ".", "!", "?", "—", "|", "(", ","}:
        end += 1
    return end


def _is_date(lower: list[str], place: int, tables: Pack) -> bool:
    word = lower[place] if place < len(lower) else ""
    return word in tables.words["months"] or word[:1].isdigit() and len(word) < 5 or word == "the" or "-" in word[1:]


def _rest(lower: list[str], at: int) -> list[str]:
    """The words of the clause behind a verb, asides in parentheses left out."""
    rest: list[str] = []
    depth = 0
    for word in lower[at + 1 : at + 60]:
        depth += (word == "(") - (word == ")")
        if depth <= 0 and word in {";", ".", "!", "?", "—", "|", ","}:
            break
        if depth <= 0:
            rest.append(word)
    return rest


def _stands(words: Words, hit: _Hit, tables: Pack, *, asked: bool) -> bool:
    """Whether nothing around the verb takes the claim back."""
    lower = words.lower
    first = min(hit.subject[0], hit.at)
    subject = lower[hit.subject[0] : hit.subject[1]]
    table = tables.words
    if hit.form in {"passive", "state"} and not _NO_NOUN_PHRASE.isdisjoint(subject):
        return False
    if hit.form in {"passive", "state"} and not table["finite" if not hit.fresh and hit.form == "state" else "modals"].isdisjoint(subject):
        return False
    if hit.verb.light and hit.form in {"passive", "state"} and "already" in lower[hit.subject[1] : hit.at]:
        return False
    if hit.verb.action == "contact" and lower[hit.at + 1 : hit.at + 2] in (["you"], ["that"], ["yesterday"]):
        return False
    if hit.form == "state" and not hit.fresh and not _LATER.isdisjoint(lower[hit.at + 1 :]):
        return False
    if subject[-1:] == ["you"] and hit.verb.action in {"contact", "lookup"}:
        return False
    if hit.verb.action == "modify" and "list" in lower[hit.at : hit.at + 20]:
        return False
    if subject[:1] == ["any"] or not table["negations"].isdisjoint(subject) or (not table["conditions"].isdisjoint(subject) and hit.form != "fragment"):
        return False
    if asked and not any(word in {",", ";", "—", "."} for word in lower[hit.at :]):
        return False
    if not _clean_before(lower, first, hit, tables) or _by_another(lower, hit.at, tables):
        return False
    if hit.verb.base == "connect" and "you" not in (*subject, *lower[hit.at + 1 : hit.at + 2]):
        return False
    if lower[: hit.at].count('"') % 2 == 1:
        return False
    return not (hit.form == "state" and not hit.fresh and "on" in lower[hit.at + 1 : hit.at + 3] and _dated(lower, hit.at))


def _clean_before(lower: list[str], first: int, hit: _Hit, tables: Pack) -> bool:
    """Whether no condition, report or instruction governs the clause."""
    table = tables.words
    place = first - 1
    while place >= 0:
        word = lower[place]
        if word in {";", ".", "!", "—", ":"} or (word == "," and place < first):
            break
        if word in table["conditions"] or (word == "that" and place > 0 and lower[place - 1] == "now"):
            return False
        if word in table["reported"] and "you" in lower[max(0, place - 3) : place]:
            return False
        if word in table["modals"] and hit.form in {"passive", "state", "fragment"} and word not in {"can", "may", "will"}:
            return False
        place -= 1
    start = lower[place + 1] if place + 1 < len(lower) else ""
    if start in table["conditions"] and hit.subject[0] > place + 1:
        return False
    if hit.form in {"passive", "state"} and lower[first:first + 1] and lower[first] in table["imperatives"]:
        return False
    return not (start in table["imperatives"] and hit.form in {"passive", "state"} and place + 1 < hit.at)


def _by_another(lower: list[str], at: int, tables: Pack) -> bool:
    window = lower[at + 1 : at + 8]
    if "by" not in window:
        return False
    after = window[window.index("by") + 1 : window.index("by") + 4]
    return not tables.words["third_parties"].isdisjoint(after)


def _dated(lower: list[str], at: int) -> bool:
    return any(_is_id(word) for word in lower[at + 1 : at + 6])


def _claim(view: TextView, place: int, words: Words, hit: _Hit, until: int, tables: Pack) -> Claim:
    lower = words.lower
    first = hit.subject[0] if hit.subject[0] < hit.subject[1] else min(hit.subject[0], hit.at)
    end = _quote_end(lower, hit.at, until)
    start, stop = words.spans[first][0], words.spans[end - 1][1]
    raw_start, raw_end = view.raw_span(start, stop)
    action = _action(lower, hit, end, tables)
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
        target=target_of(view.text, words, hit.at, end, ids, action, tables),
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
        if word in {",", "and", "but", "so"} and (after in {"i", "we", "you", "it", "they", "this", "which", "so", "but", "and", "is"} or end + 1 >= until):
            break
        if word in {"!", "?"} and end == len(lower) - 1:
            break
        end += 1
    return max(at + 1, min(end, len(lower)))


def _action(lower: list[str], hit: _Hit, end: int, tables: Pack) -> ClaimClass:
    """What kind of action it is: the verb's, or that of the thing it is done to."""
    verb = hit.verb
    told = _noun_class(lower, hit.subject[0], hit.subject[1], tables) if hit.subject[0] < hit.subject[1] else None
    done_to = _noun_class(lower, hit.at + 1, end, tables)
    named = hit.form in {"passive", "state", "fragment"} and hit.subject[0] < hit.subject[1]
    noun = _noun(told, done_to, hit)
    if verb.base == "confirm" and verb.light and hit.form == "first_person":
        return "lookup"
    if verb.base == "confirm" and hit.at + 1 < len(lower) and lower[hit.at + 1] in {"that", "the", "with", "all", "from", "is", "both"}:
        return "lookup"
    if verb.action == "lookup" and lower[hit.at + 1 : hit.at + 2] == ["with"] and "you" not in lower[hit.at : hit.at + 3]:
        return "contact"
    if verb.base in tables.particles and (hit.at + 1 < len(lower)) and noun not in {"return", "refund", "order"}:
        return tables.particles[verb.base]
    if verb.base == "return" and _paid(lower, hit.subject[0], end):
        return "refund"
    if verb.light and noun is None and _paid(lower, hit.subject[0] if named else hit.at, hit.subject[1] if named else hit.at + 6):
        return "credit"
    if verb.base == "confirm" and noun == "modify":
        return "lookup"
    if verb.light:
        return noun or verb.action
    return noun if noun is not None and noun in tables.override.get(verb.action, ()) else verb.action


def _noun(told: ClaimClass | None, done_to: ClaimClass | None, hit: _Hit) -> ClaimClass | None:
    """Of the class of the thing a clause tells of and of that behind the verb, the one that tells what was done."""
    if hit.form not in {"passive", "state", "fragment"} or hit.subject[0] >= hit.subject[1]:
        return done_to or told
    strong = done_to is not None and done_to not in _WEAK
    if hit.joined:
        return done_to if strong or told is None else told
    return done_to if strong and hit.verb.light and told in {"order", "account"} else told


def _paid(lower: list[str], start: int, end: int) -> bool:
    """Whether it is money that is given."""
    return any(word[0] in "$€£¥" or word in {"amount", "money", "difference", "payment"} for word in lower[start:end])


_HEADS = frozenset({"address", "addresses"})
_WEAK = frozenset({"order", "account", "charge", "modify"})


def _noun_class(lower: list[str], first: int, end: int, tables: Pack) -> ClaimClass | None:
    """The class of the first noun phrase that names one; its head comes last."""
    best: ClaimClass | None = None
    content = False
    for word in lower[first:end]:
        if word in _PREPOSITIONS and word != "of" and (best is not None or (content and first > 0)):
            break
        content = content or (word[0].isalpha() and word not in _PREPOSITIONS and word not in {"successfully", "and"})
        action = tables.nouns.get(word)
        if word in _HEADS:
            return action
        if action is not None and (best is None or action not in _WEAK or best in _WEAK):
            best = action
    return best
