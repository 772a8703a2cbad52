"""Steps of a runbook read in the imperative: what is to be done, on what condition, with whom, and what can do it."""

import re
from itertools import pairwise

from evalsuite.domain.catalogue import Catalogue
from evalsuite.domain.runbook import Step, StepReading
from evalsuite.reading.language import pack
from evalsuite.reading.runbook_conditions import hidden, is_third
from evalsuite.reading.runbook_items import steps
from evalsuite.reading.runbook_steps import Action, Parts
from evalsuite.reading.runbook_targets import named, slug, targets
from evalsuite.reading.runbook_tools import Ability
from evalsuite.reading.runbook_words import imperatives, small_words, tables_of_runbooks


def read_step(text: str, catalogue: Catalogue) -> StepReading:
    """What stands between a step and its being carried out with these tools, queues and people.

    Where several things do, the first of: vague, unobservable condition, unknown target, no tool.
    """
    return _read(Parts(text), Ability(catalogue))


def read_steps(found: list[Step], catalogue: Catalogue) -> list[StepReading]:
    """The same for all steps of a runbook."""
    ability = Ability(catalogue)
    return [_read(Parts(step.text), ability) for step in found]


def _read(parts: Parts, ability: Ability) -> StepReading:
    if _name_alone(parts, ability):
        parts.hand_to(parts.action)
    return (
        _vague(parts, ability)
        or _unobservable(parts, ability)
        or _unknown_target(parts, ability)
        or _without_tool(parts, ability)
        or StepReading(label="covered", why=_covered(parts, ability), tools=_used(parts, ability))
    )


def _name_alone(parts: Parts, ability: Ability) -> bool:
    """Whether a queue's name is all that a step says of what is to be done: "a new order | sales"."""
    words = small_words(parts.action)
    if not parts.condition or not words or len(words) > 3 or words[0] in imperatives():
        return False
    tables = tables_of_runbooks()
    if ability.knows_target(parts.action) and not ability.knows_thing(words[0]):
        return True
    aside = (
        tables["told"]
        | tables["physical"]
        | tables["messages"]
        | tables["generic"]
        | tables["vague"]
        | tables["abstract"]
        | tables["spoken_to"]
    )
    known = (
        words[0] in aside
        or ability.knows_thing(words[0])
        or words[0] in pack("en").nouns
        or words[0] in pack("en").bases
    )
    return len(words) == 1 and not known and words[0] not in tables["vague_verbs"] | tables["hollow_verbs"]


_HOLLOW = re.compile(
    r"(?:always |please )?(?:make sure|ensure|see to it|take care|keep(?! (?:an? (?!eye|open|close|cool)|the \w+"
    r" (?:for|at|in|on)))|follow up"
    r"|use (?:your|good|own))\b",
    re.IGNORECASE,
)


def _vague(parts: Parts, ability: Ability) -> StepReading | None:
    tables = tables_of_runbooks()
    words = small_words(parts.action)
    checkable = bool(re.search(r"\d", parts.action)) or any(ability.knows_target(word) for word in words)
    first = parts.actions[0].verb if parts.actions else ""
    found = ""
    if phrase := re.search(rf"\b(?:{tables['vague_phrases']})\b", parts.text, re.IGNORECASE):
        found = phrase.group()
    elif _HOLLOW.match(parts.action):
        found = " ".join(parts.action.split()[:3])
    elif first in tables["hollow_verbs"] and _says_nothing(parts, ability):
        found = " ".join(parts.action.split()[:4])
    elif first in tables["vague_verbs"]:
        found = first
    elif first in tables["solving"] and not tables["troubles"].isdisjoint(words[1:4]):
        found = " ".join(words[:3])
    else:
        found = next((word for word in words if word in tables["vague"]), "")
        found = found or _unsized(words)
    if not found and not re.search(r"\d", parts.condition):
        found = _unsized(small_words(parts.condition))
    if not found or checkable:
        return None
    return StepReading(
        label="vague",
        why=f"{found!r} names neither an action nor a limit that could be checked.",
        add="Say what is to be done, and from which amount, time or event on.",
    )


def _unsized(words: list[str]) -> str:
    """A size without a number: "large refunds", "anything odd"; empty where there is none."""
    tables = tables_of_runbooks()
    sizes, sized = tables["sizes"], tables["sized"]
    found = (pair for pair in pairwise(words) if (pair[0] in sizes and pair[1] in sized)
             or (pair[0] in tables["any_of_them"] and pair[1] in sizes))  # fmt: skip
    return " ".join(next(found, ()))


def _says_nothing(parts: Parts, ability: Ability) -> bool:
    """Whether the thing that a verb of no meaning is done to has none either: "show common sense"."""
    tables = tables_of_runbooks()
    action = parts.actions[0]
    aside = tables["generic"] | tables["spoken_to"] | {"you", "we", "i"}
    things = [word for word in action.words if word not in aside]
    known = any(ability.knows_thing(word) for word in things)
    return not known and (not things or not tables["abstract"].isdisjoint(things))


