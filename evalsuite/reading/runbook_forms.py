"""A step in whatever form it was written, put as a condition and an order: a row, a tick, a third person."""

import re

from evalsuite.reading.runbook_voice import OF_STEPS, Verbs, active, first_word

_MARKS = re.compile(
    r"^(?:\s*(?:(?:step|schritt|no\.?)\s*)?(?:\(?\d{1,3}(?:\.\d{1,3})*[a-z]?[.):]|\(?[a-zA-Z][.)]|\[[ xX✓]?\]"
    r"|[-*+•‣–—▪□☐☑✓✔]|(?<=step )\d+)"
    r"(?=\s|$))+\s*|^step \d{1,3}\b\W*",
    re.IGNORECASE,
)
_ARROW = re.compile(r"\s*(?:->|-->|→|=>|⇒|➔|➜)\s*")
_ASKED = re.compile(
    r"^(?P<condition>[^?]{3,160})\?\s*(?:(?:if (?:so|yes)|yes|then)\b\W*)*(?P<action>\S.*)$", re.IGNORECASE
)
_DASH = re.compile(r"^(?P<condition>[^–—:,]{3,80}?)\s+(?:–|—|--|-)\s+(?P<action>\S.+)$")
_RULE = re.compile(r":?-{2,}:?")


def unmarked(text: str) -> str:
    """Without the number, letter or box that a step begins with."""
    return _MARKS.sub("", text, count=1)


def row(text: str) -> tuple[str, str] | None:
    """Condition and action of a table's row, of an arrow or of a question with its answer; None where it is none."""
    if " | " in text or text.startswith("|"):
        cells = [cell.strip() for cell in text.strip().strip("|").split("|")]
        while len(cells) > 1 and re.fullmatch(r"[\W\d]*|always|any|all", cells[0], re.IGNORECASE):
            cells = cells[1:]
        filled = [cell for cell in cells if cell and not re.fullmatch(r"[\W_]*", cell)]
        if filled:
            return ("", filled[0]) if len(filled) == 1 else (filled[0], ", ".join(filled[1:]))
    if (parts := [part for part in _ARROW.split(text) if part]) and len(parts) > 1:
        return parts[0], ", ".join(parts[1:])
    if match := _ASKED.match(text):
        return match["condition"], match["action"]
    return None


def dashed(text: str) -> tuple[str, str] | None:
    """Condition and action on the two sides of a dash."""
    match = _DASH.match(text)
    return (match["condition"], match["action"]) if match else None


def cells_of(line: str) -> str:
    """A table's line as one step, its cells between bars; empty for the rule beneath its head."""
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    return "" if all(_RULE.fullmatch(cell) or not cell for cell in cells) else " | ".join(cells)


def bare(text: str) -> str:
    """Without markdown's marks."""
    text = re.sub(r"\[([^\]\n]*)\]\([^)\n]*\)", r"\1", text)
    return re.sub(r"(?<!\w)[*_`]{1,3}|[*`]{1,3}(?!\w)", "", text).strip()


