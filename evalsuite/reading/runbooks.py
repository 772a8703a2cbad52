"""Steps of a runbook read in the imperative: what is to be done, on what condition, with whom, and what can do it."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from evalsuite.domain.catalogue import Catalogue
from evalsuite.domain.runbook import Step, StepReading
from evalsuite.reading.runbook_steps import Action, Parts, imperatives, nouns, small_words, steps, tables_of_runbooks
from evalsuite.reading.runbook_tools import Ability


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
    return (
        _vague(parts, ability)
        or _unobservable(parts, ability)
        or _unknown_target(parts, ability)
        or _without_tool(parts, ability)
        or StepReading(label="covered", why=_covered(parts, ability), tools=_used(parts, ability))
    )


# ---- vague


_HOLLOW = re.compile(
    r"(?:always |please )?(?:make sure|ensure|see to it|take care|keep|follow up|use (?:your|good|own))\b",
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
    """A size without a number: "large refunds"; empty where there is none."""
    tables = tables_of_runbooks()
    found = (pair for pair in pairwise(words) if pair[0] in tables["sizes"] and pair[1] in tables["sized"])
    return " ".join(next(found, ()))


# ---- conditions


def _unobservable(parts: Parts, ability: Ability) -> StepReading | None:
    condition = parts.condition.lower()
    if not condition:
        return None
    why = _hidden(condition, ability)
    if not why:
        return None
    return StepReading(
        label="unobservable_condition",
        why=f"{why}: {parts.condition.strip(' ,')!r}.",
        add="Add a tool that shows it (`kind: read`), or put the condition as something the customer says.",
    )


def _hidden(condition: str, ability: Ability) -> str:
    """Why neither the conversation nor a tool shows whether a condition holds; empty where one may."""
    tables = tables_of_runbooks()
    words = small_words(condition)
    if _told().search(condition) and not re.search(tables["inner_phrases"], condition):
        return ""
    if not tables["inner"].isdisjoint(words) or re.search(tables["inner_phrases"], condition):
        return "A text shows neither looks nor thoughts"
    if re.search(tables["quality"], condition) and not ability.shows("quality", "rating", "score"):
        return "No tool tells of quality"
    if (re.search(tables["periods"], condition) or re.search(tables["counted"], condition)) and not ability.shows(
        *tables["kept_history"]
    ):
        return "No tool shows what was before, or how often"
    if agent := _agent_acts(condition, ability):
        return f"What the {agent} does is seen neither in the conversation nor with a tool"
    if not tables["crowd"].isdisjoint(words) and not ability.shows(*tables["occupancy"]):
        return "How full a place is shows neither in the conversation nor with a tool"
    place = next((word for word in words if word in tables["elsewhere"] and not ability.shows(word)), "")
    if place and (
        not tables["found_out"].isdisjoint(words)
        or not tables["states"].isdisjoint(words)
        or re.search(rf"\b(?:{tables['arrives']})\b", condition)
    ):
        return f"What happens with the {place} is seen neither in the conversation nor with a tool"
    if re.search(tables["meanwhile"], condition) and not ability.shows(*nouns(condition)):
        return "No tool shows what has happened since"
    for pattern, shown in tables["attributes"].items():
        if re.search(rf"\b(?:{pattern})\b", condition) and not ability.shows(*shown.split()):
            return "No tool shows what kind of customer it is, or why"
    return ""


_ANY = r"^\w+ (?:the|a|an|our|their|your|any) (?:\w+ )??"
_HAS_DONE = re.compile(
    _ANY + r"(?P<agent>[a-z]+(?:er|or|ist|ian|ant|man|men|ers|ors)) (?:has|have|had) (?:already |not |never )?\w+"
)


@cache
def _finds() -> re.Pattern[str]:
    """Somebody or something that finds, decides or says."""
    tables = tables_of_runbooks()
    finds, past = "|".join(sorted(tables["found_out"])), "|".join(sorted(tables["past"]))
    suffix = "er|or|ist|ian|ant|man|men|ers|ors"
    return re.compile(rf"{_ANY}(?P<agent>[a-z]+(?= (?:{finds})\b)|[a-z]+(?:{suffix}|our)(?= (?:{past})\b))")


def _agent_acts(condition: str, ability: Ability) -> str:
    """Somebody elsewhere who does something that no tool shows; empty where there is nobody such."""
    tables = tables_of_runbooks()
    match = _HAS_DONE.match(condition) or _finds().match(condition)
    if not match or match["agent"] in tables["no_agents"] | tables["spoken_to"] or ability.writes_to(match["agent"]):
        return ""
    after = [word for word in nouns(condition[match.end("agent") :]) if word not in tables["found_out"]]
    return "" if after and ability.shows(*after) and match.re is _HAS_DONE else match["agent"]


@cache
def _told() -> re.Pattern[str]:
    """What the customer says."""
    people = "|".join(sorted(tables_of_runbooks()["spoken_to"]))
    return re.compile(
        rf"\b(?:{people}|they) (?:\w+ )?(?:says?|mentions?|reports?|asks?|wants?|prefers?|names?|agrees?|confirms?"
        r"|accepts?|tells?|writes?|gives?|requests?|needs?|claims?|states?|complains?|threatens?|insists?|describes?|denies|refuses?"
        r"|declines?)\b|\b(?:is|are) mentioned\b"
    )


# ---- whom to turn to


def _unknown_target(parts: Parts, ability: Ability) -> StepReading | None:
    for name in targets(parts):
        if not ability.knows_target(name):
            return StepReading(
                label="unknown_target",
                why=f"No queue or person is declared as {name!r}.",
                add=f"Declare it in graders/tools.yaml (`queues: [{_slug(name)}]`, or `people:`), or name another.",
            )
    return None


_TO = r"(?:to|at|with|know)"


def targets(parts: Parts) -> Iterator[str]:
    """The queues, teams and people that a step turns to, as it names them."""
    tables = tables_of_runbooks()
    for action in parts.actions:
        if action.verb in tables["routing"]:
            found = (
                _named(action.raw, rf"\b(?:over |on )?{_TO} ")
                or _named(action.raw, rf"^{action.verb}\w* ")
                or _anybody(action.raw)
            )
        elif action.verb in tables["reaching"]:
            found = _named(action.raw, rf"^{action.verb} ") or _named(action.raw, rf"\b{_TO} ")
        elif action.verb in tables["makers"]:
            found = _named(action.raw, r"\b(?:in|for|with|to) ", strict=True)
        else:
            found = ""
        if found:
            yield found


def _anybody(text: str) -> str:
    """Whoever stands behind "to the …", be it no team and no name; empty for the customer, and for what is nobody."""
    tables = tables_of_runbooks()
    match = re.search(r"\bto the (?P<name>[a-z]+(?: [a-z]+)?)", text)
    words = match["name"].split() if match else []
    aside = tables["spoken_to"] | tables["no_targets"] | tables["told"]
    return "" if not words or not aside.isdisjoint(words) else words[0]


def _named(text: str, lead: str, *, strict: bool = False) -> str:
    """The team or person behind a lead, by its form; empty where it is the customer, or no name."""
    tables = tables_of_runbooks()
    for match in re.finditer(lead, text, re.IGNORECASE):
        rest = re.sub(r"^(?:the|our|an?|your) ", "", text[match.end() :])
        words = rest.split()
        if not words or words[0].lower().strip(",.") in tables["spoken_to"]:
            continue
        snake = re.match(r"[a-z]+(?:_[a-z0-9]+)+", rest)
        title = re.match(r"(?:(?:Mr|Mrs|Ms|Mx|Dr|Prof)\.? )?(?:[A-Z]\. )?[A-Z][a-zà-ÿ]+(?: [A-Z][a-zà-ÿ]+)*", rest)
        unit = re.match(rf"(?:[\w-]+ ){{0,4}}?(?:{'|'.join((*tables['units'], 'line'))})s?\b", rest)
        role = re.match(rf"(?:[\w-]+ ){{0,3}}?(?:{'|'.join(tables['roles'])})\b", rest)
        form = (
            snake
            or (title if not strict or (title and "." in title[0]) else None)
            or unit
            or (None if strict else role)
        )
        if form and form[0].lower() not in tables["spoken_to"]:
            return form[0].strip()
    return ""


# ---- what to do


def _without_tool(parts: Parts, ability: Ability) -> StepReading | None:
    for action in parts.actions:
        lacking = _lacking(action, parts, ability)
        if lacking:
            return StepReading(
                label="no_tool",
                why=f"No tool can do this: {action.raw.strip(' ,.')!r}.",
                add=f"Add a tool to graders/tools.yaml: `- {{name: {lacking}, kind: write, effects: […]}}`.",
            )
    return None


def _lacking(action: Action, parts: Parts, ability: Ability) -> str:
    """A name for the tool that an action lacks; empty where there is one, or words are enough."""
    return (
        ""
        if _by_words(action) or ability.able(action.verb, action.words, parts.text)
        else _slug(
            " ".join((action.verb, *[word for word in action.words if word not in tables_of_runbooks()["generic"]][:1]))
        )
    )


def _by_words(action: Action) -> bool:
    tables = tables_of_runbooks()
    if action.verb not in imperatives() and {"is", "are"}.intersection(action.words):  # it tells how things are
        return True
    to_customer = not tables["spoken_to"].isdisjoint(action.words[:3])
    if action.verb == "ask":
        named = _named(action.raw, r"^ask ")
        return not named or to_customer
    if action.verb in tables["speech"]:
        return not _named(action.raw, rf"^{action.verb} ")
    if action.verb in {"give", "offer", "show", "send", "read", "provide", "share", "hand"} and action.verb != "send":
        nouns = [word for word in action.words if word not in tables["generic"] and word not in tables["spoken_to"]]
        return any(word in tables["told"] for word in nouns[:4])
    return action.verb in {"go", "collect", "take", "use", "note", "remember", "close_chat"} and len(action.words) < 1


def _covered(parts: Parts, ability: Ability) -> str:
    used = _used(parts, ability)
    return f"{', '.join(used)} can do this." if used else "Words are enough."


def _used(parts: Parts, ability: Ability) -> tuple[str, ...]:
    found = [tool for action in parts.actions for tool in ability.able(action.verb, action.words, parts.text)[:1]]
    return tuple(dict.fromkeys(found))


def _slug(text: str) -> str:
    return "_".join(re.findall(r"[a-z0-9]+", text.lower()))[:40]


__all__ = ["read_step", "read_steps", "steps"]
