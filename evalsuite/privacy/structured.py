"""What is personal by its form: e-mails, cards, bank accounts, network addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import IPv6Address, ip_address

from evalsuite.domain.privacy import SpanType
from evalsuite.privacy import checks
from evalsuite.privacy.births import births
from evalsuite.privacy.confided import named_secrets
from evalsuite.privacy.national import formed_nationals, named_nationals
from evalsuite.privacy.shield import record_before
from evalsuite.reading.secrets import secrets

Found = tuple[int, int, SpanType]

_LEFT, _RIGHT = r"(?<![\w.+-])", r"(?![\w-]|\.\w)"
_EMAIL = re.compile(r"(?<![\w.+%'’-])[\w.+%'’-]{1,64}(?:@|%40)(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w-])")
_SPELT_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}(?: ?[\[({] ?(?:dot|punto) ?[\])}] ?[\w+-]{1,32}){0,3} ?[\[({] ?(?:at|"
    r"arroba) ?[\])}] ?[\w-]{2,63}(?: ?(?:[\[({] ?(?:dot|"
    r"punto) ?[\])}]|\.) ?[\w-]{2,24}){1,4}"
    r"|(?<![\w.+-])[\w+-]{1,64}(?:(?: dot | underscore |"
    r"\.)[\w+-]{1,64}){0,3} at [\w-]{2,63}(?: dot [\w-]{2,24}){1,4}\b",
    re.IGNORECASE,
)
_BROKEN_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{2,64} ?(?:@|\(a\)|\[a\]) ?[\w-]{2,63}(?: ?[.,] ?[\w-]{2,20}){0,2} ?[.,] ?(?:com|net|org|"
    r"edu|gov|info|biz|co[.,]\w\w|"
    r"example|de|fr|es|uk|eu)\b|(?<![\w.+-])[\w.+-]{2,64} ?@ ?(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|gmx|"
    r"proton(?:mail)?|aol|web)\b"
    r"|(?<![\w.+-])(?=[\w.+-]*[\d._])[\w.+-]{3,64} at (?:gmail|googlemail|hotmail|outlook|yahoo|icloud|gmx|"
    r"proton(?:mail)?|aol)\b(?:[ .,]{1,2}com\b)?",
    re.IGNORECASE,
)
"""With a comma for the dot, blanks about the @, or no end."""
_CARD = re.compile(r"(?<![\w.-])[2-6](?:[ -]?\d){12,18}(?![\d]|[-.]\d|[A-Za-z])")
_CARD_CUE = re.compile(r"\b(?:card|visa|master ?card|amex|maestro|debit|credit|tarjeta|karte|carte)\b", re.IGNORECASE)
_IBAN = re.compile(r"(?<!\w)[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}(?!\w)")
_IP4 = re.compile(r"(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)")
_IP6 = re.compile(r"(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){2,7}(?:[0-9A-Fa-f]{1,4}|(?:\d{1,3}\.){3}\d{1,3})?(?![\w:])")
_VERSION_BEFORE = re.compile(
    r"(?:\b(?:v|ver|version|firmware|fw|build|release|rev|revision|section|sec|clause|chapter|paragraph|article|driver|"
    r"app|sdk|patch|os|software|kernel|versión|abschnitt|update|updated|upgraded|upgrade|downgraded|bios|plugin)"
    r"\b\.?|§)(?: (?:is|was|to|from|on|at|number|no\.?|the|my|v))*[\"']?\s?[:=#(]?\s?[\"']?"
    r"(?:v?\d{1,4}(?:\.\d{1,5}){1,4} ?(?:to|and|or|->|→|,|-) ?v?)?\Z",
    re.IGNORECASE,
)

_KEY_BLOCK = re.compile(
    r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[A-Za-z0-9+/=\s:,-]{0,8000}?(?:-----END [A-Z ]{0,30}-----|\Z)"
)
_LOGIN = re.compile(r"://(?P<user>[^\s:/@]{0,64}):(?P<value>[^\s@/]{3,128})@")
"""An address with its password."""


def by_form(text: str) -> Iterator[Found]:
    """What is told by its form or by the word before it, surest first, whatever else the words may be."""
    for match in _KEY_BLOCK.finditer(text) if "-----BEGIN" in text else ():
        yield *match.span(), "secret"
    logins = list(_LOGIN.finditer(text)) if "://" in text else []
    for match in logins:
        yield *match.span("value"), "secret"
    if "@" in text or "%40" in text:
        for match in _EMAIL.finditer(text):
            if any(match.start() < one.end() <= match.end() for one in logins):
                continue
            start = match.start() + len(match.group()) - len(match.group().lstrip(".'’%-"))
            yield start, match.end(), "email"
    for pattern in (_SPELT_EMAIL, _BROKEN_EMAIL):
        for match in pattern.finditer(text):
            if not any(match.start() <= one.end() <= match.end() for one in logins):
                yield *match.span(), "email"
    for match in _IBAN.finditer(text):
        yield from _iban(match)
    for secret in secrets(text, lambda _: False):
        if secret.what not in {
            "a key by its look",
            "a database address with its password",
            "an address with its password",
        }:
            yield secret.start, secret.end, "secret"
    yield from ((*span, "secret") for span in named_secrets(text))
    yield from ((*span, "dob") for span in births(text))
    yield from ((*span, "ssn") for span in named_nationals(text))


def by_look(text: str) -> Iterator[Found]:
    """What looks personal unless a word before it says that it is a record's number."""
    for match in _CARD.finditer(text):
        yield from _card(text, match)
    yield from ((*span, "ssn") for span in formed_nationals(text))
    for match in _IP4.finditer(text):
        version = _VERSION_BEFORE.search(text[max(0, match.start() - 40) : match.start()])
        if not version and all(int(part) < 256 for part in match.group().split(".")):
            yield *match.span(), "ip"
    for match in _IP6.finditer(text) if ":" in text else ():
        if match.group().count(":") > 1 and _is_ip6(match.group()):
            yield *match.span(), "ip"
    for secret in secrets(text, lambda _: False):
        if secret.what == "a key by its look":
            yield secret.start, secret.end, "secret"


