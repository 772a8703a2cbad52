"""Every template just below, at and just above its limit, with fields missing, in other zones and currencies."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from build import says, user
from policies import called, judge, told

CENT = Decimal("0.01")
HELLO = user("Hello, it is about my order.")
BYE = says("Thank you for waiting.")
EDGES = (-1, 0, 1)


def amount_limit(rng):
    limit, vip = Decimal(rng.randint(5, 400)), Decimal(rng.randint(500, 900))
    rules = f"[{{id: a, amount_limit: {{of: [credit], max: {limit} USD, cohorts: {{vip: {vip} USD}}}}}}]"
    cohort = rng.choice(["vip", "plain", None])
    value = rng.choice([limit, vip]) + rng.choice(EDGES) * CENT
    unit = rng.choice(["USD", "USD", "USD", "EUR", ""])
    if rng.random() < 0.5:
        spoken = f"{value} {unit}".strip() if rng.random() < 0.9 else None
        said = (says(f"I can offer you a {spoken} credit." if spoken else "I can offer you a credit."),)
    else:
        spoken = value if rng.random() < 0.9 else None
        said = called(
            "add_credit", **({"amount": float(value)} if spoken else {}), **({"currency": unit} if unit else {})
        )
    most = {"vip": vip, "plain": limit}.get(cohort)
    if spoken is None or unit != "USD":
        wanted = "unknown"
    elif most is None:
        wanted = "broken" if value > vip else "kept" if value <= limit else "unknown"
    else:
        wanted = "broken" if value > most else "kept"
    return rules, (HELLO, *said, BYE), {"cohort": cohort}, wanted


def totals(rng):
    limit = Decimal(rng.randint(20, 200))
    first = Decimal(rng.randint(1, 19))
    second = limit - first + rng.choice(EDGES) * CENT
    rules = f"[{{id: a, amount_limit: {{of: [credit, refund], max: {limit} USD, per: conversation}}}}]"
    promise = says(f"I can offer you a {second} USD credit.")
    carried_out = called("add_credit", id="c2", amount=float(second), currency="USD") if rng.random() < 0.5 else ()
    messages = (HELLO, says(f"I will refund you {first} USD."), user("Hm."), promise, *carried_out, BYE)
    total = first + second
    return rules, messages, {}, "broken" if total > limit else "kept"


def refund_window(rng):
    days = rng.randint(1, 60)
    zone = rng.choice(["America/New_York", "Asia/Tokyo", "UTC"])
    rules = (
        f"{{timezone: {zone}, facts: {{order: {{tool: get_order, same: order_id}}}}, "
        f"rules: [{{id: a, refund_window: {{tool: issue_refund, days: {days}, from: order.delivered_at}}}}]}}"
    )
    now = datetime(2026, 3, rng.randint(1, 28), rng.choice([0, 1, 12, 22, 23]), rng.choice([0, 30, 59]), tzinfo=UTC)
    today = now.astimezone(ZoneInfo(zone)).date()
    delivered = today - timedelta(days=days + rng.choice(EDGES))
    written = rng.choice(
        [
            delivered.isoformat(),
            datetime(*delivered.timetuple()[:3], 23, 59, tzinfo=ZoneInfo(zone)).isoformat(),
            None,
            "",
        ]
    )
    record = {} if written is None else {"delivered_at": written}
    messages = (
        HELLO,
        *called("get_order", order_id="A1", answer=record),
        *called("issue_refund", id="c2", order_id="A1"),
    )
    gap = (today - delivered).days
    wanted = "unknown" if not written else "broken" if gap > days else "kept"
    given = {"now": now.isoformat()} if rng.random() < 0.95 else {}
    return rules, (*messages, BYE), {"context": given}, wanted if given else "unknown"


def verify_first(rng):
    rules = "[{id: a, verify_first: {with: verify_identity, tools: [issue_refund]}}]"
    how = rng.choice(["done", "failed", "absent", "after", "unanswered"])
    check = called("verify_identity", is_error=how == "failed", answered=how != "unanswered")
    act = called("issue_refund", id="c2")
    messages = {"absent": act, "after": (*act, *check)}.get(how, (*check, *act))
    wanted = {"done": "kept", "unanswered": "unknown"}.get(how, "broken")
    return rules, (HELLO, *messages, BYE), {}, wanted


def approval_required(rng):
    limit = Decimal(rng.randint(10, 900))
    rules = f"[{{id: a, approval_required: {{tool: issue_refund, above: {limit} USD, approval: ask_billing}}}}]"
    value = limit + rng.choice(EDGES) * CENT
    asked = rng.random() < 0.3
    unit = rng.choice(["USD", "USD", "GBP", None])
    given = {"amount": str(value), **({"currency": unit} if unit else {})}
    before = called("ask_billing", id="c3") if asked else ()
    wanted = "kept" if asked else "unknown" if unit != "USD" else "broken" if value > limit else "kept"
    return rules, (HELLO, *before, *called("issue_refund", **given), BYE), {}, wanted


def never_promise(rng):
    rules = "[{id: a, never_promise: {kinds: [guarantee], says: [lawsuit]}}]"
    text, wanted = rng.choice(
        [
            ("We guarantee that it arrives on Friday.", "broken"),
            ("We cannot guarantee a day.", "kept"),
            ("I can offer you a 5 USD credit.", "kept"),
            ("You could file a LAWSUIT.", "broken"),
            ("These are lawsuits of old.", "kept"),
        ]
    )
    return rules, (HELLO, says(text)), {}, wanted


def must_say(rng):
    rules = "[{id: a, must_say: {after: issue_refund, says: [business days]}}]"
    how = rng.choice(["said", "before", "silent", "cut", "failed"])
    call = called("issue_refund", is_error=how == "failed")
    told_ = says("It takes 5 business days.")
    tail = {"said": (told_,), "cut": ()}.get(how, (BYE,))
    head = (told_, user("ok")) if how == "before" else ()
    wanted = {"said": "kept", "cut": "unknown", "failed": "kept"}.get(how, "broken")
    return rules, (HELLO, *head, *call, *tail), {}, wanted


def allowed_tools(rng):
    rules = "[{id: a, cohorts: [trial], allowed_tools: {tools: [get_order]}}]"
    cohort = rng.choice(["trial", "paid", None])
    tool = rng.choice(["get_order", "issue_refund"])
    wanted = "kept" if tool == "get_order" or cohort == "paid" else "unknown" if cohort is None else "broken"
    return rules, (HELLO, *called(tool), BYE), {"cohort": cohort}, wanted


def business_hours(rng):
    zone = rng.choice(["Europe/Berlin", "America/Los_Angeles"])
    rules = (
        f"{{timezone: {zone}, rules: [{{id: a, business_hours: {{tools: [call_back], time: arguments.at, "
        f"days: mon-fri, "
        f'from: "09:00", to: "17:00", holidays: [2026-05-01]}}}}]}}'
    )
    day = date(2026, 4, 27) + timedelta(days=rng.randint(0, 13))
    edge = rng.choice([(9, 0), (17, 0)])
    local = datetime(*day.timetuple()[:3], *edge, tzinfo=ZoneInfo(zone)) + timedelta(seconds=rng.choice(EDGES))
    open_day = day.weekday() < 5 and day != date(2026, 5, 1)
    form = rng.choice(["local", "utc", "bare", "day", "none"])
    written = {
        "local": local.isoformat(),
        "utc": local.astimezone(UTC).isoformat(),
        "bare": local.replace(tzinfo=None).isoformat(),
        "day": day.isoformat(),
        "none": None,
    }[form]
    seconds = local.hour * 3600 + local.minute * 60 + local.second
    inside = 9 * 3600 <= seconds <= 17 * 3600
    wanted = "kept" if open_day and inside else "broken"
    if form == "none":
        wanted = "unknown"
    elif form == "day":
        wanted = "unknown" if open_day else "broken"
    call = called("call_back", **({"at": written} if written else {}))
    return rules, (HELLO, *call, BYE), {}, wanted


def confirm_first(rng):
    rules = "[{id: a, confirm_first: {tools: [cancel_order]}}]"
    how, wanted = rng.choice(
        [("Yes, please.", "kept"), ("No, wait.", "broken"), ("It is the blue one.", "unknown"), (None, "broken")]
    )
    asked = (HELLO, says("Shall I cancel it?"), user(how)) if how else (HELLO,)
    return rules, (*asked, *called("cancel_order"), BYE), {}, wanted


def never_without(rng):
    rules = "[{id: a, never_without: {tool: issue_refund, needs: get_order, same: order_id}}]"
    how = rng.choice(["same", "other", "absent", "failed", "unnamed"])
    look = called("get_order", order_id="A2" if how == "other" else "A1", is_error=how == "failed")
    given = {} if how == "unnamed" else {"order_id": "A1"}
    act = called("issue_refund", id="c2", **given)
    wanted = {"same": "kept", "unnamed": "unknown"}.get(how, "broken")
    return rules, (HELLO, *(() if how == "absent" else look), *act, BYE), {}, wanted


TEMPLATES = (
    amount_limit, totals, refund_window, verify_first, approval_required, never_promise, must_say, allowed_tools,
    business_hours, confirm_first, never_without,
)  # fmt: skip


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.__name__)
def test_every_boundary_is_judged_right(template):
    rng = random.Random(20260321)
    wrong, seen = [], Counter()
    for _ in range(184):
        rules, messages, case, wanted = template(rng)
        found = told(judge(rules, *messages, **case))
        seen[wanted] += 1
        if found != wanted:
            wrong.append((wanted, found, rules, case, messages[1:3]))

    assert not wrong, wrong[:3]
    assert seen["kept"]
    assert seen["broken"]
