"""Which words of a prompt are said to the assistant, and which are policy that may be quoted."""

import re

_PUBLIC = re.compile(r"<!--\s*public\s*-->.*?(?:<!--\s*/public\s*-->|\Z)", re.DOTALL | re.IGNORECASE)
_TEMPLATE = re.compile(r"\{[{%].{0,500}?[%}]\}", re.DOTALL)
_TO_SAY = re.compile(r"[\"“«][^\"”»\n]{3,400}[\"”»]|(?<!\w)'[^'\n]{3,400}'(?!\w)")
_PEOPLE = "(?:user|customer|caller|client|patient)s?"
_INSTRUCTS = re.compile(
    r"\bthe (?:agent|assistant|bot|model|api|tool)\b(?! (?:team|desk|will|is available))"
    r"|\byou (?:are (?:a|an|the|[A-Z]\w+)|must|should|have to|may (?:not|only)) .{0,60}"
    r"\b(?:user|customer|tool|call|agent|assistant|reply|polic|information|never|only|answer|say|one)"
    r"|\b(?:never|do not|don't|always|only) (?:\w+ )?(?:tell|say|mention|reveal|disclose|promise|offer|make up|use|call"
    r"|state|apologi[sz]e|guess|invent|quote|discuss|issue|let|admit|compensate)\b.{0,80}"
    rf"\b(?:the|a) {_PEOPLE}\b"
    r"|\b(?:tell|ask|transfer|escalate|inform|deny|refuse|authenticate|verify|greet|help) "
    rf"(?:the|a|this|each) {_PEOPLE}\b"
    r"|(?-i:\b[a-z]+(?:_[a-z]+)+\b)|\bsystem prompt\b|\byour (?:instructions|role|persona|tone)\b",
    re.IGNORECASE | re.DOTALL,
)


def unmarked(prompt: str) -> str:
    """A prompt without what is marked public in it, and without the words it gives the assistant to say."""
    text = _TEMPLATE.sub(" ¶ ", _PUBLIC.sub("\n¶\n", prompt))
    return _TO_SAY.sub(" … ", text)


def is_instruction(text: str) -> bool:
    """Whether words of a prompt are said to the assistant about its work, so that no customer should hear them."""
    return _INSTRUCTS.search(text.replace("’", "'")) is not None
