"""The ids a reply names: declared ones, values under id keys, shapes learnt from results, and what looks like one."""

import re
from collections.abc import Iterator

from evalsuite.domain.reading import Block, Evidence, Mention, TextView
from evalsuite.reading.manner import made_up
from evalsuite.reading.tokens import TOKEN, groups, has_digit, normal, shape

TELEPHONE = "a telephone number"
"""Why of a mention that only counts where it garbles a known number: public ones need no evidence."""
PUBLIC = "a code of a public list"
"""Why of a mention that only counts where it garbles a known code: everybody may look it up."""
CAPITALS = "a word in capitals"
"""Why of a mention that only counts where it garbles a known code: it may be any word."""

_TELLS = re.compile(r"[0-9A-Z#](?:(?<=[0-9])|[A-Z]{4}|(?<=N)NN|(?<=X)XXX|(?<=#)##)")
_SPLIT = re.compile(r"[^/=&?:,@%+]+")
_SLASHED = re.compile(r"[A-Z]{2,5}(?:/[A-Z0-9]{1,6}){0,2}/\d{4,10}|[A-Z]{1,5}/\d{2,4}/\d{2,6}")
"""CLM/24/77120."""
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
    r"|[A-Za-z]{1,3}-?\d[A-Za-z]?|i[3579]-\d{3,5}[A-Z0-9]{0,3}|(?:WPA|USB|MP|IPX|RAV|HTTP|UTC|GMT|FY|PM|CO)[-+]?\d{1,4}|Q-?[1-4]"
)
_HYPHENED = re.compile(r"(?!(?:19|20)?\d\d-\d\d-(?:19|20)?\d\d\Z)(?=(?:\D*\d){7})\d{1,4}-\d{1,4}-\d{1,4}")
"""A number in three parts, and no date."""
_URL = re.compile(r"(?:https?://|www\.)", re.IGNORECASE)
_PHONE_BEFORE = re.compile(
    r"(?:\+(?:\d{1,3}[ -]?)?\(?|\b(?:call|phone|tel|dial|hotline|teléfono|llam\w+)\b[^\d.;]{0,20})\Z", re.IGNORECASE
)
_PHONE_NUMBER = re.compile(r"\d(?:[-. ]?\d){6,14}")
_PHONE_SHAPE = re.compile(r"(?:1[-.])?\d{3}[-.]\d{3}[-.]\d{2,5}|\d{2,3}-\d{4,5}")
_MONEY_BEFORE = re.compile(r"[$€£¥]\s?\Z|\b(?:USD|EUR|GBP|CLP|PEN|S/)\s?\Z")
_NOUN_BEFORE = re.compile(
    r"\b(?:order|reservation|booking|confirmation|ticket|case|reference|ref|claim|invoice|tracking|account|customer|user|"
    r"member(?:ship)?|policy|contract|record|payment|transaction|certificate|vehicle|lead|item|product|patient|appointment|"
    r"subscription|shipment|return|refund|rma|pnr|flight|voyage|container|parcel|consignment|waybill|meter|device|"
    r"pedido|reserva|reservación|orden|reclamo|cliente|factura|boleta|solicitud|producto|folio|vuelo|paquete|envío|"
    r"guía|póliza|contrato|cuenta|caso|cita|trámite|expediente|seguimiento|usuario|referencia)(?:e?s)?\b\s{0,2}"
    r"(?P<explicit>(?:id|number|no|num|nr|code|key|reference|ref|#|nº|n°|n\.º|número|código"
    r"|de (?:seguimiento|rastreo|reserva))s?\b\.?|#)?"
    r"\s{0,2}(?:is|was|es)?\s{0,2}[:=(\"'-]{0,2}\s{0,2}\Z"
)
"""Over small letters: looking without regard to case takes three times as long."""
_ID_BEFORE = re.compile(r"\b(?:id|code|locator|pnr|número|código)s?\b\s?(?:is|was|es)?\s?[:=(\"'#]{0,2}\s?\Z")
"""Over small letters."""
_LISTED_BEFORE = re.compile(
    r"\b(?:orders|reservations?|bookings?|tickets|cases|codes?|ids|reservas|pedidos)\b(?: [a-z][a-z ]{0,30})?:\s\Z"
)
_PUBLIC_BEFORE = re.compile(r"\b(?:CIE|ICD|SNOMED|LOINC|diagn[oó]s\w*|ISO|HS|NAICS)\b", re.IGNORECASE)
_PUBLIC_CODE = re.compile(r"[A-Z]\d\d(?:\.\d{1,4})?|\d{4,10}")
_STANDARD = re.compile(
    r"(?:ERR(?:OR)?|E|EX|HTTP|CVE|RFC|ISO|DIN|EN|WARN)[_-]?\d{1,6}(?:-\d{2,7})?|(?:ICD|CIE)-?(?:9|10|11)", re.IGNORECASE
)
_ID_KEY_BEFORE = re.compile(r"(?:_id|\bid|_number|_code)\"\s?:\s?\"#?\Z", re.IGNORECASE)
_CUT_SHORT = re.compile(r"(?<![0-9])[0-9]{3,7}(?![\w-])")
_CUT_SHORT_BEFORE = re.compile(
    r"(?:\b(?:ending|ends|end|terminad[oa]|termina|last (?:four|4)(?: digits)?|últimos (?:cuatro|4)(?: dígitos)?)"
    r"(?: (?:in|with|en|of|are|is|on|con))?[ :(\"'#]{0,3}|[•*xX]{3,16}[ -]?|[•*]{2}[ -]?)\Z",
    re.IGNORECASE,
)


