"""Do the amounts, days, people, links and statuses a reply names follow from what the assistant had been shown?"""

import re
from collections.abc import Iterator, Mapping

from evalsuite.domain.reading import Fact, FactKind, Value
from evalsuite.domain.verdict import Evidence as Looked
from evalsuite.domain.verdict import Finding
from evalsuite.domain.vocabulary import IdsCode, Severity
from evalsuite.graders.places import looked_in, place_of
from evalsuite.graders.shown import Shown
from evalsuite.protocols import GradingContext
from evalsuite.reading.amounts import amounts, is_estimate
from evalsuite.reading.dates import dates, is_proposed
from evalsuite.reading.links import links
from evalsuite.reading.manner import manner_at
from evalsuite.reading.names import names
from evalsuite.reading.statuses import family, statuses
from evalsuite.reading.sums import sum_of, written, written_sum

CODES: Mapping[FactKind, IdsCode] = {
    "amount": "ungrounded_amount",
    "date": "ungrounded_date",
    "name": "ungrounded_name",
    "link": "ungrounded_link",
    "status": "wrong_status",
}
_DIGIT = re.compile(r"[0-9]")
_MOST = 300
"""Facts of one conversation that are looked up: a reply can name thousands."""
_MOST_SUMS = 60
"""Amounts of one conversation for which a sum is sought."""
_MENDS: Mapping[FactKind, str] = {
    "amount": "If it is right, let a tool result, the prompt or the case's context hold it, or what it is made of.",
    "date": "If it is right, let a tool result, the prompt or the case's context hold it.",
    "name": "If they are real, put them under `people:` in graders/tools.yaml, or into the case's context.",
    "link": "If it is real, let the prompt, a document or a tool result hold it.",
    "status": "If it changed since, have the assistant look it up again.",
}


