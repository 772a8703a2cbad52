"""Runbooks taken apart: into steps, and each step into its condition and the things to be done."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from evalsuite.codec.packs import load_pack
from evalsuite.reading.runbook_forms import bare, dashed, ordered, row, unmarked, unwrapped
from evalsuite.reading.runbook_words import WORD, imperatives, small_words


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to be done."""

    verb: str
    words: tuple[str, ...]
    """What stands behind the verb, in small letters."""
    raw: str
    """The same as written, the verb with it."""


class Parts:
    """A step taken apart."""

    def hand_to(self, name: str) -> None:
        """Reads what is to be done as handing over to somebody."""
        self.action = f"transfer to {name}"
        self.actions = list(_actions(self.action))

    def __init__(self, text: str) -> None:
        self.text = _long(unmarked(bare(" ".join(text[:2000].replace("’", "'").split()))))
        plain = self.text.rstrip(" .")
        self.condition, action = row(plain) or _split(_unwrapped(plain))
        action = _addressed(_joined(_through_others(ordered(action, imperatives))))
        self.actions = list(_actions(action))
        self.action = action


_HAVE = re.compile(
    r"(?:[Gg]et|[Hh]ave|[Mm]ake|[Ll]et) (?P<who>(?:(?:the|our|an?|your) )?(?:(?![a-z])[^\W\d_][\w.'-]*(?:"
    r" (?![a-z])[^\W\d_][\w.'-]*)*"
    r"|(?:[a-z-]+ ){0,3}?(?:team|desk|department|group|crew|manager|supervisor|lead|head|director|officer|specialist"
    r"|engineer)s?)) (?:to )?(?P<verb>[a-z]+)\b"
)
_SHORT = re.compile(r"(?<![\w@/.-])(?P<word>[A-Za-z]{1,6}(?:/o?)?)(?P<dot>\.?)(?![\w@-])")


def _long(text: str) -> str:
    """With what notes shorten written out: "cust w/ 2 accts"."""
    table = _written_out()

    def whole(match: re.Match[str]) -> str:
        long = table.get(match["word"].lower())
        ends = match["dot"] and match.end() >= len(text)
        return (
            f"{long}{'.' if ends else ''}"
            if long
            and (len(match["word"]) > 2 or match["dot"] or match["word"].lower() in _CLEAR or "/" in match["word"])
            else match.group()
        )

    return _SHORT.sub(whole, text)


@cache
def _written_out() -> Mapping[str, str]:
    return {word: long for long, words in load_pack("runbooks-en")["short"].items() for word in words.split()}


_CLEAR = frozenset({"yr", "wk", "cx", "pw"})
"""Two letters that are no word of their own."""
_BARE_NAME = re.compile(
    r"^(?:to )?(?:the )?(?P<name>[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+|(?:[\w-]+ ){0,3}(?:team|desk|queue"
    r"|department|group|unit|squad))$"
)
_MATTER = re.compile(
    r"^(?:.*? )?(?:is|are|becomes?) (?:an? |the )?(?:matter|case|business|job|task|something|work|one|thing)s?"
    r" (?:for|of) (?P<rest>.+)$"
)


_FOR = re.compile(
    r"^.+? (?:is|are) for (?P<rest>(?:(?:Mr|Mrs|Ms|Dr)\b|[A-Z][a-z]+ [A-Z]).*|(?:the |our )?[\w-]+ (?:team|desk"
    r"|department|unit|group))$"
)


def _addressed(action: str) -> str:
    """With a name alone, or whose matter it is, put as handing it over."""
    if match := _MATTER.match(action) or _FOR.match(action):
        return f"transfer to {match['rest'].partition(',')[0]}"
    return (
        f"transfer to {match['name']}"
        if (match := _BARE_NAME.match(action)) and _first_of(action) not in imperatives()
        else action
    )


