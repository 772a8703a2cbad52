"""Whether a message goes out by itself, as the workspace's own texts or its tool catalogue say."""

import re
from collections.abc import Iterator
from functools import lru_cache

from evalsuite.domain.reading import Claim, Effect
from evalsuite.domain.vocabulary import ClaimClass
from evalsuite.protocols import GradingContext
from evalsuite.reading.effects import classes_in
from evalsuite.reading.language import Pack

_TEXTED = re.compile(r"\b(?:sms|text(?:ed|s)?(?: messages?)?|whatsapp)\b", re.IGNORECASE)
_MAILED = re.compile(r"\be-?mail(?:ed|s)?\b", re.IGNORECASE)
_SENTENCE = 2000
"""Characters of a sentence that is read; what is longer is no sentence."""


def goes_out(context: GradingContext, claim: Claim, done: list[Effect], tables: Pack) -> bool:
    """Whether one of the calls that were made is said to bring about the message that a claim tells of."""
    medium = _medium(" ".join(claim.words))
    declared = dict(_side_effects(context))
    told: set[ClaimClass] = set()
    for text in (context.transcript.system or "", context.knowledge.prompt or ""):
        told |= _messages_follow(text, tables.patterns["promises_message"], medium)
    return any(
        not told.isdisjoint(effect.effects)
        or ("send" in effect.follows and (effect.tool not in declared or _carries(declared[effect.tool], medium)))
        for effect in done
    )


def _side_effects(context: GradingContext) -> Iterator[tuple[str, tuple[str, ...]]]:
    if context.knowledge.catalogue is not None:
        for tool in context.knowledge.catalogue.tools:
            if tool.side_effects:
                yield tool.name, tool.side_effects


def _carries(side_effects: tuple[str, ...], medium: str) -> bool:
    told = {_medium(one.replace("_", " ")) for one in side_effects}
    return medium == "" or medium in told or "" in told


def _medium(text: str) -> str:
    """How a message travels: "text", "mail", or "" where that is not said."""
    texted, mailed = _TEXTED.search(text), _MAILED.search(text)
    return "" if bool(texted) == bool(mailed) else "text" if texted else "mail"


@lru_cache(maxsize=64)
def _messages_follow(text: str, pattern: str, medium: str) -> frozenset[ClaimClass]:
    """The actions after which, as a text promises, the customer gets a message of that kind."""
    promised = re.compile(pattern, re.IGNORECASE)
    found: set[ClaimClass] = set()
    for sentence in re.split(r"[.\n]", text):
        if (
            len(sentence) < _SENTENCE
            and promised.search(sentence)
            and _medium(sentence) in {medium, ""} | ({_medium(sentence)} if not medium else set())
        ):
            found |= classes_in(sentence)
    return frozenset(found)
