"""The ids a reply names: declared ones, values under id keys, shapes learnt from results, and what looks like one."""

import re
from collections.abc import Iterator

from evalsuite.domain.reading import Block, Evidence, Manner, Mention, TextView
from evalsuite.reading.tokens import SPACED, TOKEN, has_digit, normal, shape

TELEPHONE = "a telephone number"
"""Why of a mention that only counts where it garbles a known number: public ones need no evidence."""
CAPITALS = "a word in capitals"
"""Why of a mention that only counts where it garbles a known code: it may be any word."""

_WORTH_READING = re.compile(r"[0-9]|[A-Z]{5}|\w_\w")
_SPLIT = re.compile(r"[^/=&?:,@%+]+")
_ORDINARY = re.compile(
    r"\d{4}-\d{1,2}(?:-\d{1,2}(?:[T ]?[\d:.+Z-]*)?)?"  # dates and times
    r"|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}"
    r"|\d{1,4}(?:[-:.,]\d{1,4}){0,2}"  # small numbers, ranges, times
    r"|v?\d+(?:\.\d+)+[a-z]?"
    r"|\d+(?:st|nd|rd|th|[xX]|[a-z]{1,12}|[KMGT]i?[Bb](?:ps)?|[kMG]?Hz|[KMG]bps|MP|mAh|[WVAKGLCF]|kWh?|[AaPp][Mm]|[A-Z]ST|cm|USD|EUR)"
    r"|\d{1,2}(?::\d\d)?(?:[AaPp]\.?[Mm])?-\d{1,2}(?::\d\d)?(?:[AaPp]\.?[Mm])?"
    r"|\d{1,2}(?::\d\d){1,2}(?:[AaPp]\.?[Mm])?|\d+\.\d+-?[A-Za-z]{1,8}"
    r"|(?:[a-z]+|\d{1,2})(?:_(?:[a-z]+|\d{1,2})){2,20}"  # a key: options_for_28_inch
    r"|[A-Za-z]?\d{0,4}[a-z]*(?:-[a-z0-9']{0,3}[A-Za-z]?[a-z]+)+s?"  # 30-day, 5x-zoom, F-150s
    r"|[A-Za-z]?[a-z]+(?:-[a-z]+)*-?\d{1,3}[a-z]?"  # covid-19, iPhone15
    r"|[A-Za-z]{1,3}-?\d[A-Za-z]?|i[3579]-\d{3,5}[A-Z0-9]{0,3}|(?:WPA|USB|MP|IPX|RAV|HTTP|UTC|GMT|FY|Q|PM|CO)[-+]?\d{1,4}"
)
_URL = re.compile(r"(?:https?://|www\.)", re.IGNORECASE)
_PHONE_BEFORE = re.compile(
    r"(?:\+(?:\d{1,3}[ -]?)?\(?|\(|\b(?:call|phone|tel|dial|hotline|teléfono|llam\w+)\b[^\d.;]{0,20})\Z", re.IGNORECASE
)
_PHONE_NUMBER = re.compile(r"\d(?:[-. ]?\d){6,14}")
_PHONE_SHAPE = re.compile(r"(?:1[-.])?\d{3}[-.]\d{3}[-.]\d{2,5}|\d{2,3}-\d{4,5}")
_MONEY_BEFORE = re.compile(r"[$€£¥]\s?\Z|\b(?:USD|EUR|GBP|CLP|PEN|S/)\s?\Z")
_NOUN_BEFORE = re.compile(
    r"\b(?:order|reservation|booking|confirmation|ticket|case|reference|ref|claim|invoice|tracking|account|customer|user|"
    r"member(?:ship)?|policy|contract|record|payment|transaction|certificate|vehicle|lead|item|product|patient|appointment|"
    r"subscription|shipment|return|refund|rma|pnr|flight|pedido|reserva|orden|reclamo|cliente|factura|boleta|solicitud|"
    r"producto|folio)\b\s{0,2}(?P<explicit>(?:id|number|no|num|nr|code|key|reference|ref|#|nº|n°|número|código)s?\b\.?|#)?"
    r"\s{0,2}(?:is|was|es)?\s{0,2}[:=(\"'-]{0,2}\s{0,2}\Z",
    re.IGNORECASE,
)
_ID_BEFORE = re.compile(
    r"\b(?:id|code|locator|pnr|número|código)s?\b\s?(?:is|was|es)?\s?[:=(\"'#]{0,2}\s?\Z", re.IGNORECASE
)
_ID_KEY_BEFORE = re.compile(r"(?:_id|\bid|_number|_code)\"\s?:\s?\"#?\Z", re.IGNORECASE)
_LAST_DIGITS = re.compile(
    r"(?:\b(?:ending|ends|end|terminad[oa]|termina|last (?:four|4)(?: digits)?|últimos (?:cuatro|4)(?: dígitos)?)"
    r"(?: (?:in|with|en|of|are|is|on|con))?[ :(\"'#]{0,3}|[•*xX]{3,16}[ -]?|[•*]{2}[ -]?)(?P<digits>\d{3,7})(?![\w-])",
    re.IGNORECASE,
)
_EXAMPLE_BEFORE = re.compile(
    r"(?:\be\.?g\b\.?|\blooks? (?:something )?like|\b(?:something|anything|ids?|numbers?|codes?) like"
    r"|\bin the form(?:at)?\b"
    r"|\bformat(?:ted)?\b|\bexamples?:|\bej\.|\bejemplo|\bsample"
    r"|\bstarts? with|\bstarting with|\bplaceholder|[(]like|\bformato)"
    r"[^!?\n]{0,60}\Z",
    re.IGNORECASE,
)
_PERHAPS_EXAMPLE = re.compile(
    r"\b(?:for (?:example|instance)|such as|like|similar to|i\.e)\b[^!?\n]{0,60}\Z", re.IGNORECASE
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
    r"|recogni[sz]\w*|associated|linked|belong|in our|listed|correct)|isn't|invalid|incorrect"
    r"|no (?:se )?(?:encontr|exist|aparece|est[aá])\w*)",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:could it be|might it be|did you mean|do you mean|is (?:that|it|this)\b|was (?:that|it)\b|was it meant)"
    r"|¿[^?]{0,120} o (?:otro|otra|alg)"
    r"|\bis (?:your|the) [^?]{0,60}\b(?:correct|right)\b",
    re.IGNORECASE,
)
_ASSUMED = re.compile(
    r"\b(?:assum(?:e|ing)|suppos(?:e|ing)|hypothetical|let's say|imagine|suponiendo)\b", re.IGNORECASE
)