_WHO = (
    r"(?:(?:the|our|an?|your) )?(?:(?:virtual|digital|ai|support|service|chat|first-line|front-line) )*"
    r"(?:agents?|assistants?|bots?|chatbots?|advisers?|advisors?|operators?|representatives?|reps?|colleagues?|staff"
    r"|you|we|i|one)"
)
_MUST = (
    r"(?:should|must|shall|will|can|could|may|would|ought to|need(?:s|ed)? to|ha(?:s|ve) to|(?:is|are) (?:to"
    r"|required to|expected to|asked to"
    r"|supposed to|allowed to)|'ll)"
)
_ASIDE = re.compile(
    r"^(?:(?:would|could|can|will) you (?:please |kindly )?|(?:please|kindly|always|simply|just|then|now|next"
    r"|finally|first|so|in (?:this|that|such a|any) case"
    r"|afterwards?|do (?=go|make|try|take|tell|ask|keep|be)|remember to|(?:do not|don't|never) (?:forget|fail|omit)"
    r" to|be sure to|"
    r"be so (?:kind|good) as to|make sure (?:to|that you|you)|go ahead and|feel free to|try to|it is (?:necessary"
    r"|important|required|best) to"
    rf"|(?:it )?(?:is|has) to be made sure that|let us|let's)\b,?\s*|{_WHO} {_MUST} (?:then |also |always |please "
    rf"|first )*)",
    re.IGNORECASE,
)
_THIRD = re.compile(
    rf"^(?:(?P<many>we|you|i|(?:[a-z]+ )*?(?:agents|assistants|bots|colleagues|advisers|advisors|operators"
    rf"|representatives|staff)|{_WHO}(?<=s)(?= [a-z]+[a-rt-z]\b))|{_WHO})"
    r" (?:then |also |always |first |simply |just )*(?P<verb>[a-z][a-z-]+)\b",
    re.IGNORECASE,
)
_AUX = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "do",
        "does",
        "did",
        "will",
        "would",
        "can",
        "could",
        "should",
        "must",
        "may",
        "might",
        "shall",
        "not",
        "who",
    ]
)
_BEGIN = re.compile(
    r"^(?:(?:begin|start|proceed|continue|go on|end|finish) (?:by |with )?)?(?P<verb>[a-z-]{3,}ing)\b(?= )",
    re.IGNORECASE,
)
_JOINED_ING = re.compile(r"((?:\band|\bor|\bthen|,|;) (?:then |also |by )?)([a-z][a-z-]+ing)\b", re.IGNORECASE)
_JOINED = re.compile(r"((?:\band|\bor|\bthen|,|;) (?:then |also )?)([a-z][a-z-]+s)\b", re.IGNORECASE)


def ordered(text: str, verbs: Verbs) -> str:
    """What is to be done as an order: without politeness and modals, the third person and the passive turned."""
    text = unwrapped(text, verbs)
    pieces = re.split(r"(\s*[,;]\s+(?:and |then )*|\s+and then\s+|\s+then\s+)", text)
    told = len(pieces) > 1 and any(first_word(piece) in verbs() for piece in pieces[2::2])
    return "".join(piece if place % 2 else active(piece, verbs, told=told) for place, piece in enumerate(pieces))


def unwrapped(text: str, verbs: Verbs) -> str:
    """Without politeness, modals and the third person before an order."""
    before = None
    while before != text:
        before, text = text, _ASIDE.sub("", text, count=1)
    text = re.sub(rf"^{_WHO} (?:do|does) not\b", "do not", text, flags=re.IGNORECASE)
    match = _THIRD.match(text)
    if match and match["verb"].lower() not in _AUX:
        word = match["verb"].lower()
        bare = _unsuffixed(word, verbs) or (
            word.removesuffix("s") if match["many"] is None and not word.endswith("ss") else word
        )
        text = bare + text[match.end("verb") :]
        text = _JOINED.sub(lambda one: one[1] + (_unsuffixed(one[2].lower(), verbs) or one[2]), text)
    match = _BEGIN.match(text)
    if match and (base := _from_gerund(match["verb"].lower(), verbs)):
        text = base + text[match.end() :]
        text = _JOINED_ING.sub(lambda one: one[1] + (_from_gerund(one[2].lower(), verbs) or one[2]), text)
    return text


def _unsuffixed(word: str, verbs: Verbs) -> str:
    """A verb's base from its third person; empty where it is none."""
    bases = (word[:-1], word[:-2], word[:-3] + "y") if word.endswith("s") else ()
    return next((base for base in bases if base in verbs() or base in OF_STEPS), "")


def _from_gerund(word: str, verbs: Verbs) -> str:
    """A verb's base from its -ing form; empty where it is none."""
    stem = word.removesuffix("ing")
    bases = (stem, stem + "e", stem[:-1]) if word.endswith("ing") else ()
    return next((base for base in bases if base in verbs() or base in OF_STEPS), "")
