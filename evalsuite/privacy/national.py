"""National identity numbers: by the word before them, or by their form and check digits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from evalsuite.privacy import checks
from evalsuite.privacy.shield import record_before

_NATIONAL_CUE = (
    r"\b(?:ssn|s\.s\.n\.?|social(?: security)?(?: insurance)?|social sec\w*|national (?:id\w*|"
    r"insurance)(?: card)?|ni|nino|nhs|itin|"
    r"sin|tax(?:payer)? (?:id\w*|file)|tin|tfn|medicare|bsn|burgerservicenummer|dni|nie|nif|cpf|cnpj|"
    r"rut|rfc|curp|cuit|cuil|"
    r"pesel|ahv|avs|steuer-?id\w*|steuernummer|sozialversicherungs\w*|personalausweis\w*|ausweisnummer|codice fiscale|"
    r"insee|n[°º]? ?(?:de )?sécurité sociale|sécurité sociale|personnummer|personal (?:id\w*|"
    r"identity)|cpr|hetu|pps\w*|aadhaar|aadhar|"
    r"pan card|pan|emirates id|citizen(?:ship)? (?:id|number)|passport|pasaporte|reisepass\w*|passeport|"
    r"driv(?:er'?s|ing) licen[cs]e|driver'?s? licen[cs]e|licen[cs]e|(?:t\.?c\.? ?)?kimlik|rodné číslo|oib|emšo|jmbg|"
    r"egn|cnp|nric|fin|hkid|mykad|ktp|nik|npi|"
    r"isikukood|asmens kodas|personas kods|adószám|szemelyi|afm|amka|fødselsnummer|fodselsnummer|personnr|"
    r"kennitala)(?!\w)"
)
_NATIONAL_CUED = re.compile(
    rf"{_NATIONAL_CUE}(?:[ -](?:card|number|num|no|nr|code|id|#|nummer|número|numéro|n[°º])\.?)*"
    r"(?: (?:is|was|es|ist|est|are|on file|ends?|ending|as))*\s?[:=#(]?\s{0,2}[\"'*`]?"
    r"(?P<value>[A-Z]{0,6}[ -]?\d(?:[ ./-]?[A-Z0-9]){4,17})(?![\w])",
    re.IGNORECASE,
)
_WORDS_BEHIND = re.compile(r" [A-Za-z]{2,}\b.*", re.DOTALL)
_NATIONAL_FORMS: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = (
    (re.compile(r"(?<![\w.-])(?!000|666|9\d\d)\d{3}([- ])(?!00)\d\d\1(?!0000)\d{4}(?![\w]|-\d)"), lambda _: True),
    (re.compile(
            r"(?<!\w)(?:QQ|(?!BG|GB|NK|KN|TN|NT|"
            r"ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]) ?\d\d ?\d\d ?\d\d ?[A-D](?!\w)"
            ), lambda _: True),
    (re.compile(r"(?<![\w.-])(?:\d{8}|[XYZ]-?\d{7})-?[A-Z](?![\w-])"), lambda text: checks.dni(text.replace("-", ""))),
    (re.compile(r"(?<![\w.-])\d{3}\.\d{3}\.\d{3}-\d\d(?![\w-])"), lambda text: checks.cpf(re.sub(r"\D", "", text))),
    (re.compile(r"(?<!\w)[A-Z]{6}\d\d[A-EHLMPRST]\d\d[A-Z]\d{3}[A-Z](?!\w)"), lambda _: True),
    (re.compile(r"(?<!\w)[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z0-9]\d(?!\w)"), lambda _: True),
    (
        re.compile(r"(?<![\w.-])[12] ?\d\d ?(?:0[1-9]|1[0-2]|[2-9]\d) ?\d\d ?\d{3} ?\d{3} ?\d\d(?![\w-])"),
        lambda text: checks.nir(text.replace(" ", "")),
    ),
    (re.compile(r"(?<![\w.-])756\.?\d{4}\.?\d{4}\.?\d\d(?![\w-])"), lambda _: True),
    (re.compile(r"(?<![\w.-])\d{1,2}\.\d{3}\.\d{3}-[\dkK](?!\w)"), lambda text: checks.rut(re.sub(r"[.-]", "", text))),
    (re.compile(r"(?<![\w.-])(?:19|20)?\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[-+]\d{4}(?![\w-])"),
     lambda text: checks.luhn(re.sub(r"\D", "", text)[-10:])),
    (re.compile(r"(?<![\w.-])(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d[-+A]\d{3}[0-9A-FHJ-NPR-Y](?![\w-])"),
     lambda text: not text[-1].isdigit() or "A" in text),
    (re.compile(r"(?<![\w.-])\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{4}[01]\d\d(?![\w-])"), checks.luhn),
    (re.compile(r"(?<![\w.-])\d\d\.\d\d\.\d\d-\d{3}\.\d\d(?![\w-])"), lambda _: True),
    (re.compile(r"(?<![\w.-])[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\w-])"),
     checks.chinese),
)  # fmt: skip


def named_nationals(text: str) -> Iterator[tuple[int, int]]:
    """Numbers that a word before them calls a national identity number, whatever they look like."""
    for match in _NATIONAL_CUED.finditer(text):
        value = _WORDS_BEHIND.sub("", match["value"])
        if sum(map(str.isdigit, value)) > 4:
            yield match.start("value"), match.start("value") + len(value)


def formed_nationals(text: str) -> Iterator[tuple[int, int]]:
    """Numbers in the form of one, with the right check digits, that no word calls a record's."""
    for pattern, fits in _NATIONAL_FORMS:
        for match in pattern.finditer(text):
            if fits(match.group()) and not record_before(text, match.start()):
                yield match.span()
