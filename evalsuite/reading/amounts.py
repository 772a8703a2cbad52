"""The amounts of money a text names."""

import re
from collections.abc import Iterator

from evalsuite.domain.reading import Fact, TextView

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_SIGNED = re.compile(rf"[$€£]\s?({_NUMBER})(?![\d%,.]?\d|\s?[kKMB]\b)")
_CODES = ("USD", "EUR", "GBP", "CLP", "PEN", "CHF", "S/", "€", "£", "dollars", "euros", "soles", "pesos", "pounds")
_CODED = re.compile(rf"(?:S/\.?|USD|EUR|GBP|CLP|PEN|CHF)\s?({_NUMBER})(?![\d%,.]?\d)")
_UNITED = re.compile(rf"({_NUMBER})\s?(?:USD|EUR|GBP|CLP|PEN|CHF|dollars|euros|soles|pesos|pounds|€|£)(?!\w)")
_LOOSE = re.compile(
    r"\b(?:about|around|approximately|approx\.?|roughly|nearly|almost|over|under|up to|at least|at most|more than"
    r"|less than|between|if|suppose|example|e\.g\.?|such as|like|say|would|could|cerca de|aproximadamente|unos|hasta|"
    r"más de|menos de|budget|limit|threshold|cap)\b[^.!?\n]{0,40}\Z|[~≈<>]\s?\Z",
    re.IGNORECASE,
)


def amounts(view: TextView) -> Iterator[Fact]:
    """The amounts a view names, in order."""
    text = view.text
    found = list(_SIGNED.finditer(text)) if _SIGN.search(text) else []
    if _coded(text):
        found += [match for kind in (_CODED, _UNITED) for match in kind.finditer(text) if not _inside(text, match)]
        found.sort(key=re.Match.start)
    done = 0
    for match in found:
        if match.start() < done:
            continue
        done = match.end()
        cents = to_cents(match[1])
        if 0 < cents <= _LARGEST:
            yield _fact(view, match, cents)


def is_estimate(view: TextView, fact: Fact) -> bool:
    """Whether an amount is named as an estimate, a limit, a condition or an example."""
    before = view.text[max(0, fact.at - 60) : fact.at]
    return _LOOSE.search(before.rpartition("\n")[2]) is not None


def _coded(text: str) -> bool:
    """Whether one of the codes stands there: a look that costs little, for most replies name none."""
    for code in _CODES:  # noqa: SIM110  - a generator costs more than the look itself
        if code in text:
            return True
    return False


_SIGN = re.compile(r"[$€£]")
_LARGEST = 10**11


def _inside(text: str, match: re.Match[str]) -> bool:
    """Whether it begins within a longer word or number."""
    before = text[match.start() - 1 : match.start()]
    return before.isalnum() or before in {".", ",", "#", "-", "$"} or (before == "/" and match[0][0].isdigit())


def _fact(view: TextView, match: re.Match[str], cents: int) -> Fact:
    start, end = view.raw_span(*match.span())
    return Fact(
        kind="amount",
        text=match.group().strip(),
        start=start,
        end=end,
        forms=forms_of(cents),
        cents=cents,
        at=match.start(),
    )


def to_cents(text: str) -> int:
    """Hundredths of a written number; a comma before one or two last digits is a decimal one."""
    whole, dot, part = (
        text.partition(".") if "." in text else text.rpartition(",") if _DECIMAL.search(text) else (text, "", "")
    )
    return int(whole.replace(",", "")) * 100 + (int(part.ljust(2, "0")[:2]) if dot else 0)


_DECIMAL = re.compile(r",\d{1,2}\Z")


def forms_of(cents: int) -> tuple[str, ...]:
    """How an amount may be written in a record or a text."""
    whole, part = divmod(cents, 100)
    if not part:
        return (str(whole), f"{whole:,}") if whole > 999 else (str(whole),)
    short = (f"{whole}.{part // 10}",) if part % 10 == 0 else ()
    grouped = (f"{whole:,}.{part:02d}",) if whole > 999 else ()
    return (f"{whole}.{part:02d}", *short, *grouped, f"{whole},{part:02d}")


def written(cents: int) -> str:
    """An amount with two decimals."""
    return f"{cents // 100}.{cents % 100:02d}"
