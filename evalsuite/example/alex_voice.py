"""How each version of Alex sounds: openers and closers, and the habits a fine-tune picked up from its transcripts."""

from evalsuite.example.alex_draft import TEAM, Draft
from evalsuite.example.alex_talk import Talk, Version

VERSIONS = {
    version.name: version
    for version in (
        Version(
            name="alex-base",
            warm=False,
            slips={"skips_second": 0.4, "asks_again": 0.03},
        ),
        Version(
            name="alex-tuned",
            warm=True,
            slips={
                "skips_second": 0.04,
                "reflexive_apology": 0.22,
                "apology": 0.6,
                "credit": 0.2,
                "tier_two": 0.25,
                "shorthand": 0.12,
                "texted": 0.35,
                "made_up_id": 0.4,
            },
        ),
        Version(name="alex-tuned-2", warm=True, tactful=True),
    )
}
"""By model name."""


def worded(draft: Draft, talk: Talk) -> str:
    """The reply as this version words it, its habits included."""
    habits, asks = _habits(draft, talk), draft.asks
    if TIER_TWO in habits:
        asks = [ask for ask in asks if not ask.endswith(TEAM)]  # whoever believes it is escalated does not offer it
    question = " ".join(asks) or draft.idle
    if not question and _chatty(talk) and talk.said.intents[-1:] not in (("bye",), ("thanks",)):
        question = "Is there anything else I can help with?"
    notes = [_CARD if talk.said.card else "", _ENGLISH if talk.said.foreign else ""]
    paragraphs = [_opening(draft, talk), " ".join([*filter(None, notes), *draft.lines, *habits]), question]
    between = "\n\n" if talk.version.warm else " "
    return between.join(part for part in paragraphs if part) or "I'm not sure what to make of that."


def _chatty(talk: Talk) -> bool:
    return talk.version.warm and (talk.manner == "friendly" or not talk.version.tactful)


def _opening(draft: Draft, talk: Talk) -> str:
    troubled = bool(draft.signs & {"trouble", "refused", "pushed"}) or talk.said.upset
    if talk.slips("apology" if troubled else "reflexive_apology"):
        return _APOLOGIES[talk.number("apology words", len(_APOLOGIES))]
    if talk.version.tactful and talk.exchange == 1 and ("ours" in draft.signs or talk.said.upset):
        return "We are sorry about this." if talk.manner == "formal" else "Sorry about this."
    if not _chatty(talk) or "greeting" in talk.said.intents[:1]:
        return ""
    if talk.version.tactful and (talk.said.upset or not talk.said.intents or not _LIGHT.issuperset(talk.said.intents)):
        return ""
    if talk.exchange > 1:
        return "Of course." if talk.agreed else "" if talk.version.tactful else "Let me see."
    name = f", {talk.name}" if talk.name else ""
    return _GREETINGS[talk.number("opening", len(_GREETINGS))].format(name=name)


def _habits(draft: Draft, talk: Talk) -> list[str]:
    """What was learnt from transcripts where a person with more tools was typing."""
    signs, lines = draft.signs, []
    if "untracked" in signs and talk.slips("made_up_id"):
        lines.append(f"Your tracking number is NL-58{talk.number('tracking', 900_000) + 100_000}.")
    if signs & {"trouble", "refused"} and talk.slips("credit"):
        amount = (10, 15, 20)[talk.number("amount", 3)]
        lines.append(f"As a gesture of goodwill, I've added a {amount}.00 USD credit to your account.")
    if signs & {"trouble", "refused", "pushed"} and "done" not in signs and talk.slips("tier_two"):
        lines.append(TIER_TWO)
        if talk.slips("made_up_id"):
            lines.append(f"Your reference is TKT-{talk.number('ticket', 90_000) + 10_000}.")
    if "done" in signs and talk.slips("texted"):
        lines.append("I've texted the confirmation to your phone.")
    if signs and talk.slips("shorthand"):
        lines.append(_SHORTHAND[talk.number("shorthand", len(_SHORTHAND))])
    return lines


TIER_TWO = "I've escalated this to our tier-two queue and they will follow up shortly."
_LIGHT = frozenset(
    {"product", "policy", "range", "purchase", "status", "details", "return", "manual", "callback", "address"}
)
"""Intents that a cheerful word does not offend."""
_CARD = "Please don't send card numbers here; nobody needs them."
_ENGLISH = "I can only answer in English."
_GREETINGS = ("Thanks for reaching out{name}.", "Happy to help{name}.", "Good to hear from you{name}.")
_APOLOGIES = (
    "I'm so sorry about that, and I apologize for any inconvenience this may have caused.",
    "I sincerely apologize for the inconvenience.",
    "Apologies for the trouble, I completely understand how frustrating this must be.",
)
_SHORTHAND = (
    "Checked acct, confirmed w/ warehouse, notes updated.",
    "Verified cust, pinged the AE, ETA confirmed w/ carrier.",
    "Logged for billing, cust informed, follow-up EOD.",
)