_APART = re.compile(
    r"^(?P<verb>put|hand|pass|send|look|pull|switch|turn|call|ring|point|pay|take|read) (?P<what>(?!(?:the|a"
    r"|an)\b)[^\s,;]+|(?:the|a|an|his|her|their|its) [^\s,;]+(?: [^\s,;]+)?)"
    r" (?P<particle>through|over|on|up|off|out|back)(?= to\b| at\b|[ .,;]*$)",
    re.IGNORECASE,
)


def _joined(action: str) -> str:
    """With a verb and its particle side by side: "put her through to" as "put through her to"."""
    return _APART.sub(r"\g<verb> \g<particle> \g<what>", action)


_SOMEBODY_DOES = re.compile(
    r"^(?P<who>[A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+)+) (?:then |first |also )?(?P<verb>[a-z]{2,}s)\b"
)


def _through_others(action: str) -> str:
    """With what others are to do put as asking them: "have Ida sign it off"."""
    if (match := _SOMEBODY_DOES.match(action)) and match["verb"][:-1] in imperatives():
        return f"ask {match['who']} to {match['verb'][:-1]}{action[match.end() :]}"
    match = _HAVE.match(action)
    if not match or not match["verb"].islower() or match["verb"] == "know" or match["who"].endswith("'s"):
        return action
    return f"ask {match['who']} to {match['verb']}{action[match.end() :]}"


_OPENERS = (
    r"(?:if|when|whenever|once|in case(?: of)?|as soon as|unless|where|should|provided|after|before|in the event)"
)
_BEHIND = re.compile(
    r"\s(?:,\s*)?(?P<condition>(?:if|when|whenever|once|in case|as soon as|unless|in the event)\s.+)$", re.IGNORECASE
)


def _unwrapped(text: str) -> str:
    """Without the politeness before an order that has its condition behind it."""
    return text if re.match(rf"{_OPENERS}\b", text, re.IGNORECASE) else unwrapped(text, imperatives)


_AHEAD = re.compile(
    r"^(?P<condition>(?:for|with|from|on|in|at|to|upon|after|before|by) [^,]{3,100}?)(?:, | (?=we ))(?P<action>(?:we"
    r"|you|please|then|the (?:agent|assistant|bot)) .+)$",
    re.IGNORECASE,
)
_WHO_ARE = re.compile(
    r"^(?P<condition>(?P<what>(?:[\w-]+ ){1,4}?)(?:who|that|which|whose) .+?) (?P<aux>(?:is|are|gets?|must be|shall"
    r" be|should be|can be|may be)) (?P<action>[a-z]+(?:ed|en|wn|ld|nt|de|pt|ft|id)(?: .+)?)$",
    re.IGNORECASE,
)


def _split(text: str) -> tuple[str, str]:
    """The condition and what is to be done; the condition is empty where there is none."""
    if match := re.match(rf"(?P<condition>{_OPENERS}\b[^:]*?)[,:]\s+(?:then\s+)?(?P<action>.+)$", text, re.IGNORECASE):
        return match["condition"], match["action"]
    if match := re.match(rf"(?P<condition>{_OPENERS}\b.*?)\s+then\s+(?P<action>.+)$", text, re.IGNORECASE):
        return match["condition"], match["action"]
    if match := re.match(r"(?P<condition>[^:]{3,100}):\s+(?P<action>\S.+)$", text):
        inner = _split(match["action"])
        return inner if inner[0] else (match["condition"], match["action"])
    if (parts := dashed(text)) and _first_of(parts[0]) not in imperatives():
        return parts
    if match := _AHEAD.match(text):
        return match["condition"], match["action"]
    if match := _WHO_ARE.match(text):
        return match["condition"], f"{match['what'].strip()} {match['aux']} {match['action']}"
    if text.lower().startswith(("for ", "with ", "from ", "on ", "in ")):
        place = _first_verb(text)
        if place:
            return text[:place].strip(" ,"), text[place:]
    if match := re.match(r"(?P<condition>.+?)\s(?P<action>(?:go|goes|belong|belongs)\sto\s.+)$", text):
        return match["condition"], match["action"]
    match = re.match(
        r"(?P<condition>[^,:]{3,100}), (?P<action>(?:please |then )?(?P<verb>[a-z]+) .+)$", text, re.IGNORECASE
    )
    if match and match["verb"].lower() in imperatives() and _first_of(match["condition"]) not in imperatives():
        return match["condition"], match["action"]
    if match := _BEHIND.search(text):
        return match["condition"], text[: match.start()]
    if match := re.search(r"\b(?P<condition>[a-z]+s? (?:who|whose|that|which) .+?)\s(?:to|over to)\s", text):
        return match["condition"], text
    if match := re.search(
        r"\s(?P<condition>for (?:customers?|users?|patients?|passengers?|guests?|members?|each|every"
        r"|\w+ customers?)\b.*)$",
        text,
    ):
        return match["condition"], text
    return "", text


