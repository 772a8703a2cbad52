"""A language's word tables made ready for reading, and which language a text is in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal, cast

from evalsuite.codec.packs import LANGUAGES, load_pack
from evalsuite.domain.reading import ClaimForm
from evalsuite.domain.vocabulary import ClaimClass, CommitmentKind

DEFAULT = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A form of a verb that can tell of an action."""

    base: str
    action: ClaimClass
    light: bool = False
    """What it says depends on the thing it is done to."""
    past: bool = False
    participle: bool = False
    gerund: bool = False
    impersonal: bool = False
    """A past form of the third person: "se canceló"."""
    open: bool = False
    """True for a verb no table has: that it tells of an action is known by its form alone."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Idiom:
    """A turn of speech that tells of an action."""

    name: str
    pattern: re.Pattern[str]
    """Over a block's lower-case words, each followed by one blank."""
    action: ClaimClass | None
    """None where the thing named in it, or its last word, decides."""
    by: Literal["noun", "verb"]
    among: frozenset[str]
    """Where a thing decides: the classes it counts for; empty for all."""
    form: ClaimForm
    tense: Literal["done", "doing"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Promise:
    """A form of words that commits us to something."""

    kind: CommitmentKind
    pattern: re.Pattern[str]
    """Over a block's lower-case words, each followed by one blank."""
    denied: bool
    """True where a "not" in it is part of the promise: "you will not have to pay"."""
    whose: frozenset[str] = frozenset()
    """Words of which one must stand with it: "I" or "we" where it begins with us; empty where it has none such."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pack:
    language: str
    grammar: Literal["germanic", "romance"]
    """Which small grammar reads its verbs."""
    verbs: Mapping[str, Verb]
    """By form; a form that is past and participle is both."""
    bases: Mapping[str, Verb]
    participles: Mapping[str, tuple[str, ...]]
    """By base."""
    nouns: Mapping[str, ClaimClass]
    override: Mapping[str, frozenset[str]]
    particles: Mapping[str, ClaimClass]
    numbers: Mapping[str, int]
    currencies: Mapping[str, str]
    phrasal: Mapping[str, ClaimClass]
    """Verb and particle: "switch off"."""
    by_thing: Mapping[str, Mapping[str, ClaimClass]]
    """What a verb says, by its base, with a thing that no noun of the tables decides: close a request."""
    idle: Mapping[str, frozenset[str]]
    """Things with which a verb tells of no action, by its base: "exchange" words."""
    undone: Mapping[str, ClaimClass]
    """What a light verb does to a thing that is arranged, by its base."""
    clipped: Mapping[str, str]
    """The base of a verb that is written shorter than its letters tell: "xfer"."""
    codes: frozenset[str]
    """The currencies' words and signs, in small letters."""
    idioms: Mapping[str, tuple[Idiom, ...]]
    """By a word without which they do not stand."""
    idiom_triggers: frozenset[str]
    promises: tuple[Promise, ...]
    """Those that come first go before later ones over the same words."""
    promise_triggers: Mapping[str, tuple[int, ...]]
    """Which of them a word makes worth looking for."""
    words: Mapping[str, frozenset[str]]
    """The other tables, each a set of words."""
    patterns: Mapping[str, str]
    triggers: frozenset[str]
    """Words without which a text tells of no action."""
    telling: frozenset[str]
    """Those, and the verbs' bases: a word that is none of them, and has no hyphen, tells of nothing."""
    sentence: frozenset[str]
    """Words that make a sentence of what would otherwise be a note."""


@cache
def pack(language: str) -> Pack:
    """The tables of a language. Raises `LookupError` where there are none."""
    tables = load_pack(language)
    verbs: dict[str, Verb] = {}
    bases: dict[str, Verb] = {}
    forms = _romance_forms if tables["grammar"] == "romance" else _forms
    for light, key in ((False, "verbs"), (True, "light")):
        for action, entries in tables[key].items():
            for entry in entries:
                for form, verb in forms(entry, cast("ClaimClass", action), light=light):
                    (bases if form == verb.base and not (verb.past or verb.participle) else verbs).setdefault(
                        form, verb
                    )
    participles: dict[str, tuple[str, ...]] = {}
    for form, verb in verbs.items():
        if verb.participle:
            participles[verb.base] = (*participles.get(verb.base, ()), form)
    idioms = _idioms(tables)
    binding = load_pack(f"commitments-{language}") if tables["commitments"] else {}
    promises = list(_promises(binding, {**tables.get("pieces", {}), **binding.get("pieces", {})}))
    words = {key: frozenset(value.split()) for key, value in tables.items() if key not in _NO_WORD_TABLES}
    words |= {name: words[name].union(binding.get(name, "").split()) for name in ("valued", "hedges")}
    triggers = (
        frozenset(verbs)
        | {form.replace("-", "") for form in verbs}
        | words["states"]
        | words["irregular"]
        | words["irregular_past"]
        | words["turned"] - words["prepositions"]
        | {"able", "managed", "confirm", "hereby", "herewith", "enclose", "attach", "speak", "letter"}
        | _opening(idioms)
    )
    return Pack(
        language=language,
        grammar=tables["grammar"],
        verbs=verbs,
        bases=bases,
        participles=participles,
        nouns={noun: cast("ClaimClass", action) for action, nouns in tables["nouns"].items() for noun in nouns.split()},
        override={action: frozenset(others) for action, others in tables["override"].items()},
        particles=tables["particles"],
        phrasal=tables.get("phrasal", {}),
        by_thing={
            base: {thing: cast("ClaimClass", action) for action, things in told.items() for thing in things.split()}
            for bases_, told in tables.get("by_thing", {}).items()
            for base in bases_.split()
        },
        idle={base: frozenset(things.split()) for base, things in tables.get("idle", {}).items()},
        undone=tables.get("undone", {}),
        clipped=tables.get("clipped", {}),
        codes=frozenset(word.lower() for word in (*tables["currencies"], *tables["currencies"].values())),
        idioms=idioms,
        promises=tuple(promise for promise, _ in promises),
        promise_triggers=_by_trigger([when for _, when in promises]),
        idiom_triggers=frozenset(idioms),
        numbers=tables["numbers"],
        currencies=tables["currencies"],
        words=words,
        patterns={key: tables[key] for key in _PATTERNS},
        triggers=triggers,
        telling=triggers.union(bases, words["turned"], words["stands"]),
        sentence=words["finite"] | words["conditions"] | words["persons"],
    )


def _idioms(tables: Mapping[str, Any]) -> dict[str, tuple[Idiom, ...]]:
    found: dict[str, tuple[Idiom, ...]] = {}
    for entry in tables.get("idioms", ()):
        decides = entry["class"]
        idiom = Idiom(
            name=entry["name"],
            pattern=_compiled(entry["says"], tables["pieces"]),
            action=None if decides in {"noun", "verb"} else decides,
            by="verb" if decides == "verb" else "noun",
            among=frozenset(entry.get("among", "").split()),
            form=entry.get("form", "state"),
            tense=entry.get("tense", "done"),
        )
        for trigger in str(entry["when"]).split():
            found[trigger] = (*found.get(trigger, ()), idiom)
    return found


def _by_trigger(triggers: list[list[str]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for place, words in enumerate(triggers):
        for word in words:
            found[word] = (*found.get(word, ()), place)
    return found


def _opening(idioms: Mapping[str, tuple[Idiom, ...]]) -> set[str]:
    """The words that make a text worth reading for its idioms; those that end in a verb of the tables have that one."""
    return {word.replace("-", "") for word, found in idioms.items() if any(one.by == "noun" for one in found)}


def _compiled(source: str, pieces: Mapping[str, str]) -> re.Pattern[str]:
    for _ in range(2):  # pieces may name pieces
        for name, words in pieces.items():
            source = source.replace("{" + name + "}", words)
    return re.compile(rf"(?<!\S)(?:{source})(?!\S) ")


def _promises(tables: Mapping[str, Any], pieces: Mapping[str, str]) -> Iterator[tuple[Promise, list[str]]]:
    """Each form of a promise, with the words of which one must be there."""
    for entry in tables.get("promises", ()):
        for form in entry["says"]:
            pattern = _compiled(form["says"], pieces)
            promise = Promise(
                kind=entry["kind"], pattern=pattern, denied=entry.get("denied", False), whose=_whose(form["says"])
            )
            yield promise, form["when"]


def _whose(form: str) -> frozenset[str]:
    """Words without one of which a form of a promise does not stand, by its beginning."""
    if "(?:will|shall|am going to" in form[:60] or form.startswith("{ours} (?:will|shall"):
        return frozenset({"will", "shall", "going"})
    if form.startswith(("{us}", "{will}", "(?:i|we)")):
        return frozenset({"i", "we", "lemme", "let", "my", "our", "happy", "glad", "will"})
    return frozenset(
        {"you"} if form.startswith("you ") else {"your", "the", "it"} if form.startswith("(?:your|the|it)") else ()
    )


_PATTERNS = ("promises_message", "awaits")
_NO_WORD_TABLES = frozenset(
    {
        *("language", "grammar", "verbs", "light", "nouns", "override", "particles", "numbers", "currencies"),
        *("phrasal", "idle", "undone", "idioms", "pieces", "commitments", "clipped", "by_thing"),
        *_PATTERNS,
    }
)


@lru_cache(maxsize=16)  # every reader of a reply asks again
def language_of(text: str, declared: str) -> str:
    """The text's language: the declared one, unless that is the default and its words say another."""
    if declared != DEFAULT:
        return declared
    words = text.lower().split()
    by_language, any_of_them = _stop_words()
    most = 2 * _times(words, by_language[DEFAULT]) + 2
    if _times(words, any_of_them) <= max(most, 3):
        return declared
    counts = {language: _times(words, common) for language, common in by_language.items() if language != DEFAULT}
    likely = max(counts, key=lambda language: counts[language])
    return likely if counts[likely] > most else declared


def _times(words: list[str], common: frozenset[str]) -> int:
    """How many of the words are among the common ones."""
    return sum(map(common.__contains__, words))


def supported(language: str) -> bool:
    """Whether there are word tables for a language; a regional tag such as `en-GB` counts as its language."""
    return language.partition("-")[0].lower() in LANGUAGES


@cache
def _stop_words() -> tuple[Mapping[str, frozenset[str]], frozenset[str]]:
    """The commonest words by language, and those of all of them."""
    by_language = {
        language: frozenset(words.split()) for language, words in load_pack("languages")["stop_words"].items()
    }
    return by_language, frozenset().union(*by_language.values())


def _forms(entry: str, action: ClaimClass, *, light: bool) -> Iterator[tuple[str, Verb]]:
    base, *given = entry.split("/")
    past, participle, gerund = (*given, "", "", "")[:3] if given else (*_regular(base),)
    told: dict[str, dict[str, Any]] = {}
    for kind, forms in (("past", past), ("participle", participle or past), ("gerund", gerund or _regular(base)[2])):
        for form in forms.split(","):
            if form != "-":
                told.setdefault(form, {})[kind] = True
    for form, kinds in told.items():
        yield form, Verb(base=base, action=action, light=light, **kinds)
    yield base, Verb(base=base, action=action, light=light)


def _regular(base: str) -> tuple[str, str, str]:
    if base.endswith("e"):
        return base + "d", base + "d", base[:-1] + "ing"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ied", base[:-1] + "ied", base + "ing"
    return base + "ed", base + "ed", base + "ing"


def _romance_forms(entry: str, action: ClaimClass, *, light: bool) -> Iterator[tuple[str, Verb]]:
    """The forms of an infinitive; an irregular one is `hacer/hecho/hice/hizo/haciendo`."""
    base, *given = entry.split("/")
    stem, first = base[:-2], base.endswith("ar")
    hard = stem[:-1] + {"c": "qu", "g": "gu", "z": "c"}.get(stem[-1], stem[-1]) if first else stem
    regular = (
        stem + ("ado" if first else "ido"),
        hard + ("é" if first else "í"),
        stem + ("ó" if first else "ió"),
        stem + ("ando" if first else "iendo"),
    )
    participle, past, third, gerund = given or regular
    for ending in ("o", "a", "os", "as"):
        yield participle[:-1] + ending, Verb(base=base, action=action, light=light, participle=True)
    yield past, Verb(base=base, action=action, light=light, past=True)
    yield third, Verb(base=base, action=action, light=light, impersonal=True)
    yield gerund, Verb(base=base, action=action, light=light, gerund=True)
    yield base, Verb(base=base, action=action, light=light)
