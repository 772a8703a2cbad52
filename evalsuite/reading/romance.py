"""How a verb's form is used in Spanish: "he cancelado", "ha sido cancelada", "se ha registrado", "cancelé"."""

from evalsuite.reading.language import Pack, Verb
from evalsuite.reading.phrases import Hit, skip, subject_of

_CLITICS = frozenset({"se", "le", "les", "lo", "la", "los", "las", "te", "me", "nos"})
_OF_THINGS = frozenset({"que", "quien", "cual", "usted", "ustedes", "tú"})


def told_in_romance(lower: list[str], at: int, tables: Pack) -> Hit | None:
    """The verb at a place, where it tells of an action of ours or of its outcome."""
    verb = tables.verbs.get(lower[at])
    if verb is None:
        return None
    left, fresh, negated = skip(lower, at - 1, tables)
    fresh = fresh or bool(tables.words["fresh"].intersection(lower[at + 1 : at + 3]))
    if negated or (left >= 0 and _denied(lower, left, tables)):
        return None
    before = lower[left] if left >= 0 else ""
    if verb.gerund:
        doing = before == "estoy" or (before == "estamos" and (fresh or "momento" in lower[at : at + 12]))
        return Hit(at, verb, "first_person", "doing", (left, left), fresh) if doing else None
    if verb.past:
        told_of = before in _OF_THINGS or before in {"lo", "la"}  # "lo registró", "que envié"
        return None if told_of else Hit(at, verb, "first_person", "done", (at, at), fresh)
    if verb.impersonal:
        by_itself = before == "se" or (before in _CLITICS and lower[max(0, left - 1)] == "se")
        return _of_thing(lower, at, verb, left, fresh=True, tables=tables) if by_itself else None
    return _participle(lower, at, verb, left, fresh=fresh, tables=tables) if verb.participle else None


def _participle(lower: list[str], at: int, verb: Verb, left: int, *, fresh: bool, tables: Pack) -> Hit | None:
    before = lower[left] if left >= 0 else ""
    if before in {"he", "hemos"}:
        return Hit(at, verb, "first_person", "done", (left, left), fresh)
    if before in {"sido", "quedado"} and left > 0 and lower[left - 1] in {"ha", "han"}:
        return _of_thing(lower, at, verb, left - 1, fresh=True, tables=tables)
    if before in {"ha", "han"} and "se" in lower[max(0, left - 2) : left]:
        return _of_thing(lower, at, verb, left, fresh=True, tables=tables)
    if before in {"quedó", "quedaron", "queda", "quedan"}:
        return _of_thing(lower, at, verb, left, fresh=True, tables=tables)
    if before in {"está", "están", "fue", "fueron"} and fresh:
        hit = _of_thing(lower, at, verb, left, fresh=True, tables=tables)
        return hit and Hit(at, verb, "state", "done", hit.subject, fresh=True)
    shown = fresh and 0 <= left < 6 and before not in tables.words["prepositions"] and not verb.light
    return Hit(at, verb, "fragment", "done", (0, left + 1), fresh=True, loose=True) if shown else None


def _of_thing(lower: list[str], at: int, verb: Verb, aux: int, *, fresh: bool, tables: Pack) -> Hit | None:
    while aux > 0 and lower[aux - 1] in _CLITICS:
        aux -= 1
    first, end = subject_of(lower, aux, tables)
    if first < end and lower[end - 1] in {"y", "e"}:  # a new clause
        first = end
    subject = lower[first:end]
    if "que" in subject and not tables.words["reported"].isdisjoint(subject[: subject.index("que")]):
        return None
    if first < end and not _OF_THINGS.isdisjoint(lower[max(first, end - 1) : end]):
        return None
    return Hit(at, verb, "passive", "done", (first, end), fresh)


def _denied(lower: list[str], left: int, tables: Pack) -> bool:
    """Whether a denial stands before the auxiliary and its pronouns: "no se ha cancelado"."""
    place = left
    while place >= 0 and (
        lower[place] in _CLITICS or lower[place] in {"ha", "han", "he", "hemos", "sido", "haya", "fue", "está"}
    ):
        place -= 1
    return place >= 0 and lower[place] in tables.words["negations"]
