"""The tools of a conversation, asked which of them could have done what a claim tells of."""

from collections.abc import Mapping

from evalsuite.domain.reading import Claim, Effect
from evalsuite.domain.vocabulary import ClaimClass
from evalsuite.reading.effects import topic, topics
from evalsuite.reading.language import Pack

_STRICT: frozenset[ClaimClass] = frozenset({"send", "contact", "escalate", "schedule", "ticket", "lookup"})
"""Actions that no other action brings about by itself."""
MONEY: frozenset[ClaimClass] = frozenset({"refund", "charge", "credit"})
"""Actions that move money, whatever they are called."""
_NEAR: Mapping[ClaimClass, tuple[ClaimClass, ...]] = {"exchange": ("modify",), "modify": ("exchange",)}
"""Actions that people call by each other's names: an item swapped in an order that has not left is a change of it."""
_GIFTS = frozenset({"discount", "voucher", "coupon", "goodwill", "apology", "courtesy", "%", "waived", "waive"})
_OURS = frozenset({"line", "plan", "account", "subscription", "order"})
_STATUS = frozenset({"status", "request", "requests"})


class Tools:
    """The tools there are, each as a call of it would count."""

    def __init__(self, tools: Mapping[str, Effect], tables: Pack) -> None:
        self.names = sorted(tools)
        self._tools = tools
        self._tables = tables
        self._able: dict[tuple[ClaimClass, bool, bool, bool, bool], list[Effect]] = {}

    def able(self, claim: Claim) -> list[Effect]:
        """The tools that could make a claim true."""
        if claim.action == "contact":
            return self._reaching(claim)
        found = self._sending(claim) if claim.action == "send" else self._of_class(claim)
        named = [tool for tool in self._tools.values() if tool.kind != "read" and claim.verb in topics(tool.tool)]
        return [*found, *(tool for tool in named if tool not in found)]

    def fitting(self, claim: Claim) -> list[Effect]:
        """The able tools whose names come nearest to what the clause is about."""
        able = self.able(claim)
        if len(able) < 2 or claim.action in MONEY or claim.action == "other" or self.of_all_kinds(claim):
            return able
        told = {topic(word) for word in claim.words} | {claim.verb}
        about = [topics(tool.tool) for tool in able]
        common = frozenset.intersection(*about)
        exact = [claim.action in tool.effects for tool in able]
        scores = [len((words - common) & told) for words in about]
        best = max(scores)
        best_exact = max((score for score, own in zip(scores, exact, strict=True) if own), default=0)
        if not best:
            return able
        return [
            tool
            for tool, score, own in zip(able, scores, exact, strict=True)
            if score == best or (own and score == best_exact) or claim.action == "exchange" or claim.verb == "rebook"
        ]

    def does(self, effect: Effect, claim: Claim) -> bool:
        """Whether a tool does by itself what a claim tells of."""
        near = {claim.action, *_NEAR.get(claim.action, ())}
        return (
            claim.action in {"send", "contact", "other"}
            or not near.isdisjoint(effect.effects)
            or claim.verb in topics(effect.tool)
        )

    def of_all_kinds(self, claim: Claim) -> bool:
        """Whether it counts steps of any kind: "all three changes are done"."""
        return not self._tables.words["parts"].isdisjoint(claim.words)

    def unknown_source(self, claim: Claim) -> str | None:
        """The system a look-up claim names that no tool, text or context speaks of."""
        for word in claim.words:
            if word in self._tables.words["sources"]:
                single = topic(word)
                if not any(single in topics(tool) for tool in self._tools):
                    return word
        return None

    def on_a_device(self, claim: Claim) -> bool:
        """Whether it is about the customer's own device, and no tool does what the verb says."""
        if self._tables.words["devices"].isdisjoint(claim.words) or not _OURS.isdisjoint(claim.words):
            return False
        return not any(claim.verb in topics(tool) for tool in self._tools)

    def _of_class(self, claim: Claim) -> list[Effect]:
        gift = claim.action == "credit" and not _GIFTS.isdisjoint(claim.words)
        told = claim.form == "state" or bool(_STATUS.intersection(claim.words))
        again = claim.verb == "rebook"
        key = (claim.action, gift, told, claim.light, again)
        if key not in self._able:
            self._able[key] = self._find_able(claim.action, gift=gift, told=told, light=claim.light, again=again)
        return self._able[key]

    def _find_able(self, action: ClaimClass, *, gift: bool, told: bool, light: bool, again: bool) -> list[Effect]:
        writing = [tool for tool in self._tools.values() if tool.kind != "read"]
        if action == "other":
            return [tool for tool in writing if tool.kind == "write"]
        near = {action, *_NEAR.get(action, ()), *(("modify",) if action == "order" and light else ())}
        if again:  # booked anew, or changed: the same to the customer
            near |= {"order", "modify"}
        direct = [tool for tool in writing if not near.isdisjoint(tool.effects)]
        if action in _STRICT or gift or (direct and action not in MONEY and not told):
            return direct
        return direct + [tool for tool in writing if action in tool.follows and tool not in direct]

    def _reaching(self, claim: Claim) -> list[Effect]:
        inside = not self._tables.words["insiders"].isdisjoint(claim.words)
        return [
            tool
            for tool in self._tools.values()
            if tool.kind == "message" or "contact" in tool.effects or (inside and tool.kind == "handoff")
        ]

    def _sending(self, claim: Claim) -> list[Effect]:
        told = {topic(word) for word in claim.words}
        return [
            tool
            for tool in self._tools.values()
            if tool.kind == "message" or ("send" in tool.effects and not told.isdisjoint(topics(tool.tool) - {"send"}))
        ]
