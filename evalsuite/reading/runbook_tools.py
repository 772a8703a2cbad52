"""What a catalogue's tools can do and show, asked in the words of a runbook."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from evalsuite.codec.packs import load_pack
from evalsuite.domain.catalogue import Catalogue, CatalogueTool
from evalsuite.domain.vocabulary import ClaimClass
from evalsuite.reading.effects import declared
from evalsuite.reading.language import pack
from evalsuite.reading.runbook_limits import Tool, barred, before_clause, sent_elsewhere, stem
from evalsuite.reading.runbook_words import imperatives

_BY_CLASS = frozenset({"refund", "credit", "cancel", "escalate", "send", "contact", "charge", "return", "exchange"})
"""Classes that say enough by themselves; of the others the thing must be the tool's too."""


class Ability:
    """A catalogue, ready to be asked."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.tools = [_tool(tool) for tool in catalogue.tools]
        self.names = [*catalogue.queues, *catalogue.people]

    def shows(self, *words: str) -> bool:
        """Whether a tool that reads speaks of one of the words."""
        wanted = {stem(word) for word in words}
        return any(tool.reads and wanted & tool.words for tool in self.tools)

    def knows_target(self, name: str) -> bool:
        """Whether a queue or person of this name is declared, be it with the words in another form."""
        wanted = _name_words(name)
        if "'s " in name:  # somebody beside them: "Ida's deputy"
            return any(wanted <= known for known in map(_name_words, self.names))
        if any(wanted <= known or known <= wanted for known in map(_name_words, self.names) if known and wanted):
            return True
        return " " in name and any(name.lower() in tool.text.lower() for tool in self.tools)

    def routes(self, verb: str) -> bool:
        """Whether the verb hands the conversation on: by a tool's name where one has it, else by its meaning."""
        named = [tool for tool in self.tools if stem(verb) in tool.named]
        return any("escalate" in tool.effects for tool in named) or (not named and verb in _tables()["routing"])

    def tells(self, words: str) -> bool:
        """Whether a tool that reads is described in these very words."""
        return any(tool.reads and words in tool.text.lower() for tool in self.tools)

    def knows_thing(self, word: str) -> bool:
        """Whether any tool speaks of it."""
        return any(stem(word) in tool.words for tool in self.tools)

    def writes_to(self, word: str) -> bool:
        """Whether a tool sends its messages to somebody called so."""
        return any(tool.effects & {"send", "contact"} and stem(word) in tool.words for tool in self.tools)

    def able(self, verb: str, words: Sequence[str], step: str, action: str) -> list[str]:
        """Names of the tools that can do it, the nearest first; `action` is the part of the step that asks for it."""
        base = verb.lower()
        fit = (tool for tool in self.tools if not barred(tool, step, action))
        found = [(self._fits(tool, base, words), tool.name) for tool in fit]
        return [name for fit, name in sorted(found, key=lambda one: -one[0]) if fit > 0]

    def _fits(self, tool: Tool, verb: str, words: Sequence[str]) -> int:
        """How well a tool fits; 0 where it does not."""
        tables = _tables()
        if _opposite(tool, verb) or sent_elsewhere(tool, words):
            return 0
        generic = tables["generic"]
        words = before_clause(words)
        aside = generic | tables["spoken_to"] | _ANYONE
        things = [word for word in words if word not in aside][:5]
        if "for" in words:  # what it is for counts where nothing else is named
            things = [word for word in words[: words.index("for")] if word not in aside][:5] or things
        things += tables["plans"] if verb in {"upgrade", "downgrade"} else ()
        shared = sum(stem(word) in tool.words for word in things)
        classes = _classes(verb, words) | ({"escalate"} if self.routes(verb) else set())
        if verb in tables["lookups"] and tool.reads:
            return 2 + shared if shared or not things or stem(verb) in tool.words else 0
        if tool.reads and verb in _OPENS and words and words[0] in _KNOWN and shared:
            return 1
        if (
            tool.effects & {"ticket", "schedule", "order"}
            and "modify" not in tool.effects
            and verb in _LATER
            and not ({stem(verb), "chang", "mov", "updat", "edit", "manag", "reschedul"} & tool.words)
        ):
            return 0
        if verb in _MEDIA:
            return 3 if self._reaches(tool, verb, words) else 0
        others = stem(verb) not in tool.named and any(stem(verb) in one.named for one in self.tools)
        if (verb in tables["reaching"] or self.routes(verb)) and not others and self._reaches(tool, verb, words):
            return 3
        if classes == {"contact"} and verb in tables["reaching"]:
            return 0
        goods = tables["physical"].intersection(words)
        if verb in {"send", "post", "ship", "put"} and goods and not any(stem(word) in tool.words for word in goods):
            return 0
        if verb in {"send", "dispatch", "share", "attach"} and not (
            shared or not things or tables["messages"].union(tables["told"]) & set(things)
        ):
            return 0
        noted = verb not in imperatives() and (not tool.reads or _DETERMINERS.isdisjoint(words[:1]))
        first = things[0] if things and verb in generic else verb
        if noted and stem(first) in (tool.words if tool.reads else tool.named):
            return 1  # a note without a verb: "account by number", "plan of six months"
        says = stem(verb) in tool.words and not tool.reads
        if says and (shared or not things or classes & tool.effects & _BY_CLASS):
            return 4 + shared
        if classes & tool.effects & _BY_CLASS:
            return 2 + shared
        if shared > 1 and not tool.reads and not classes and verb not in imperatives():
            return 1
        if classes & tool.effects - {"lookup", "other"} and shared:
            return 1 + shared
        makes = (tool.reads and verb in {"run", "start", "perform", "do", "make"}) or not _stems("makers").isdisjoint(
            tool.words
        )
        return (
            1
            if verb in tables["makers"] - {"send", "put"} and makes and things and stem(things[0]) in tool.words
            else 0
        )

    def _reaches(self, tool: Tool, verb: str, words: Sequence[str]) -> bool:
        tables = _tables()
        for medium in ("called", "mailed", "texted"):
            if verb in tables[medium]:
                return bool(tool.effects & {"send", "contact"}) and bool(
                    {stem(word) for word in _MEDIA_WORDS[medium]} & tool.words
                )
        if self.routes(verb):
            return bool(tool.effects & {"escalate", "contact"})
        if any(stem(word) in tool.words for word in words if word not in tables["generic"]) and tool.effects & {
            "escalate",
            "schedule",
            "contact",
            "send",
            "ticket",
        }:
            return not self._person_first(words) or "contact" in tool.effects
        addressed = [word for word in words if word not in tables["generic"]]
        known = tables["spoken_to"].union(*map(_name_words, self.names))
        return "contact" in tool.effects and (not addressed or any(word in known for word in addressed))

    def _person_first(self, words: Sequence[str]) -> bool:
        """Whether somebody who is no queue comes first."""
        first = next((word for word in words if word not in {"the", "our"}), "")
        return any(first in _name_words(name) for name in self.names) and first not in {
            word for name in self.names if "_" in name for word in _name_words(name)
        }


