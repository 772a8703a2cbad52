"""In what manner a reply names an id: as a fact, an example, a question, an assumption, or as not found."""

import re

from evalsuite.domain.reading import Block, Fact, Manner, Mention, TextView
from evalsuite.reading.blocks import block_at

_EXAMPLE_BEFORE = re.compile(
    r"(?:\be\.?g\b\.?(?![^\w\n]{0,6}(?:yes|confirm|cancel|sí|go ahead))"
    r"|\blooks? (?:something )?like(?! (?:you|your|the|that|it|there|only|we|i|reservation|order|this [a-z])\b)"
    r"|\b(?:something|anything|ids?|numbers?|codes?) like(?! (?:you|your|the)\b)"
    r"|\b(?:in|use|of|follows?) the (?:form|pattern)(?:at)?\b"
    r"|\bformat(?:ted)?\b|\bexamples?:|\bej\.|\bejemplo|\bsample"
    r"|\b(?:it|they|that|which|ids?|numbers?|codes?|should|must|usually|always|normally) starts? with|\bstarting with"
    r"|\bplaceholder|[(]like(?! (?:you|your|the|this)\b)|\bformato)"
    r"[^!?\n]{0,60}\Z",
    re.IGNORECASE,
)
_PERHAPS_EXAMPLE = re.compile(
    r"(?:\b(?:for (?:example|instance)|such as|similar to|i\.e|por ejemplo)\b"
    r"|(?<!would )(?<!you'd )(?<!i'd )(?<!looks )\blike(?! (?:me|to|the|this|your|you)\b))[^!?\n]{0,60}\Z",
    re.IGNORECASE,
)
_MADE_UP = re.compile(
    r"[A-Za-z#_-]{0,12}(?:0{4,}|1234567?8?9?0?|x{3,}\d*|9{5,})"
    r"|abc-?123\w{0,3}|ab12cd|abcd?1234|(?:john|jane|sara|your)_\w{2,12}_\d+|user_?123\d*",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:(?:can'?t|cannot|can not|could ?n[o']t|could not|unable to|wasn't able to|was not able to"
    r"|didn't|did not|not able to|don't|do not|"
    r"failed to) (?:find|locate|see|match|recogni[sz]e|retrieve|pull|look|have|get|access|verify)"
    r"|not found|no (?:record|booking|order|"
    r"reservation|match|result|account|customer|user|ticket)\w*|n[o']t (?:exist|match|appear|valid|seem|registered"
    r"|recogni[sz]\w*|associated|linked|belong|in our|listed|correct)|isn't|invalid|incorrect|unknown"
    r"|no (?:se )?(?:encontr|exist|aparece|est[aá])\w*)",
    re.IGNORECASE,
)
_NONE_OF_IT = re.compile(
    r"\bno (?:such )?(?:[a-z]+ ){1,3}(?:(?:with|under|by|for|of) )?(?:[a-z]+ ){0,3}#?\Z", re.IGNORECASE
)
"""Right before an id: "no shipment with the number "."""
_ASKED = re.compile(
    r"\b(?:could it be|might it be|did you mean|do you mean|is (?:that|it|this)\b|was (?:that|it)\b|was it meant)"
    r"|¿[^?]{0,120} o (?:otro|otra|alg)"
    r"|\bis (?:your|the) [^?]{0,60}\b(?:correct|right)\b",
    re.IGNORECASE,
)
_ASSUMED = re.compile(
    r"\b(?:assum(?:e|ing)|suppos(?:e|ing)|hypothetical|let's say|imagine|suponiendo)\b", re.IGNORECASE
)


def manner_at(view: TextView, named: Mention | Fact) -> Manner:
    """How something that was read in a view is named there; "stated" where nothing tells otherwise.

    What stands in no block is no statement: it is an "example".
    """
    block = block_at(view, named.at)
    return manner_of(view.text, block, named.at, named.at + len(named.text)) if block else "example"


def manner_of(text: str, block: Block, start: int, end: int) -> Manner:
    """How the id at `start` of a block of a view's text is named; "stated" where nothing tells otherwise."""
    before = text[max(block.start, start - 90) : start]
    if _EXAMPLE_BEFORE.search(before) or made_up(text[start:end]):
        return "example"
    if _PERHAPS_EXAMPLE.search(before) and (_REQUEST.search(before) or _MADE_UP.fullmatch(text[start:end])):
        return "example"
    whole_start = max(block.start, start - 300)
    whole = text[whole_start : min(block.end, end + 200)]
    if _negative(whole.lower()) and (_NEGATED.search(whole) or _NONE_OF_IT.search(before)):
        return "negated"
    if _ASSUMED.search(before):
        return "assumed"
    asked = whole.rstrip().endswith("?")
    if asked and (cue := _ASKED.search(whole)) and ", or " not in whole[cue.end() : start - whole_start]:
        return "asked"
    return "example" if _MADE_UP.fullmatch(text[start:end]) and (asked or _REQUEST.search(whole)) else "stated"


def _negative(plain: str) -> bool:
    """Whether one of the words stands there without which nothing is negated: this look is quicker."""
    for cue in _NEGATIVE:  # noqa: SIM110  - a generator costs more than the look itself
        if cue in plain:
            return True
    return False


_NEGATIVE = ("n't", "not", "no ", "cant ", "invalid", "incorrect", "unable", "failed", "unknown")


def made_up(text: str) -> bool:
    """Whether an id is one that is only written to show the form: DE00 0000 0000 0000, ORD-NNNN."""
    return ("00" in text or "NNN" in text or "XXXX" in text or "###" in text) and _FORM.fullmatch(text) is not None


_FORM = re.compile(
    r"[A-Za-z0-9#./_-]{0,24}(?:N{3,}|X{4,}|#{3,})\w{0,4}|[A-Z]{2}00(?: ?00){3,}|0{2,}(?:[ -]0{2,})+"
    r"|(?=(?:[^0]*0){6})[A-Za-z0-9]{1,4}[ -]?0{2,}(?:[ -]0{2,})+"
)
_REQUEST = re.compile(r"\b(?:please|provide|could you|can you|share|enter|tell me|format|digits?)\b", re.IGNORECASE)
