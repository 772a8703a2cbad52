"""Passwords, codes and user names: told by the words beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CUE_OF_SECRETS = (
    r"\b(?:pass ?words?|pass ?codes?|pass ?phrases?|passwd|pwd|pw|passwort|kennwort|contraseñas?|"
    r"mots? de passe|wachtwoord|senha|"
    r"clave|pins?(?: ?codes?)?|puk|cvv2?|cvc2?|cid|(?:api|secret|access|private|license|licence|"
    r"product|recovery|encryption)[ _-]?(?:key|token)s?|"
    r"client[ _-]?secret|auth(?:entication)?[ _-]?tokens?|bearer|secret|otp|totp|"
    r"(?:one[- ]?time|verification|security|auth(?:entication|orization)?|2fa|mfa|sms|text|texted|"
    r"login|log[- ]?in|sign[- ]?in|"
    r"access|entry|entrance|door|gate|garage|alarm|lock(?:box)?|key ?(?:pad|box|safe)|safe|building|"
    r"buzzer|unlock|backup|recovery|reset|confirm(?:ation)? sms|"
    r"verificación|seguridad|acceso|sicherheits|bestätigungs|tür|zugangs)"
    r"[- ]?(?:pass)?(?:codes?|code de|pin|passwords?|kod)|codes? (?:on|for|to|of|at) (?:the |my |"
    r"our )?(?:\w{3,12} )?(?:door|gate|garage|alarm|building|entrance|lock ?box|key ?box|safe|keypad|"
    r"lobby)|códigos? de (?:verificación|seguridad|acceso|un solo uso)|code (?:de )?(?:vérification|"
    r"sécurité|porte))"
)
_SECRET = re.compile(
    rf"{_CUE_OF_SECRETS}(?!\w)(?! (?:reset|change|link|page|field|policy|manager|email|e-mail|protected)\b)"
    r"(?P<joint>[^\n.;?!:=]{0,32}?(?:\b(?:is now|was|is|are|es|ist|est|to|as|used|entered|typed|got|"
    r"received|says|reads|still)\b|[:=])"
    r"|[ ,(]{1,3}| [–-]{1,2} )[\s]{0,2}(?P<quote>[\"'`*«“(]{0,3})(?P<value>[^\s\"'`*«»“”<>()]{3,128})",
    re.IGNORECASE,
)
_CODE_BEHIND = re.compile(
    (
        rf"(?<![\w.-])(?P<value>\d{{4,8}}[#*]?)(?:,)? (?:is|was|as|es|ist) (?:my|the|your|a|our|an|mi|el|"
        rf"mein) [^\n.;?!]{{0,24}}?{_CUE_OF_SECRETS}"
    ),
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w.@/+-])@[A-Za-z_](?:[\w.]{0,28}\w)(?![\w@]|\.\w)")
_USERNAME = re.compile(
    r"\b(?:user ?names?|user(?:name)? id|user|login(?: name)?|log-?in(?: name)?|screen ?names?|"
    r"handles?|gamer ?tags?|nick(?:name)?|alias|skype(?: id)?|telegram|"
    r"instagram|insta|twitter|discord|tiktok|snapchat|github|steam(?: id)?|psn(?: id)?|usuario|"
    r"benutzername|nutzername|identifiant|utilisateur)"
    r"(?: (?:handle|user ?name|account|id|name|user|login))?"
    r"(?P<joint>(?: (?:is|was|es|ist|est|as|on|under|called|named))+ ?:?| ?[:=]|[ ,(])\s{0,2}[\"'`*(]{0,2}"
    r"(?P<value>@?[A-Za-z0-9](?:[\w.-]{1,30}\w))(?![\w@])",
    re.IGNORECASE,
)


def named_secrets(text: str) -> Iterator[tuple[int, int]]:
    """What a text calls a password, a key or a code that opens something."""
    for match in _SECRET.finditer(text):
        value = match["value"].rstrip(".,;:!?")
        joint = match["joint"].strip(" ,(-")
        odd = any(not one.isalpha() for one in value) or not (value.islower() or value.istitle())
        sure = bool(joint) or bool(match["quote"].strip("("))
        word = value.casefold() in _NO_VALUES
        if (
            (
                sum(map(str.isalnum, value)) >= 3
                and not word
                and not _VARIABLE.fullmatch(value)
                and not value.startswith("//")
                and (odd or joint[-1:] in {":", "="} or match["quote"].strip("("))
            )
            and (sure or any(map(str.isdigit, value)))
            and not _AMOUNT.fullmatch(value)
        ):
            yield match.start("value"), match.start("value") + len(value)
    for match in _CODE_BEHIND.finditer(text):
        yield match.span("value")


def handles(text: str) -> Iterator[tuple[int, int]]:
    """Names by which people are known to a service."""
    for match in _HANDLE.finditer(text) if "@" in text else ():
        yield match.span()
    for match in _USERNAME.finditer(text):
        value, joint = match["value"], match["joint"]
        telling = any(map(str.isdigit, value)) or "_" in value or "." in value
        if telling or (any(one in joint for one in ":=") and value.casefold() not in _NO_VALUES):
            yield match.span("value")


_VARIABLE = re.compile(r"\W*[A-Z_]*_[A-Z_]*\W*")
_AMOUNT = re.compile(
    r"[$€£]\S*|\d{1,2}:\d\d(?:[ap]m)?|\d{1,2}%|don't|doesn't|isn't|wasn't|can't|won't|it's|i've|i'm", re.IGNORECASE
)
_NO_VALUES = frozenset(
    [
        "not",
        "wrong",
        "expired",
        "invalid",
        "correct",
        "incorrect",
        "reset",
        "changed",
        "changing",
        "the",
        "and",
        "but",
        "that",
        "this",
        "with",
        "for",
        "from",
        "was",
        "were",
        "has",
        "had",
        "have",
        "been",
        "never",
        "always",
        "still",
        "again",
        "too",
        "now",
        "only",
        "just",
        "also",
        "yes",
        "none",
        "null",
        "required",
        "working",
        "blocked",
        "locked",
        "rejected",
        "accepted",
        "needed",
        "missing",
        "sent",
        "lost",
        "stolen",
        "forgotten",
        "weak",
        "strong",
        "same",
        "different",
        "here",
        "there",
        "below",
        "above",
        "following",
        "what",
        "which",
        "who",
        "how",
        "when",
        "you",
        "your",
        "they",
        "them",
        "because",
        "since",
        "after",
        "before",
        "into",
        "only-once",
        "unknown",
        "hidden",
        "field",
        "login",
        "password",
        "username",
        "account",
        "name",
        "email",
        "e-mail",
        "number",
        "support",
        "service",
        "system",
        "page",
    ]
)
