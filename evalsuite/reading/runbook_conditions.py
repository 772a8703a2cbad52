"""Whether the condition of a runbook's step shows: in what the customer says, in what a tool tells, or nowhere."""

import re
from functools import cache

from evalsuite.reading.runbook_tools import Ability
from evalsuite.reading.runbook_words import nouns, small_words, tables_of_runbooks


def hidden(condition: str, ability: Ability) -> str:
    """Why neither the conversation nor a tool shows whether a condition holds; empty where one may."""
    return next(filter(None, (_hidden(one, ability) for one in _clauses(condition))), "")


def _clauses(condition: str) -> list[str]:
    """What must hold together, each with the word that opens it."""
    opener = re.match(r"(?:if|when|whenever|once|unless|where|should|for)\b", condition)
    first, *others = re.split(
        r",\s+(?:and )?|\s+and\s+(?=(?:the|a|an|no|nobody|somebody|his|her|their|our)\s)", condition
    )
    return [first, *(f"{opener.group() if opener else 'if'} {one}" for one in others if " " in one.strip())]


def _hidden(condition: str, ability: Ability) -> str:
    """The same of one clause."""
    tables = tables_of_runbooks()
    words = small_words(condition)
    if _told().search(condition) and not re.search(tables["inner_phrases"], condition):
        return ""
    if not tables["inner"].isdisjoint(words) or re.search(tables["inner_phrases"], condition):
        return "A text shows neither looks nor thoughts"
    if re.search(tables["quality"], condition) and not ability.shows("quality", "rating", "score"):
        return "No tool tells of quality"
    period = re.search(tables["periods"], condition) or re.search(r"\blast \d+ \w+", condition)
    if (period or re.search(tables["counted"], condition)) and not (
        ability.shows(*tables["kept_history"]) or (period and ability.tells(period.group()))
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
        kind = re.search(rf"\b(?:{pattern})\b", condition)
        if kind and not ability.knows_thing(kind.group()) and not ability.shows(*shown.split()):
            return "No tool shows what kind of customer it is, or why"
    if who := _out_of_sight(condition, ability):
        return f"What there is with {who!r} is seen neither in the conversation nor with a tool"
    return ""


_BEFORE = re.compile(
    r"^(?:(?:if|when|whenever|once|unless|where|should|as soon as|in case|only|even|provided|that|the|an?|our|their"
    r"|your|any|both|all)\s+)+"
)
_SUFFIX = re.compile(r"(?:[a-z]{3,}(?:ers?|ors?|ists?|ians?|men|man|women|woman))")
_OTHER = re.compile(
    r"\b(?:next|previous|other|another|different) (?:customer|user|guest|tenant|patient|member|passenger|reader"
    r"|client|caller)s?\b"
    r"|\b(?:in|at|from|of|on) (?:the )?(?:next|other|another|neighbou?ring|adjacent|previous)\b|^(?:nobody|no one"
    r"|no-one|somebody|someone|anybody|anyone"
    r"|whoever|people|others|other \w+s|everybody|everyone) (?!(?:in|at|on|with|of|from) )"
)
_ON_THE_LINE = re.compile(
    r"\b(?:writes|calls|rings|contacts us|gets in touch|is on the line|asks|appeals|threatens|complains|insists"
    r"|(?:asked for|wanted|needed|requested|reported|mentioned|given|named|involved|concerned|affected|wished)(?:$"
    r"|[,.]))"
)


def _out_of_sight(condition: str, ability: Ability) -> str:
    """Somebody or some place that is not in the chat, of whom no tool tells this; empty where there is none such."""
    tables = tables_of_runbooks()
    plain = _BEFORE.sub("", condition).replace("on board", "")
    words = small_words(plain)
    if (
        not words
        or _ON_THE_LINE.search(plain)
        or (words[0] in tables["topics"] or condition.startswith(("for ", "in case of ")))
    ):
        return ""
    other = _OTHER.search(plain)
    if words[0] in tables["spoken_to"] and not other:
        return ""
    if (thing := _definite(condition)) and not ability.knows_thing(thing) and not ability.knows_thing(nouns(plain)[-1]):
        return thing
    third = (
        other.group().strip()
        if other
        else next(filter(is_third, words), "") or _agent(condition, ability) or _doer(plain, ability)
    )
    if not third or (third.removesuffix("s") in tables["places"] and ability.knows_thing(third)):
        return ""
    aside = tables["found_out"] | tables["spoken_to"] | set(third.split())
    by_them = re.search(rf"\b(\w+) by (?:[a-z']+ ){{0,2}}?{re.escape(third)}\b", plain)
    told = nouns(by_them[1] if by_them else plain)
    heads = (third in words[:3] and not other) or (
        other and " " in third and third.split()[-1].removesuffix("s") in tables["spoken_to"]
    )
    if not by_them and heads and (after := nouns(plain[plain.index(third) + len(third) :])):
        told = [word for word in after if word not in aside][:1]
    told = [word for word in told if word not in aside and not is_third(word)]
    return "" if ability.shows(*told) else third


_DEFINITE = re.compile(
    r"^(?:if|when|whenever|once|where|should|as soon as|unless) (?:the|our) (?:[a-z-]+ )?(?P<thing>[a-z]+) (?:is|are"
    r"|was|were|has|have|had|does|did|will|gets?|turns?|became|becomes|went|goes)\b"
)


def _definite(condition: str) -> str:
    """A definite thing of which something is supposed: "if the budget has been decided"; empty where the customer
    has or sees it."""
    match, tables = _DEFINITE.match(condition), tables_of_runbooks()
    if not match:
        return ""
    word = match["thing"]
    aside = (
        tables["at_hand"]
        | tables["spoken_to"]
        | tables["told"]
        | tables["topics"]
        | tables["generic"]
        | tables["no_targets"]
    )
    return "" if {word, word.removesuffix("s")} & aside else word


def is_third(word: str) -> bool:
    """Whether it is somebody or some place that the conversation does not reach."""
    tables = tables_of_runbooks()
    word = word.removesuffix("'s").removesuffix("s'")
    alone = word.removesuffix("s")
    return bool({word, alone} & (tables["elsewhere"] | tables["out_of_sight"]))


_DONE_BY = re.compile(
    r"\b\w*(?:ed|en|lost|sent|made|left|found|told|held|put|kept) by (?:an?|the|our|their|some) (?:[a-z]+"
    r" )?(?P<agent>[a-z]+)\b"
)


_ONCE_DID = re.compile(
    r"^(?:the |an? |our )?(?P<agent>[a-z]+) (?:wrote|took|gave|came|went|did|broke|saw|knew|drove|ate|drew|flew"
    r"|forgot|spoke|stole|threw|wore|chose|fell|got"
    r"|ran|began|rose|swam)\b"
)


def _doer(condition: str, ability: Ability) -> str:
    """Whoever has done it, where that is told with "by the …"; empty for the customer, a date and a number."""
    tables = tables_of_runbooks()
    match = _DONE_BY.search(condition)
    aside = tables["spoken_to"] | tables["told"] | tables["generic"] | tables["no_targets"]
    match = match or _ONCE_DID.match(condition)
    if not match or ability.knows_thing(match["agent"]):
        return ""
    return "" if {match["agent"], match["agent"].removesuffix("s")} & aside else match["agent"]


_SUBJECT = re.compile(
    rf"^(?:(?:\w+ )?(?:the|an?|our|their|your|any|another|no) (?:\w+ )?)?(?P<agent>{_SUFFIX.pattern})"
    r" (?:has|have|had|is|are|was|were|will|would|can|could|did|does|do|didn't|doesn't|hasn't|isn't|cannot|can't"
    r"|never|not|no longer|already|just|\w+[a-z]s|\w+ed)\b"
)


def _agent(condition: str, ability: Ability) -> str:
    """Somebody by trade who is or does something: "the roofer is late"; no device, and nothing a tool speaks of."""
    tables = tables_of_runbooks()
    match = _SUBJECT.match(condition)
    if not match:
        return ""
    word, alone = match["agent"], match["agent"].removesuffix("s")
    aside = tables["no_agents"] | tables["spoken_to"] | tables["told"] | tables["generic"]
    return "" if {word, alone} & aside or ability.knows_thing(word) else word


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
        rf"\b(?:{people}|they) (?:\w+ )?(?:says?|wish(?:es)?|would (?:like|rather|prefer)|mentions?|reports?|asks?"
        rf"|wants?|prefers?|names?|agrees?|confirms?"
        r"|accepts?|tells?|writes?|gives?|requests?|needs?|claims?|states?|complains?|threatens?|insists?|describes?"
        r"|denies|refuses?"
        r"|declines?)\b|\b(?:who|that) (?:ask|want|need|wish|say|report|mention|prefer|request|insist|complain)\b"
        r"|\b(?:is|are|was|were|gets) (?:\w+ )?(?:mentioned|reported|requested|asked for|claimed)\b|\bacc(?:\."
        r"|ording) to (?:the )?(?:{people})\b"
    )