_MEDIA_WORDS = {
    "called": ("call", "ring", "dial"),
    "mailed": ("mail", "email", "e-mail"),
    "texted": ("text", "sms"),
}
_MEDIA = frozenset({"call", "ring", "phone", "dial", "mail", "email", "e-mail", "text", "sms"})
_DETERMINERS = frozenset({
    "the", "a", "an", "it", "them", "its", "their", "his", "her", "this", "that", "these", "those", "all", "any",
    "each", "every",
})  # fmt: skip
_ANYONE = frozenset({"chosen", "picked", "selected", "desired", "preferred", "asked"})
_OPENS = frozenset({"open", "load", "access", "consult", "call", "bring"})
_KNOWN = frozenset({"the", "its", "their", "his", "her", "that", "this"})
_LATER = frozenset({"close", "reopen", "withdraw", "delete", "merge", "remove", "resolve",
                    "prioritise", "prioritize", "expedite", "move", "reschedule",
                    "postpone", "shift", "change"})  # fmt: skip
"""What is done to a ticket or an appointment that is there already."""


def _classes(verb: str, words: Sequence[str]) -> frozenset[ClaimClass]:
    tables, english = _tables(), pack("en")
    found: set[ClaimClass] = set()
    known = english.bases.get(verb)
    if verb in tables["makers"] or (known is not None and known.light):
        found |= {english.nouns[word] for word in words[:6] if word in english.nouns}
        found |= {english.nouns[word[:-1]] for word in words[:6] if word.endswith("s") and word[:-1] in english.nouns}
    if known is not None and not known.light and not (verb in tables["makers"] and found):
        found.add(known.action)
    return frozenset(found)


def _opposite(tool: Tool, verb: str) -> bool:
    for pair in _tables()["opposites"]:
        one, _, other = pair.partition("/")
        for this, that in ((one, other), (other, one)):
            if verb == this and stem(that) in tool.words and stem(this) not in tool.words:
                return True
    return False


def _tool(tool: CatalogueTool) -> Tool:
    effect = declared(tool)
    properties = tool.parameters.get("properties")
    parameters = " ".join(map(str, properties)) if isinstance(properties, Mapping) else ""
    text = f"{_spaced(tool.name)} {tool.description} {_spaced(parameters)}"
    words = re.findall(r"[A-Za-z][A-Za-z-]*", text)
    parts = [part for word in words for part in (word, *word.split("-"))]
    return Tool(
        name=tool.name,
        effects=effect.effects,
        words=frozenset(stem(word) for word in parts if word.lower() not in _tables()["generic"] and len(word) > 1),
        text=tool.description,
        named=frozenset(map(stem, _spaced(tool.name).split())),
        reads=effect.kind == "read",
    )


def _spaced(name: str) -> str:
    """A name as words: `orders.getInvoice`, `get_invoice`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_.:/]", " ", name)


@cache
def _stems(table: str) -> frozenset[str]:
    return frozenset(stem(word) for word in _tables()[table])


@cache
def _name_words(name: str) -> frozenset[str]:
    tables = _tables()
    words = re.findall(r"[^\W\d_]+\d*|\d+", name.lower().replace("_", " ").partition("(")[0])
    aside = tables["titles"] | tables["generic"] | tables["units"]
    return frozenset(word.removesuffix("s") for word in words if len(word) > 1 and word not in aside) or frozenset(
        words
    )


@cache
def _tables() -> Mapping[str, Any]:
    names = ("lookups", "makers", "reaching", "routing", "called", "mailed", "texted", "generic", "opposites", "titles",
             "units", "plans", "physical", "spoken_to", "messages", "told")  # fmt: skip
    tables = load_pack("runbooks-en")
    return {name: frozenset(tables[name].split()) for name in names}