def mentions(view: TextView, evidence: Evidence) -> tuple[Mention, ...]:
    """The ids a text names, in order, each with what made it one and in what manner it is named."""
    found: list[Mention] = []
    text = view.text
    for block in view.blocks:
        if _WORTH_READING.search(text, block.start, block.end):
            for start, end, why in _candidates(view, block, evidence):
                raw_start, raw_end = view.raw_span(start, end)
                manner = _manner(text, block, start, end)
                found.append(Mention(text=text[start:end], start=raw_start, end=raw_end, why=why, manner=manner))
    return tuple(found)


def _candidates(view: TextView, block: Block, evidence: Evidence) -> Iterator[tuple[int, int, str]]:
    text = view.text
    taken = [
        (match.start("digits"), match.end("digits")) for match in _LAST_DIGITS.finditer(text, block.start, block.end)
    ]
    for start, end in taken:
        yield start, end, "last digits"
    for group in SPACED.finditer(text, block.start, block.end):
        if _grouped(text, group, evidence):
            taken.append(group.span())
            yield group.start(), group.end(), "an id written in groups"
    taken.sort()
    place = 0
    for token in TOKEN.finditer(text, block.start, block.end):
        word = token.group()
        if word.isalpha() and not (len(word) > 4 and word.isupper()):
            continue
        while place < len(taken) and taken[place][1] <= token.start():
            place += 1
        if place < len(taken) and taken[place][0] < token.end():
            continue
        if text.startswith('":', token.end()):
            continue
        yield from _parts(view, block, token.start(), word, evidence)


def _grouped(text: str, group: re.Match[str], evidence: Evidence) -> bool:
    norm = normal(group.group())
    if len(norm) > 5 and (norm in evidence.known or norm in evidence.said):
        return True
    if any(fits(group.group()) for _, fits in evidence.patterns):
        return True
    first, _, rest = group.group().partition(" ")
    before = text[max(0, group.start() - 48) : group.start()]
    return len(first) < 4 and first.isalpha() and rest.isdigit() and bool(_NOUN_BEFORE.search(before))


def _parts(view: TextView, block: Block, start: int, word: str, evidence: Evidence) -> Iterator[tuple[int, int, str]]:
    """The ids in a run: itself, or its parts where it is a path, a list or a link."""
    if len(word) > 400:
        return
    linked = _URL.match(word) is not None
    if "@" in word and not linked:
        return
    if _ORDINARY.fullmatch(word) and ":" in word:
        return
    if not linked and (_SPLIT.fullmatch(word) or normal(word) in evidence.known):
        why = _why(view, block, start, word, evidence)
        if why:
            yield start, start + len(word), why
        return
    for part in _SPLIT.finditer(word):
        piece = part.group().strip("-_.#")
        if piece:
            at = start + part.start() + part.group().index(piece)
            why = _why(view, block, at, piece, evidence)
            if why and not (linked and "." in piece and not has_digit(piece.rpartition(".")[2])):
                yield at, at + len(piece), why