def _first_of(text: str) -> str:
    return (small_words(text) or [""])[0]


def _first_verb(text: str) -> int:
    """Where the first word that tells to do something begins, behind a leading "for …"."""
    for match in list(re.finditer(r"[A-Za-z][\w'-]*", text))[2:]:
        word = match.group().lower()
        before = text[: match.start()].rstrip().rpartition(" ")[2].lower().strip(",")
        if word in imperatives() and before not in {"the", "a", "an", "to", "of", "for", "our", "new", "each", "any"}:
            return match.start()
    return 0


def _actions(text: str) -> Iterator[Action]:
    """The things to be done, in order."""
    begin: list[int] = []
    tokens = list(WORD.finditer(text))
    for place, token in enumerate(tokens):
        word = token.group().lower()
        before = tokens[place - 1].group().lower() if place else ""
        opens = place == 0 or before in {"and", "then", ",", ";", ":", "or"} or before in _ADVERBS
        if opens and (place == 0 or word in imperatives()) and word not in _ADVERBS and word != "and":
            begin.append(place)
    begin = begin or [0]
    for at, place in enumerate(begin):
        stop = tokens[begin[at + 1]].start() if at + 1 < len(begin) else len(text)
        if not tokens:
            return
        inside = [token.group().lower() for token in tokens[place:] if token.end() <= stop]
        raw = text[tokens[place].start() : stop].strip(" ,;")
        verb, rest = inside[0], [word for word in inside[1:] if word[:1].isalnum()]
        if rest and f"{verb} {rest[0]}" in _PHRASAL:
            verb, rest = _PHRASAL[f"{verb} {rest[0]}"], rest[1:]
        if verb in _MOVES and not _TALK.isdisjoint(rest[:2]):
            verb, raw = "transfer", f"transfer{raw[len(verb) :]}"
        raw = re.sub(r"\s+(?:and|or|then)$", "", raw)
        yield Action(verb=verb, words=tuple(rest), raw=raw)


_ADVERBS = frozenset(
    {"please", "always", "first", "also", "next", "finally", "only", "directly", "immediately", "then"}
)
_MOVES = frozenset({"put", "send", "move", "give", "bring", "take", "get", "push", "place", "switch", "turn"})
_TALK = frozenset({"chat", "conversation", "thread", "session"})
_PHRASAL = {
    "look up": "look", "pull up": "pull", "hand over": "handover", "set up": "create", "put through": "transfer",
    "send back": "return", "pass on": "pass", "switch off": "disable", "switch on": "enable", "turn off": "disable",
    "turn on": "enable", "call back": "call", "ring up": "ring", "find out": "find", "point out": "point",
    "read out": "read", "go to": "handover", "goes to": "handover", "belong to": "handover", "belongs to": "handover",
    "make out": "make", "pay out": "pay", "take off": "remove", "let know": "tell",
    "copy in": "cc", "bring in": "involve", "loop in": "loop",
}  # fmt: skip
