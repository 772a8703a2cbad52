"""Postal addresses as people write them in a dozen countries, from the street to the postcode and the city."""

from __future__ import annotations

from collections.abc import Iterator

import regex

_WORD = r"\p{Lu}[\p{L}\p{M}'’.-]{0,24}"
_WORDS = rf"{_WORD}(?: (?:of |the |de |la |del |von |der |van )*{_WORD}){{0,3}}"
_KINDS = (
    r"(?:[Ss]treet|[Ss]t|[Aa]venue|[Aa]ve?|[Rr]oad|[Rr]d|[Ll]ane|[Ll]n|[Dd]rive|[Dd]r|[Bb]oulevard|"
    r"[Bb]lvd|[Cc]ourt|[Cc]t|[Pp]lace|[Pp]l|"
    r"[Ww]ay|[Tt]errace|[Cc]lose|[Cc]rescent|[Ss]quare|[Ss]q|[Gg]ardens|[Gg]rove|[Mm]ews|[Pp]arkway|"
    r"[Pp]kwy|[Hh]ighway|[Hh]wy|[Cc]ircle|[Cc]ir|"
    r"[Tt]rail|[Qq]uay|[Rr]ow|[Hh]ill|[Ww]alk|[Ww]harf|[Pp]arade|[Ee]splanade|[Ll]oop|[Aa]lley|"
    r"[Rr]idge|[Rr]ise|[Vv]iew|[Gg]reen|[Pp]ark|[Bb]roadway|"
    r"ST|STREET|AVE|AVENUE|RD|ROAD|LN|LANE|DR|DRIVE|BLVD|CT|PL|WAY)"
)
_UNIT = (
    r"(?:(?:[Aa]pt|[Aa]partment|[Uu]nit|[Ss]uite|[Ss]te|[Ff]lat|[Ff]loor|[Ff]l|[Rr]oom|[Rr]m|"
    r"[Bb]uilding|[Bb]ldg|[Bb]lock|[Pp]iso|[Pp]uerta|[Aa]ppartement|[Aa]ppt|"
    r"[Ww]ohnung|[Bb]ât|[Ee]tage|[Ee]tg|[Ii]nterno|[Ss]cala)\.? ?(?:[Nn]o\.? ?)?#?(?:\d+[A-Za-z]?|"
    r"[A-Z]\d{0,3})\b|#\s?\d+[A-Za-z]?"
    r"|\d{1,2}(?:st|nd|rd|th)\s[Ff]loor|\d{1,2}[º°ª](?: ?(?:[A-Za-zº°ª]{1,4}\b\.?))?|"
    r"\d{1,2}\. ?(?:tv|th|mf|sal|etage|OG|Stock|Etage|kerros|piano)\b\.?)"
)
_NO = r"\d{1,5}(?: ?[-/] ?\d{1,4})?(?: ?[A-Za-z](?![\p{L}]))?"
_CORES = (
    (
        rf"(?:{_UNIT},? )?(?:{_WORD}(?: {_WORD}){{0,2}} (?:Court|House|Building|Tower|Mansions|Apartments|"
        rf"Lodge|Estate),? )?"
        rf"{_NO},? (?:[NSEW]\.? |[NS][EW] |(?:North|South|East|West) )?(?:{_WORD} |"
        rf"\d{{1,3}}(?:st|nd|rd|th) |(?:the|of) ){{1,4}}{_KINDS}\b\.?(?: [NSEW]{{1,2}}\b)?"
    ),
    rf"{_NO} (?:Broadway|Fifth Avenue|Avenue of the Americas|The {_WORD})\b",
    (
        rf"(?<!\p{{L}})\p{{Lu}}[\p{{L}}-]{{1,30}}(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|damm|"
        rf"ufer|straat|laan|plein|gracht|kade|dijk|gatan|vägen|gata|veien|vej|vejen|gade|katu) {_NO}"
    ),
    rf"(?<!\p{{L}})(?:{_WORD} ){{1,2}}(?:Straße|Strasse|Str\.|Weg|Platz|Allee|Gasse|Ring|Damm|Ufer) {_NO}",
    rf"(?<!\p{{L}})(?:Am|An der|Auf der|Im|In der|Zum|Zur|Unter den|Alte[r]?) {_WORD} {_NO}",
    (
        r"\d{1,5}(?: ?(?:bis|ter|quater|[A-C]))?,? ?(?i:rue|avenue|av\.|boulevard|bd\.?|place|chemin|"
        r"impasse|allée|quai|route|cours|square|passage)"
        r" (?:(?:de la|de l['’]|du|des|de|d['’]|l['’]|la|le) ?)?[\p{L}][\p{L}'’-]+(?:[ -](?:(?:de la|"
        r"de l['’]|du|des|de|d['’]) ?)?\p{Lu}[\p{L}'’-]+){0,3}"
    ),
    (
        r"(?<!\p{L})(?i:calle|c/|avenida|avda\.?|av\.|paseo|pº|plaza|pza\.?|carrer|camino|ronda|"
        r"carretera|jirón|jr\.|calzada|boulevard|via|viale|piazza|corso|largo|vicolo|rua|travessa|praça|"
        r"alameda|ul\.|ulica|ulice|al\.|rue|avenue|chemin|route|quai|impasse|place|allée)"
        r" ?(?:(?:du|des|de la|de los|de las|del|de|dei|della|delle|degli|da|do|dos|"
        r"das) )*\p{Lu}[\p{L}'’.-]*(?: (?:(?:de la|de los|de las|del|de|y|dei|della|da|do|dos|"
        r"das) )*\p{Lu}[\p{L}'’.-]*){0,4}"
        r",?(?: (?:n\.?[º°]|núm\.?|no\.|nr\.?|#))? ?\d{1,5}(?: ?[/-] ?\d{1,4})?(?: ?[A-Za-z](?!\p{L}))?"
    ),
    (
        r"(?i:p\.? ?o\.? ?box|post office box|private bag|postfach|postbus|apartado(?: de correos|"
        r" postal)?|casilla|boîte postale|b\.?p\.?|caixa postal|"
        r"casella postale) ?#?\d{1,6}(?: ?\d{2,3})?(?!\d)"
    ),
)
_STATES = (
    "A[LKZR]|C[AOT]|D[CE]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY]|"
    "ON|QC|BC|AB|MB|SK|NS|NB|NL|PE|YT|NT|NU|NSW|VIC|QLD|ACT|TAS"
)
_POSTCODE = (
    r"(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{5}-\d{3,4}|"
    r"[A-Z]\d[\dW] ?[A-Z0-9]{4}|\d{4} ?[A-Z]{2}|(?:[A-Z]{1,2}-)?\d{4,6}|\d{3} \d{2}|\d{2}-\d{3})\b"
)
_CITY = (
    r"(?!(?:Please|Can|Could|The|It|I|But|And|Thanks|Thank|Not|We|My|You|They|This|That|When|Where|"
    r"What|Order|Phone|Tel|Email|Call)\b)(?:St\.? )?\p{Lu}[\p{L}\p{M}'’-]{1,24}(?:[ -](?:(?:am|an|"
    r"der|de|la|le|sur|upon|on|of|del|di|do|den|und|y|les|en) ){0,2}\p{Lu}[\p{L}\p{M}'’-]{1,24}){0,2}"
)
_COUNTRY = r"(?:USA|U\.S\.A?\.?|UK|U\.K\.|(?:United |New |South )?\p{Lu}\p{L}{3,14})"
_REST = (
    rf"(?:\s*,?\s*{_UNIT})?"
    rf"(?:\s*[,;]?\s{{1,3}}(?:{_POSTCODE} {_CITY}(?: (?:{_STATES})\b)?|"
    rf"{_CITY}(?:\s*,\s*\p{{Lu}}\p{{L}}{{2,14}})?\s*,?\s+(?:{_STATES})\b\.?(?:,?\s+{_POSTCODE})?"
    rf"|{_CITY}(?:\s*,\s*\p{{Lu}}[\p{{L}} ]{{2,14}})?\s*,?\s+{_POSTCODE}|(?:{_STATES})\s+{_POSTCODE}|{_POSTCODE}))?"
    rf"(?:\s*,\s*{_CITY}(?=\s*(?:[,.;:)\n]|$)))?(?:\s*,\s*{_POSTCODE})?(?:\s*,\s*(?:{_CITY}|"
    rf"{_COUNTRY})(?=\s*(?:[.;:)\n]|$)))?"
)
_ADDRESS = tuple(regex.compile(rf"(?<![\w.$€£#-])(?:{core}){_REST}") for core in _CORES)
_TOWN = regex.compile(
    rf"(?<![\w-])(?:{_CITY},? (?:{_STATES})\b,? \d{{5}}(?:-\d{{4}})?|"
    rf"(?:{_CITY},? )?[A-Z]{{1,2}}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{{2}})(?![\w-])"
)
_CUED = regex.compile(
    r"\b(?i:(?:shipping|delivery|billing|home|new|old|mailing|postal|correct|current|"
    r"street) address(?: (?:is|should be|to))?|dirección|anschrift|lieferadresse|adresse|"
    r"(?:i|we) (?:now |just )?live (?:at|in)|(?:moved|deliver(?:ed)?|ship(?:ped)?|send it|"
    r"sent) to(?: my new place at)?|address)\s?[:=]?\s{1,2}"
    rf"(?P<value>\p{{Lu}}[\p{{L}}'’ .-]{{2,40}},? {_NO}(?:\s*,\s*[\p{{L}}\d'’ .-]{{3,40}}){{0,3}}|"
    rf"\d{{1,5}}[A-Za-z]?,? \p{{L}}[\p{{L}}'’ .-]{{2,30}}(?:\s*,\s*[\p{{L}}\d'’ .-]{{3,40}}){{1,3}})"
)
_TELLS = regex.compile(r"\d")


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """The addresses of a text, each with its town where that follows; places into the text."""
    if not _TELLS.search(text):
        return
    for pattern in (*_ADDRESS, _TOWN):
        for match in pattern.finditer(text):
            yield match.start(), match.start() + len(match.group().rstrip(" ,;\n"))


def cued_addresses(text: str) -> Iterator[tuple[int, int]]:
    """What a word before it calls an address, though it is written like none that is known."""
    for match in _CUED.finditer(text):
        yield match.start("value"), match.start("value") + len(match["value"].rstrip(" .,"))