def mentions(view: TextView, evidence: Evidence) -> tuple[Mention, ...]:
    """The ids a text names, in order, each with what made it one."""
    found: list[Mention] = []
    text = view.text
    for block in view.blocks:
        for start, end, why in _candidates(view, block, evidence):
            raw_start, raw_end = view.raw_span(start, end)
            found.append(Mention(text=text[start:end], start=raw_start, end=raw_end, why=why, at=start))
    return tuple(found)


def a_record_before(before: str) -> bool:
    """Whether the words end as they do before the number of a record: "my order no. "."""
    return _NOUN_BEFORE.search(before.lower()) is not None


def _candidates(view: TextView, block: Block, evidence: Evidence) -> Iterator[tuple[int, int, str]]:
    text = view.text
    taken: list[tuple[int, int]] = []
    words = list(_telling(text, block.start, block.end, every=bool(evidence.patterns)))
    if not words:
        return
    for match in _CUT_SHORT.finditer(text, words[0].start(), block.end):
        if _CUT_SHORT_BEFORE.search(text[max(block.start, match.start() - 48) : match.start()]):
            taken.append(match.span())
            yield *match.span(), "last digits"
    for start, end in groups(text, block.start, block.end):
        if not (taken and taken[-1][0] <= start < taken[-1][1]) and _grouped(text, start, end, evidence):
            taken.append((start, end))
            yield start, end, "an id written in groups"
    taken.sort()
    place = 0
    for token in words:
        while place < len(taken) and taken[place][1] <= token.start():
            place += 1
        if place < len(taken) and taken[place][0] < token.end():
            continue
        if text.startswith('":', token.end()):
            continue
        yield from _parts(view, block, token.start(), token.group(), evidence)


def _telling(text: str, start: int, end: int, *, every: bool) -> Iterator[re.Match[str]]:
    """The runs of a block that may be ids: what holds a digit, a sign for one, or five capitals; or `every` run."""
    mark = None if every else _TELLS.search(text, start, end)
    while every or mark:
        begin, stop = start, end
        if mark:
            begin = text.rfind(" ", start, mark.start()) + 1 or start
            stop = text.find(" ", mark.end(), end)
            stop = end if stop < 0 else stop
        for token in TOKEN.finditer(text, begin, stop):
            word = token.group()
            if not word.isalpha() or (len(word) > 4 and word.isupper()):
                yield token
        if every:
            return
        mark = _TELLS.search(text, stop, end)


def _grouped(text: str, start: int, end: int, evidence: Evidence) -> bool:
    group = text[start:end]
    norm = normal(group)
    if len(norm) > 5 and (norm in evidence.known or (norm in evidence.said and "-" not in group)):
        return True
    if any(fits(group) for _, fits in evidence.patterns) or made_up(group):
        return True
    joined = group.replace(" ", "")
    before = text[max(0, start - 48) : start]
    if len(norm) > 7 and not _telephone(before, group) and shape(joined) in evidence.shapes:
        return True
    first, _, rest = group.partition(" ")
    coded = (len(first) < 4 and first.isalpha() and rest.isdigit()) or (len(norm) > 7 and joined.isdigit())
    return coded and bool(_NOUN_BEFORE.search(before.lower()))


def _parts(view: TextView, block: Block, start: int, word: str, evidence: Evidence) -> Iterator[tuple[int, int, str]]:
    """The ids in a run: itself, or its parts where it is a path, a list or a link."""
    if len(word) > 400:
        return
    linked = _URL.match(word) is not None
    if "@" in word and not linked:
        return
    if _ORDINARY.fullmatch(word) and ":" in word:
        return
    if not linked and (_SPLIT.fullmatch(word) or _SLASHED.fullmatch(word) or normal(word) in evidence.known):
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
    if made_up(word):
        return "a made-up id"
    if not has_digit(word):
        return None
    text = view.text
    before = text[max(block.start, start - 48) : start]
    digits = sum(map(str.isdigit, word))
    if _PHONE_SHAPE.fullmatch(word):
        return TELEPHONE
    if _PUBLIC_CODE.fullmatch(word) and _PUBLIC_BEFORE.search(before):
        return PUBLIC
    if len(word) in evidence.code_lengths and word.isalnum() and word.isupper():
        return "a code like this conversation's records have"
    if len(word) > 3 and _under_id_key(view, start):
        return "a value under an id key"
    learnt = evidence.shapes.get(shape(word) or "")
    if learnt and (digits > 2 or len(word) > 5) and (not word.isdigit() or len(word) > 6 or _named(before, word)):
        return None if _telephone(before, word) or _MONEY_BEFORE.search(before) else learnt
    if _STANDARD.fullmatch(word):
        return None
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