class Facts:
    """Judges the facts of a conversation's replies; remembers what was said before."""

    def __init__(self, context: GradingContext) -> None:
        self.context = context
        self.looked_up = 0
        self.sought = 0
        self.said: list[int] = []
        """Amounts of replies so far that were grounded, in cents."""
        self.places: dict[int, str] = {}
        self._shown: Shown | None = None

    @property
    def shown(self) -> Shown:
        if self._shown is None:
            self._shown = Shown(self.context)
        return self._shown

    def reply(self, index: int) -> Iterator[Finding]:
        """The findings of one reply; replies must come in order."""
        view = self.context.view(index)
        if _DIGIT.search(view.text):
            yield from self.amounts(index)
            for fact in dates(view):
                if self.absent(fact, index) and self.told(fact, index) and not is_proposed(view, fact):
                    reason = f"Nothing the assistant had been shown names {fact.text}, nor the day before or after."
                    yield self.finding(fact, index, reason)
            for fact in statuses(view, self.context.mentions(index)):
                yield from self.status(fact, index)
        for fact in links(view):
            if self.absent(fact, index) and self.told(fact, index):
                yield self.finding(fact, index, f"{fact.text} is in nothing the assistant had been shown.")
        for fact in names(view):
            if self.unnamed(fact, index) and self.told(fact, index):
                yield self.finding(fact, index, f"Nothing the assistant had been shown names {fact.text}.")

    def told(self, fact: Fact, index: int) -> bool:
        """Whether a fact is told as one, and is no example, question or assumption."""
        return manner_at(self.context.view(index), fact) == "stated"

    def absent(self, fact: Fact, index: int) -> bool:
        self.looked_up += 1
        shown = self.shown
        return self.looked_up <= _MOST and not any(shown.first(form, index) for form in fact.forms)

    def unnamed(self, fact: Fact, index: int) -> bool:
        self.looked_up += 1
        return self.looked_up <= _MOST and not all(self.shown.first(form, index) for form in fact.forms)

    def amounts(self, index: int) -> Iterator[Finding]:
        here: list[int] = []
        open_: list[Fact] = []
        for fact in amounts(self.context.view(index)):
            if self.holds(fact, index):
                here.append(fact.cents or 0)
            else:
                open_.append(fact)
        for fact, made in self.resolved(open_, here, index):
            if made is None:
                yield self.finding(fact, index, self.unmade(fact, index))
            elif "amount" in self.context.knowledge.facts:
                yield self.finding(fact, index, made, severity="info")
        self.said += here

    def holds(self, fact: Fact, index: int) -> bool:
        """Whether an amount was shown, is what the sum beside it makes, or is told as no fact."""
        if not self.absent(fact, index):
            return True
        view = self.context.view(index)
        beside = written_sum(view.text, fact.at, fact.at + len(fact.text))
        right = beside is not None and abs(beside[1] - (fact.cents or 0)) <= 1
        return right or is_estimate(view, fact) or not self.told(fact, index)

    def resolved(self, open_: list[Fact], here: list[int], index: int) -> list[tuple[Fact, str | None]]:
        """Each amount with how it follows from others; what follows joins `here`, so that others may follow from it."""
        told: dict[int, str] = {}
        before = -1
        while before < len(told) < len(open_):
            before = len(told)
            for place, fact in enumerate(open_):
                made = None if place in told else self.derived(fact.cents or 0, here, index)
                if made:
                    told[place] = made
                    here.append(fact.cents or 0)
        return [(fact, told.get(place)) for place, fact in enumerate(open_)]

    def unmade(self, fact: Fact, index: int) -> str:
        beside = written_sum(self.context.view(index).text, fact.at, fact.at + len(fact.text))
        if beside is not None:
            return f"{beside[0]} makes {written(beside[1])}, not {written(fact.cents or 0)}."
        return f"{fact.text} is in nothing the assistant had been shown, and no sum of what was makes it."

    def derived(self, cents: int, here: list[int], index: int) -> str | None:
        """How an amount that stands nowhere follows from others, in words; None where it does not.

        From amounts before it in the reply, from one tool result or text, or from these and what replies said before.
        """
        self.sought += 1
        if self.sought > _MOST_SUMS:
            return f"No sum was sought for {written(cents)}: the conversation names too many amounts."
        made = self.summed(cents, here, index, wide=False) or self.summed(cents, here, index, wide=True)
        return f"{written(cents)} = {made}" if made else None

    def summed(self, cents: int, here: list[int], index: int, *, wide: bool) -> str | None:
        made = sum_of(cents, here[-40:], wide=wide)
        if made:
            return f"{made} (in the reply)"
        pool = [*here[-30:], *self.said[-30:]]
        for value, found in self.shown.amounts(index):
            made = sum_of(cents, found, wide=wide)
            if made:
                return f"{made} ({place_of(value)})"
            pool += found[:20]
        made = sum_of(cents, pool, wide=wide, together=False)
        return f"{made} (from several answers)" if made else None

    def status(self, fact: Fact, index: int) -> Iterator[Finding]:
        latest = self.shown.status(fact.about, index)
        if latest is None:
            return
        status, value = latest
        now = family(status)
        if now is None or now == fact.forms[0] or self.changed_since(value.message or 0, index):
            return
        reason = f"{fact.text} is told of {fact.about}, but its latest status is {status} ({place_of(value)})."
        yield self.finding(fact, index, reason, nearest=value, text=status)

    def changed_since(self, message: int, index: int) -> bool:
        """Whether a call that may have changed a record came after its status was read."""
        ledger = self.context.evidence.ledger
        return any(one.kind != "read" and message < one.message < index and one.ok is not False for one in ledger)

    def looked_in(self, index: int) -> str:
        if index not in self.places:
            self.places[index] = looked_in(self.context, index)
        return self.places[index]

    def finding(
        self,
        fact: Fact,
        index: int,
        reason: str,
        *,
        nearest: Value | None = None,
        text: str | None = None,
        severity: Severity | None = None,
    ) -> Finding:
        raw = self.context.messages[index].text or ""
        return Finding(
            code=CODES[fact.kind],
            severity=severity or ("error" if fact.kind in self.context.knowledge.facts else "warn"),
            message=index,
            start=fact.start,
            end=fact.end,
            quote=raw[fact.start : fact.end],
            reason=reason,
            evidence=Looked(
                looked_in=self.looked_in(index), nearest=text, source=place_of(nearest) if nearest else None
            ),
            mend=_MENDS[fact.kind],
        )
