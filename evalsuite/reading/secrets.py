"""Keys, passwords and tokens in a text, told by their form."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_KEYED: tuple[tuple[str, str], ...] = (
    ("a private key", r"-----BEGIN (?:[A-Z]{2,10} )*PRIVATE KEY-----"),
    ("an AWS key", r"\b(?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{16}\b"),
    ("a GitHub token", r"\bgh[pousr]_[A-Za-z0-9]{30,255}\b|\bgithub_pat_[A-Za-z0-9_]{40,255}\b"),
    ("a GitLab token", r"\bglpat-[A-Za-z0-9_-]{20,64}"),
    ("an OpenAI key", r"\bsk-(?:proj-|ant-|svcacct-|or-)?[A-Za-z0-9_-]{20,200}"),
    ("a Stripe key", r"\b(?:sk|rk|whsec)_(?:live_|test_)?[A-Za-z0-9]{16,128}\b"),
    ("a Slack token", r"\bxox[abeoprs]-[A-Za-z0-9-]{10,250}"),
    ("a Slack webhook", r"hooks\.slack\.com/services/[A-Za-z0-9/]{20,80}"),
    ("a Google key", r"\bAIza[0-9A-Za-z_-]{35}"),
    ("a Google token", r"\bya29\.[0-9A-Za-z_-]{20,400}"),
    ("a SendGrid key", r"\bSG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{16,64}"),
    ("a Twilio key", r"\b(?:SK|AC)[0-9a-f]{32}\b"),
    ("a Mailgun key", r"\bkey-[0-9a-f]{32}\b"),
    ("an npm token", r"\bnpm_[A-Za-z0-9]{36}\b"),
    ("a PyPI token", r"\bpypi-[A-Za-z0-9_-]{50,300}"),
    ("a Hugging Face token", r"\bhf_[A-Za-z0-9]{30,64}\b"),
    ("a Shopify token", r"\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}\b"),
    ("a web token", r"\beyJ[A-Za-z0-9_-]{8,500}\.eyJ[A-Za-z0-9_-]{8,2000}\.[A-Za-z0-9_-]{8,500}"),
    ("a bearer token", r"\b[Bb]earer\s+[A-Za-z0-9._~+/-]{20,400}=*"),
    (
        "a database address with its password",
        r"\b(?:postgres(?:ql)?|mysql|mongodb(?:\+srv)?|redis|amqp)://[^\s:/@]{1,64}:[^\s@/]{3,128}@",
    ),
    ("a password of a command", r"(?:(?<= -u )|(?<= --user ))[^\s:/@]{1,64}:[^\s@]{4,128}"),
    (
        "a session",
        (r"(?<=[Cc]ookie: )(?:[^\s=;]{1,40}=[^\s;]{1,12}; ){0,8}"
        r"[^\s=;]{0,40}(?:sid|[Ss]ess\w{0,12}|token|auth)=[^\s;]{16,400}"),
    ),
    ("an address with its password", r"\bhttps?://[^\s:/@]{1,64}:[^\s@/]{3,128}@[\w.-]{3,100}"),
)  # fmt: skip
KEYED = re.compile("|".join(f"(?P<k{place}>{pattern})" for place, (_, pattern) in enumerate(_KEYED)))
"""One search for all forms."""
_HINTS = (
    *("PRIVATE KEY", "AKIA", "ASIA", "AROA", "AIDA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-"),
    *("sk-", "sk_", "rk_", "whsec_", "xox", "hooks.slack", "AIza", "ya29.", "SG.", "SK", "AC", "key-", "npm_", "pypi-"),
    *("hf_", "shp", "eyJ", "earer", "://", " -u ", " --user ", "ookie: "),
)
"""One of these stands in whatever is told by its form."""
_NAMES = ("key", "secret", "token", "pass", "pwd")
_NAMED = re.compile(
    r"\b(?:(?:api|access|secret|private|admin|master|auth)[ _-]?(?:key|token|secret)"
    r"|client[ _-]?secret|password|passwd|pwd|passcode)"
    r"(?:\s+(?:is|was)(?:\s+now)?|\s*[:=])\s*[`\"'*]{0,3}(?P<value>[^\s`\"'<>*]{6,200})",
    re.IGNORECASE,
)  # fmt: skip
_LONG = re.compile(r"(?<![\w/+=.-])[A-Za-z0-9_+-]{28,200}={0,2}(?![\w/+=-])")
_LEAST = 28
ENTROPY = 4.2
"""Bits for a character, from which on a long run of letters and digits is taken for a key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    what: str
    start: int
    end: int


def secrets(text: str, known: Callable[[str], bool]) -> Iterator[Secret]:
    """The secrets of a text, in order of their kind. `known` tells of a token that it stands in the records.

    What is told by its form alone is a secret though it be known; what only looks random is not where it is known.
    """
    lower = text.lower()
    if any(map(text.__contains__, _HINTS)):
        for match in KEYED.finditer(text):
            what = _KEYED[int(str(match.lastgroup)[1:])][0]
            yield Secret(what=what, start=match.start(), end=match.end())
    for match in _NAMED.finditer(text) if any(map(lower.__contains__, _NAMES)) else ():
        value = match["value"].rstrip(".,;:!?)")
        if len(value) >= 6 and _mixed(value) and not known(value):
            start = match.start("value")
            yield Secret(what="a password or key", start=start, end=start + len(value))
    for match in _LONG.finditer(text) if max(map(len, text.split()), default=0) >= _LEAST else ():
        value = match.group()
        if (
            _mixed(value)
            and not _spelt(value)
            and entropy(value) >= ENTROPY
            and not known(value)
            and not KEYED.search(value)
        ):
            yield Secret(what="a key by its look", start=match.start(), end=match.end())


def entropy(text: str) -> float:
    """Bits for a character, by how often each occurs."""
    return -sum(count / len(text) * math.log2(count / len(text)) for count in Counter(text).values())


def _spelt(text: str) -> bool:
    """Whether it is put together of words and numbers, as names in programs are."""
    parts = re.split(r"[_+-]", text)
    return len(parts) > 2 and all(part.isalpha() or part.isdigit() or not part for part in parts)


def _mixed(text: str) -> bool:
    return any(map(str.isdigit, text)) and any(map(str.isalpha, text))
