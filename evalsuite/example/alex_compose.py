"""What a clause asks by the act it performs on a topic, where no phrase for it is known."""

from evalsuite.example.alex_phrases import CLASSES, phrases, tables

_TABLES = tables("acts")
_TOPICS = {name.removeprefix("topic "): words for name, words in _TABLES.items() if name.startswith("topic ")}
_ACTS = {name.removeprefix("act "): words for name, words in _TABLES.items() if name.startswith("act ")}
_GRID: tuple[tuple[str, str, str], ...] = (
    ("goods", "fails", "fault"),
    ("address", "check", "details"),
    ("address", "wrong change", "address"),
    ("invoice", "wrong why lack", "billing"),
    ("return", "stop lack where", "return_progress"),
    ("call", "stop change lack", "rebook"),
    ("courier", "wrong lack why", "courier"),
    ("account", "stop change wrong lack why", "account"),
    ("payment", "wrong why lack change", "billing"),
    ("order", "stop", "cancel"),
    ("order", "back", "return"),
    ("order", "faster", "modify"),
    ("order", "wrong", "fault"),
    ("order", "change", "modify"),
    ("order", "trace", "human"),
    ("order", "lack where", "status"),
)
"""Topic, acts and the intent they make, the more telling ones first."""


_GOODS = phrases(CLASSES["product"])


def composed(clause: str, *, ordered: bool) -> str:
    """The intent of a clause; empty where its words make none."""
    clause = _GOODS.sub("item", clause)
    topics = {name for name, words in _TOPICS.items() if words.search(clause)} | ({"order"} if ordered else set())
    if not topics:
        return ""
    acts = {name for name, words in _ACTS.items() if words.search(clause)}
    for topic, doing, intent in _GRID:
        if topic in topics and not acts.isdisjoint(doing.split()):
            return intent
    return ""
