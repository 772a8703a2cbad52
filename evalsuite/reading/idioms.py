"""Claims that no verb of the tables tells by itself: "consider it done", "is on its way", "our records show"."""

from collections.abc import Iterator

from evalsuite.domain.vocabulary import ClaimClass
from evalsuite.reading.language import Idiom, Pack, Verb
from evalsuite.reading.open_verbs import verb_of
from evalsuite.reading.phrases import US, Hit, noun_class


def idioms_in(lower: list[str], tables: Pack) -> Iterator[tuple[int, Hit]]:
    """The idioms of a block's words, each with the place of its first word; the last word is the hit's own."""
    triggered = tables.idiom_triggers.intersection(lower)
    if not triggered:
        return
    joined = " ".join(lower) + " "
    taken: set[int] = set()
    for trigger in sorted(triggered):
        for idiom in tables.idioms[trigger]:
            for match in idiom.pattern.finditer(joined):
                first = joined.count(" ", 0, match.start())
                last = first + joined.count(" ", match.start(), match.end() - 1)
                action = _action(idiom, lower, first, last, tables)
                if idiom.form == "first_person" and not _by_us(lower, first, tables):
                    continue
                if action is not None and last not in taken:
                    taken.update(range(first, last + 1))
                    yield first, _hit(idiom, action, first, last)


def _by_us(lower: list[str], first: int, tables: Pack) -> bool:
    """Whether nobody else than us stands before a turn of speech that may leave its subject out."""
    place = first - 1
    while place >= 0 and (
        lower[place] in tables.words["adverbs"] or lower[place] in {"have", "am", "are", "that", "done"}
    ):
        place -= 1
    return lower[first] in US or place < 0 or lower[place] in US or lower[place] in _CUTS


_CUTS = frozenset({",", ";", ":", ".", "-", "—", "and", "&", "n", "then", "so", "but", "ok", "okay", "(", "!", "|"})


def _hit(idiom: Idiom, action: ClaimClass, first: int, last: int) -> Hit:
    verb = Verb(base=idiom.name, action=action, participle=True)
    subject = (first, first) if idiom.form == "first_person" else (first, last)
    return Hit(last, verb, idiom.form, idiom.tense, subject, fresh=True, idiom=True)


def _action(idiom: Idiom, lower: list[str], first: int, last: int, tables: Pack) -> ClaimClass | None:
    """The idiom's own class, or that of a thing or of a verb in it; None where it names none of them."""
    if idiom.action is not None:
        return idiom.action
    if idiom.by == "verb":
        verb = verb_of(lower[last], tables) or tables.bases.get(lower[last])
        if verb is None:
            return "other" if lower[last].endswith("ed") else None
        return (noun_class(lower, last, last + 8, tables) or verb.action) if verb.light else verb.action
    found = noun_class(lower, first, last + 1, tables)
    return found if found in idiom.among or not idiom.among else None
