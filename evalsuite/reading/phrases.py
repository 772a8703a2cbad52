"""Words around a verb: what it is told of, adverbs, asides, and the class of the things named."""

from dataclasses import dataclass

from evalsuite.domain.reading import ClaimForm
from evalsuite.domain.vocabulary import ClaimClass
from evalsuite.reading.clauses import STOPS
from evalsuite.reading.language import Pack, Verb

US = frozenset({"i", "we"})


BREAKS = frozenset(
    {"i", "we", "you", "they", "it", "which", "that", "who", "to", "will", "can", "could", "would", "should", "if"}
)


@dataclass(frozen=True, slots=True)
class Hit:
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
    loose: bool = False
    """A note, or a state told without a word that it is new."""
    idiom: bool = False


def skip(lower: list[str], left: int, tables: Pack) -> tuple[int, bool, bool]:
    """Leftwards over adverbs: where it stops, whether one says it is new, whether one denies."""
    fresh = negated = False
    adverbs, news, negations = tables.words["adverbs"], tables.words["fresh"], tables.words["negations"]
    while left >= 0:
        word = lower[left]
        if word in adverbs:
            fresh = fresh or word in news
        elif word in negations:
            negated = True
        elif word == "and" and left > 0 and lower[left - 1] in {"ahead", "gone"}:
            fresh = True
            left -= 1
        elif word == "," and (opened := _interjected(lower, left)) is not None:
            left = opened
        elif word == "gone" and left + 1 < len(lower) and lower[left + 1] in {"ahead", "and"}:
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


def subject_of(lower: list[str], aux: int, tables: Pack) -> tuple[int, int]:
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
        elif (
            word in STOPS
            or word in _BETWEEN_CLAUSES
            or (word == "that" and first > 1 and lower[first - 2] in tables.words["telling"])
        ):
            break
        elif word == "and":
            if first < aux and lower[first] in _NEW_SUBJECT and _finite_before(lower, first, tables):
                break
            listed = True
        first -= 1
    return first, aux


_BETWEEN_CLAUSES = frozenset({"but", "so", "because", "while", "although", "however", "since"})


_NEW_SUBJECT = frozenset({"your", "the", "i", "we", "all", "both", "a"})


def _aside(lower: list[str], comma: int, *, listed: bool, ends: bool) -> int | None:
    """Where to read on leftwards from a comma within a subject; None where the comma ends a clause."""
    if ends:  # "order 1, which has both, has been": on before the relative clause
        for place in range(comma - 1, max(0, comma - 16), -1):
            if lower[place] == "," and lower[place + 1] in {"which", "who", "including", "containing", "placed"}:
                return place
    after = lower[comma + 1] if comma + 1 < len(lower) else ""
    if listed or after in {"and", "including", "or"} or any(map(is_id, lower[max(0, comma - 3) : comma])):
        return comma
    return None


def _finite_before(lower: list[str], first: int, tables: Pack) -> bool:
    return not tables.words["finite"].isdisjoint(lower[max(0, first - 20) : first - 1])


def is_id(word: str) -> bool:
    return any(map(str.isdigit, word))


def is_record(lower: list[str], first: int, end: int, tables: Pack) -> bool:
    """Whether an id or a time stands among the last words, and not a sum."""
    return any(
        is_id(lower[place]) and lower[place][0] not in "$€£¥" and not _beside_currency(lower, place, tables)
        for place in range(max(first, end - 4), end)
    )


def _beside_currency(lower: list[str], place: int, tables: Pack) -> bool:
    beside = (*lower[max(0, place - 1) : place], *lower[place + 1 : place + 2])
    return "%" in beside or any(word in tables.codes for word in beside)


def is_date(lower: list[str], place: int, tables: Pack) -> bool:
    word = lower[place] if place < len(lower) else ""
    return word in tables.words["months"] or (word[:1].isdigit() and len(word) < 5) or word == "the" or "-" in word[1:]


def clause_end(lower: list[str], at: int) -> int:
    end = at + 1
    while end < len(lower) and lower[end] not in {";", ":", ".", "!", "?", "—", "|", "(", ","}:
        end += 1
    return end


def rest_of(lower: list[str], at: int) -> list[str]:
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


def noun_class(lower: list[str], first: int, end: int, tables: Pack) -> ClaimClass | None:
    """The class of the first noun phrase that names one; its head comes last."""
    best: ClaimClass | None = None
    prepositions = tables.words["prepositions"]
    content = False
    for word in lower[first:end]:
        if word in prepositions and word != "of" and (best is not None or (content and first > 0)):
            break
        if content and word in {"you", "that", "which", "i", "we"} and first > 0:
            break
        content = content or (word[0].isalpha() and word not in prepositions and word not in {"successfully", "and"})
        action = tables.nouns.get(word)
        if word in _HEADS:
            return action
        if word in {"date", "method"} and best in {"charge", "account"}:  # "payment date"
            return "modify"
        if action is not None and (best is None or action not in WEAK or best in WEAK):
            best = action
    return best


_HEADS = frozenset({"address", "addresses"})


WEAK = frozenset({"order", "account", "charge", "modify"})


def quote_end(lower: list[str], at: int, until: int) -> int:
    """Where the clause of a verb ends: before the next clause, or before the verb at `until`."""
    end = at + 1
    while end < len(lower) and end - at < 60:
        word = lower[end]
        if word in {";", "—", "|", "."} or (end >= until and word not in {"and", ","}):
            break
        after = lower[end + 1] if end + 1 < len(lower) else ""
        if word == "," and after in {"and", "but", "so"} and lower[end + 2 : end + 3] and _is_listed(lower, end + 2):
            end += 2
            continue
        if word in {",", "and", "but", "so"} and (
            after in {"i", "we", "you", "it", "they", "this", "which", "so", "but", "and", "is"} or end + 1 >= until
        ):
            break
        if word in {"!", "?"} and end == len(lower) - 1:
            break
        end += 1
    return max(at + 1, min(end, len(lower)))


def _is_listed(lower: list[str], place: int) -> bool:
    """Whether the last id of a list stands here: "W1, W2, and W3"."""
    return any(map(is_id, lower[place : place + 2])) and any(map(is_id, lower[max(0, place - 5) : place - 2]))