def _why(view: TextView, block: Block, start: int, word: str, evidence: Evidence) -> str | None:
    for kind, fits in evidence.patterns:
        if len(word) <= 64 and fits(word):
            return f"declared {kind}"
    if word.isalpha():
        return _letters(view, block, start, word, evidence)
    if not has_digit(word):
        return None
    text = view.text
    before = text[max(block.start, start - 48) : start]
    digits = sum(map(str.isdigit, word))
    if _PHONE_SHAPE.fullmatch(word):
        return TELEPHONE
    if len(word) in evidence.code_lengths and word.isalnum() and word.isupper():
        return "a code like this conversation's records have"
    place = view.offsets[start]
    if digits and len(word) > 3 and _ID_KEY_BEFORE.search(view.raw[max(0, place - 40) : place]):
        return "a value under an id key"
    learnt = evidence.shapes.get(shape(word) or "")
    if learnt and (digits > 2 or len(word) > 5) and (not word.isdigit() or len(word) > 6 or _named(before, word)):
        return None if _telephone(before, word) or _MONEY_BEFORE.search(before) else learnt
    if _ORDINARY.fullmatch(word.lstrip("#")):
        return _named(before, word)
    if _telephone(before, word):
        return TELEPHONE
    if _MONEY_BEFORE.search(before) and word.replace(".", "").isdigit():
        return None
    alnum = sum(map(str.isalnum, word))
    if (alnum > 4 and digits > 1 and alnum > digits) or (digits > 6 and word.lstrip("#").replace("-", "").isdigit()):
        return "looks like an id"
    return _named(before, word)


def _named(before: str, word: str) -> str | None:
    """Why a short or plain token is an id: a noun of records stands before it."""
    digits = sum(map(str.isdigit, word))
    if len(word) < 4 or (word.isdigit() and digits < 4):
        return None
    noun = _NOUN_BEFORE.search(before)
    if noun is None:
        return (
            "named as an id"
            if _ID_BEFORE.search(before) and digits > 1 and len(word) > 3 and not word.islower()
            else None
        )
    explicit = noun.group("explicit") or word.startswith("#")
    if word.lstrip("#").isdigit():
        return "named as a record" if digits >= (4 if explicit else 5) else None
    mixed = not any(map(str.islower, word)) and not word.islower()
    long = (digits > 1 and len(word) > 3) or len(word) > 4
    return "named as a record" if mixed and digits and long and not _ORDINARY.fullmatch(word) else None


def _telephone(before: str, word: str) -> bool:
    return bool(_PHONE_NUMBER.fullmatch(word) and _PHONE_BEFORE.search(before[-28:]))


def _letters(view: TextView, block: Block, start: int, word: str, evidence: Evidence) -> str | None:
    """Why a word in capitals is a code: codes of its length are, and it stands alone among small letters."""
    if len(word) not in evidence.code_lengths:
        return None
    if word.casefold() in evidence.known:
        return "a code in the conversation"
    text = view.text
    before = text[max(block.start, start - 48) : start]
    around = before[-40:] + " " + text[start + len(word) : min(block.end, start + len(word) + 40)]
    if sum(1 for other in re.findall(r"[A-Za-z]{4,}", around) if other.isupper() and len(other) != len(word)) > 1:
        return None
    if _NOUN_BEFORE.search(before) or _ID_BEFORE.search(before) or len(word) == block.end - block.start:
        return "a code in capitals, as this conversation's records have"
    return CAPITALS


def _manner(text: str, block: Block, start: int, end: int) -> Manner:
    before = text[max(block.start, start - 90) : start]
    if _EXAMPLE_BEFORE.search(before):
        return "example"
    if _PERHAPS_EXAMPLE.search(before) and (_REQUEST.search(before) or _MADE_UP.fullmatch(text[start:end])):
        return "example"
    whole = text[max(block.start, start - 300) : min(block.end, end + 200)]
    if _NEGATED.search(whole):
        return "negated"
    if _ASSUMED.search(before):
        return "assumed"
    asked = whole.rstrip().endswith("?")
    if asked and _ASKED.search(whole):
        return "asked"
    return "example" if _MADE_UP.fullmatch(text[start:end]) and (asked or _REQUEST.search(whole)) else "stated"


_REQUEST = re.compile(r"\b(?:please|provide|could you|can you|share|enter|tell me|format|digits?)\b", re.IGNORECASE)