def is_documentation_ip(text: str) -> bool:
    """Whether an address is one set aside for examples, or reaches no further than one's own house."""
    address = ip_address(text)
    if isinstance(address, IPv6Address):
        return text.lower().startswith("2001:db8:") or address.is_loopback or address.is_unspecified
    return text.startswith(("192.0.2.", "198.51.100.", "203.0.113.")) or address.is_loopback or address.is_unspecified


def _iban(match: re.Match[str]) -> Iterator[Found]:
    """The longest stretch of the match that is one: the words behind it may look like more of it."""
    words = match.group()
    for end in sorted({len(words), *(m.start() for m in re.finditer(r"[ -]", words))}, reverse=True):
        plain = re.sub(r"[ -]", "", words[:end])
        if (plain.isupper() or plain.islower()) and checks.iban(plain.upper()):
            yield match.start(), match.start() + end, "iban"
            return


def _card(text: str, match: re.Match[str]) -> Iterator[Found]:
    words = match.group()
    before = text[max(0, match.start() - 60) : match.start()]
    if record_before(text, match.start()) and not _CARD_CUE.search(before):
        return
    for end in sorted({len(words), *(m.start() for m in re.finditer(r"[ -]", words))}, reverse=True):
        digits = re.sub(r"\D", "", words[:end])
        if 12 < len(digits) < 20 and checks.luhn(digits):
            yield match.start(), match.start() + end, "card"
            return


def _is_ip6(text: str) -> bool:
    try:
        return ip_address(text).version == 6 and any(map(str.isalnum, text))
    except ValueError:
        return False