def _under_id_key(view: TextView, start: int) -> bool:
    place = view.offsets[start]
    quoted = view.raw[max(0, place - 1) : place] in {'"', "#"}
    return quoted and _ID_KEY_BEFORE.search(view.raw[max(0, place - 40) : place]) is not None


def _named(before: str, word: str) -> str | None:
    """Why a short or plain token is an id: a noun of records stands before it."""
    digits = sum(map(str.isdigit, word))
    if len(word) < 4 or (word.isdigit() and digits < 4):
        return None
    plain = word.lstrip("#").isdigit()
    mixed = digits > 0 and not any(map(str.islower, word)) and (digits > 1 or len(word) > 4)
    coded = plain or (mixed and (_HYPHENED.fullmatch(word) is not None or not _ORDINARY.fullmatch(word)))
    small = before.lower()
    by_id = digits > 1 and not word.islower() and _ID_BEFORE.search(small)
    noun = _NOUN_BEFORE.search(small) if coded or by_id else None
    if noun is None:
        return "named as an id" if by_id else None
    explicit = noun.group("explicit") or word.startswith("#")
    return "named as a record" if coded and (not plain or digits >= (4 if explicit else 5)) else None


def _telephone(before: str, word: str) -> bool:
    return bool(_PHONE_NUMBER.fullmatch(word) and _PHONE_BEFORE.search(before[-28:]))


def _letters(view: TextView, block: Block, start: int, word: str, evidence: Evidence) -> str | None:
    """Why a word in capitals is a code: codes of its length are, and it stands alone among small letters."""
    text = view.text
    before = text[max(block.start, start - 48) : start]
    small = before.lower()
    if len(word) not in evidence.code_lengths:
        named = 5 < len(word) < 9 and (_NOUN_BEFORE.search(small) or _ID_BEFORE.search(small))
        return CAPITALS if named else None
    if word.casefold() in evidence.known:
        return "a code in the conversation"
    around = before[-40:] + " " + text[start + len(word) : min(block.end, start + len(word) + 40)]
    if sum(1 for other in re.findall(r"\b[A-Za-z]{4,}\b", around) if other.isupper() and len(other) != len(word)) > 1:
        return None
    if (
        _NOUN_BEFORE.search(small)
        or _ID_BEFORE.search(small)
        or _LISTED_BEFORE.search(before)
        or len(word) == block.end - block.start
        or _set_apart(view, block, start, start + len(word))
    ):
        return "a code in capitals, as this conversation's records have"
    return CAPITALS


def _set_apart(view: TextView, block: Block, start: int, end: int) -> bool:
    """Whether a word stands as codes do: marked, alone in a cell, told of, or in a list with a code."""
    if view.text[start:end] in _STRESSED:
        return False
    raw_start, raw_end = view.raw_span(start, end)
    if view.raw[raw_start - 1 : raw_start] in _MARKS and view.raw[raw_end : raw_end + 1] in _MARKS:
        return True
    before, after = view.text[max(block.start, start - 24) : start], view.text[end : min(block.end, end + 24)]
    if block.kind == "row" and before.rstrip()[-1:] in {"", "|"} and after.lstrip()[:1] in {"", "|"}:
        return True
    if start == block.start and _TOLD_OF.match(after):
        return True
    length = end - start
    beside = (_CODE_BEFORE.search(before), _CODE_AFTER.match(after))
    return any(found and len(found[1]) == length and has_digit(found[1]) for found in beside)


_MARKS = frozenset("*`\"'")
_TOLD_OF = re.compile(r" (?:has|was|is|cannot|can't|will|qualifies|does)\b|:")
_CODE_BEFORE = re.compile(r"\b([A-Z0-9]+)(?:, |,? (?:and|or|&|y|o) |/)\Z")
_CODE_AFTER = re.compile(r"(?:, |,? (?:and|or|&|y|o) |/)([A-Z0-9]+)\b")
_STRESSED_TEXT = (
    "PLEASE CANNOT CANCEL REFUND RETURN BEFORE AFTER ALWAYS NEVER DELETE UNABLE EXACT EXACTLY FIRST SECOND TODAY "
    "TOTAL STATUS NOTICE UPDATE CHANGE CHANGES ORDER ORDERS RETURNS REFUNDS CREDIT ACTION ACTIVE FINAL URGENT "
    "IMPORTANT WARNING PENDING CONFIRM APPROVED DENIED FAILED SUCCESS MONDAY FRIDAY SUNDAY EITHER SHOULD AGENT "
    "CORRECT WITHIN WITHOUT BOTH EVERY PAYPAL SILVER BRONZE GOLDEN REGULAR ECONOMY BUSINESS ENABLED CURRENT ONLINE "
    "OFFLINE RESTART REBOOT CELLULAR NETWORK MOBILE ROAMING SIGNAL TOGGLE"
)
_STRESSED = frozenset(_STRESSED_TEXT.split())