def _unobservable(parts: Parts, ability: Ability) -> StepReading | None:
    condition = parts.condition.lower()
    if not condition:
        return None
    why = hidden(condition, ability)
    if not why:
        return None
    return StepReading(
        label="unobservable_condition",
        why=f"{why}: {parts.condition.strip(' ,')!r}.",
        add="Add a tool that shows it (`kind: read`), or put the condition as something the customer says.",
    )


def _unknown_target(parts: Parts, ability: Ability) -> StepReading | None:
    for name in targets(parts, ability):
        if not ability.knows_target(name):
            return StepReading(
                label="unknown_target",
                why=f"No queue or person is declared as {name!r}.",
                add=f"Declare it in graders/tools.yaml (`queues: [{slug(name)}]`, or `people:`), or name another.",
            )
    return None


def _without_tool(parts: Parts, ability: Ability) -> StepReading | None:
    for action in parts.actions:
        lacking = _lacking(action, parts, ability)
        if lacking and _means_nothing(action, ability):
            return StepReading(
                label="vague",
                why=f"{action.raw.strip(' ,.')!r} names neither an action nor a limit that could be checked.",
                add="Say what is to be done, and from which amount, time or event on.",
            )
        if lacking:
            return StepReading(
                label="no_tool",
                why=f"No tool can do this: {action.raw.strip(' ,.')!r}.",
                add=f"Add a tool to graders/tools.yaml: `- {{name: {lacking}, kind: write, effects: […]}}`.",
            )
    return None


def _means_nothing(action: Action, ability: Ability) -> bool:
    """Whether neither the verb nor a thing is one that anything is known of: a turn of speech, in all likelihood."""
    tables, english = tables_of_runbooks(), pack("en")
    if action.verb in imperatives() or action.verb in tables["by_hand"] or re.search(r"\d", action.raw):
        return False
    if ability.knows_thing(action.verb):
        return False
    things = [word for word in action.words if word not in tables["generic"]]
    known = tables["physical"] | tables["messages"] | tables["at_hand"]
    return not any(
        not {word, word.removesuffix("s")}.isdisjoint(english.nouns) or word in known or ability.knows_thing(word)
        for word in things
    )


def _lacking(action: Action, parts: Parts, ability: Ability) -> str:
    """A name for the tool that an action lacks; empty where there is one, or words are enough."""
    return (
        ""
        if _by_words(action, ability) or ability.able(action.verb, action.words, parts.text, action.raw)
        else slug(
            " ".join((action.verb, *[word for word in action.words if word not in tables_of_runbooks()["generic"]][:1]))
        )
    )


def _by_words(action: Action, ability: Ability) -> bool:
    tables = tables_of_runbooks()
    if action.verb in {"never", "don't", "refrain", "avoid", "not"} or (
        action.verb == "do" and action.words[:1] == ("not",)
    ):
        return True
    if (
        action.verb in {"leave", "keep"}
        and action.words
        and action.words[0] in {"it", "them", "this", "that", "everything"}
    ):
        return True
    if action.verb in {"no", "out", "off", "away", "nothing"} or (action.verb in tables["spoken_to"] and action.words):
        return True
    if action.verb in tables["called"] and any(word[0].isdigit() for word in action.words[:1]):  # the customer is to
        return True
    if action.verb not in imperatives() and {"is", "are"}.intersection(action.words):  # it tells how things are
        return True
    to_customer = not tables["spoken_to"].isdisjoint(action.words[:3])
    if action.verb == "ask":
        return not named(action.raw, r"^ask ") or to_customer
    if action.verb in tables["speech"]:
        first = next((word for word in action.words if word not in tables["generic"]), "")
        return not named(action.raw, rf"^{action.verb} ") and not (
            action.verb in tables["reaching"] and is_third(first) and not to_customer
        )
    things = [word for word in action.words if word not in tables["generic"]]
    if action.verb == "start" and action.words[:1] == ("with",):
        return True
    if action.verb in {"make", "give", "offer"} and things and things[0] in tables["spoken"]:
        return True
    if action.verb == "offer" and not re.search(r"\d", action.raw) and any(map(ability.knows_thing, things)):
        return True
    if action.verb in {"give", "offer", "show", "send", "read", "provide", "share", "hand"} and action.verb != "send":
        nouns = [word for word in action.words if word not in tables["generic"] and word not in tables["spoken_to"]]
        return any(word in tables["told"] for word in nouns[:4])
    return action.verb in {"go", "collect", "take", "use", "note", "remember", "close_chat"} and len(action.words) < 1


def _covered(parts: Parts, ability: Ability) -> str:
    used = _used(parts, ability)
    return f"{', '.join(used)} can do this." if used else "Words are enough."


def _used(parts: Parts, ability: Ability) -> tuple[str, ...]:
    found = [
        tool for action in parts.actions for tool in ability.able(action.verb, action.words, parts.text, action.raw)[:1]
    ]
    return tuple(dict.fromkeys(found))


__all__ = ["read_step", "read_steps", "steps"]
