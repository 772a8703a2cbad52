"""The systems behind the example assistant's tools, with real state: a simulator of TechGadgets Pro."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from evalsuite.errors import ToolFailure
from evalsuite.example.policies import CALLBACK_DAYS, OVERDUE_DAYS, POLICIES, QUEUES, REFUND_DAYS, REFUND_LIMIT
from evalsuite.example.products import PRODUCTS, find_products
from evalsuite.example.records import CUSTOMERS, ORDERS, Customer, Order, money, total

TODAY = date(2026, 3, 2)
"""The day it is where a case's context does not say."""


def shop(case_id: str, attempt: int, context: Mapping[str, Any]) -> "Shop":
    """The shop as it stands at the start of a trial: the same for every attempt, whoever asks.

    Of the context it takes `customer.id`, who is signed in; `now`, the day; `maintenance`, a list of tools that are out
    of service. Raises `ValueError` where the day or the list cannot be read.
    """
    del case_id, attempt  # every trial begins with the same books
    customer, now, down = context.get("customer"), context.get("now"), context.get("maintenance") or []
    day = TODAY if now is None else _date(now)
    if day is None:
        raise ValueError(f"context.now is {now!r}; write the day as YYYY-MM-DD")
    if not isinstance(down, list | tuple):
        raise ValueError(f"context.maintenance is {down!r}; write a list of tools")
    identity = str(customer.get("id")) if isinstance(customer, Mapping) else ""
    return Shop(customer=CUSTOMERS.get(identity), now=day, down=frozenset(map(str, down)))


class Shop:
    """One trial's shop; calls change it."""

    def __init__(self, *, customer: Customer | None, now: date, down: frozenset[str] = frozenset()) -> None:
        self._customer = customer
        self._now = now
        self._down = down
        """Tools out of service today."""
        self._cancelled: set[str] = set()
        self._addresses: dict[str, str] = {}
        self._refunds: dict[str, dict[str, dict[str, Any]]] = {}
        """By order, by sku or `*` for the whole order."""
        self._returns: dict[str, str] = {}
        self._callbacks: list[str] = []
        self._tickets = 0
        self._tools: dict[str, Callable[..., Any]] = {
            "get_order_status": self.get_order_status,
            "get_product_information": self.get_product_information,
            "look_up_policy": self.look_up_policy,
            "issue_refund": self.issue_refund,
            "start_return": self.start_return,
            "cancel_order": self.cancel_order,
            "change_delivery_address": self.change_delivery_address,
            "schedule_support_callback": self.schedule_support_callback,
            "escalate_to_human": self.escalate_to_human,
        }

    def call(self, name: str, arguments: Mapping[str, Any]) -> Any:
        tool = self._tools.get(name)
        if tool is None:
            raise LookupError(name)
        if name in self._down:
            raise ToolFailure(f"Error: {name} is down for maintenance today. Try again tomorrow.")
        words = {key: "" if value is None else str(value) for key, value in arguments.items()}
        try:
            return tool(**words)
        except TypeError:
            given = ", ".join(sorted(words)) or "none"
            raise ToolFailure(f"Error: {name} does not take these arguments: {given}.") from None

    def get_order_status(self, *, order_id: str) -> dict[str, Any]:
        order = self._order(order_id)
        status = self._status(order)
        shown: dict[str, Any] = {
            "order_id": order.id,
            "status": status,
            "placed_on": order.placed.isoformat(),
            "estimated_delivery": order.due.isoformat(),
            "items": [_line(item.sku, item.quantity, personalised=item.personalised) for item in order.items],
            "total": money(total(order)),
            "payment_method": self._signed_in().payment,
            "shipping_address": self._addresses.get(order.id, self._signed_in().address),
        }
        if order.shipped and order.shipped <= self._now:
            shown |= {"shipped_on": order.shipped.isoformat(), "carrier": order.carrier, "tracking_id": order.tracking}
        if status == "delivered" and order.delivered:
            shown["delivered_on"] = order.delivered.isoformat()
        if order.id in self._refunds:
            shown["refunds"] = list(self._refunds[order.id].values())
        if order.id in self._returns:
            shown["return_id"] = self._returns[order.id]
        return shown

    def get_product_information(self, *, product: str) -> dict[str, Any]:
        matching = find_products(product)
        if not matching:
            raise ToolFailure(f"Error: no product matches {product[:60]!r}.")
        found = matching[0]
        return {
            "sku": found.sku,
            "name": found.name,
            "price": money(found.price),
            "in_stock": found.stock > 0,
            "warranty_months": found.warranty_months,
            "facts": dict(found.facts),
        }

    def look_up_policy(self, *, topic: str) -> dict[str, str]:
        if topic not in POLICIES:
            raise ToolFailure(f"Error: no policy on {topic[:60]!r}. Topics: {', '.join(POLICIES)}.")
        return {"topic": topic, "text": POLICIES[topic]}

    def issue_refund(self, *, order_id: str, reason: str, sku: str = "") -> dict[str, Any]:
        """`reason` is faulty, wrong_item, late or unwanted; a `sku` refunds that item alone."""
        order = self._order(order_id)
        amount = self._refundable(order, sku)
        self._judge_refund(order, reason)
        if amount > REFUND_LIMIT:
            raise ToolFailure(
                f"Error: {money(amount)} is above the limit of {REFUND_LIMIT}.00 USD. The billing team decides."
            )
        return self._book_refund(order, amount, sku)

    def start_return(self, *, order_id: str, sku: str = "") -> dict[str, Any]:
        order = self._order(order_id)
        self._within_window(order)
        self._refundable(order, sku)
        if order.id in self._returns:
            raise ToolFailure(f"Error: {order.id} already has the return {self._returns[order.id]}.")
        chosen = [item for item in order.items if sku in ("", item.sku)]
        if any(item.personalised for item in chosen):
            raise ToolFailure("Error: personalised items cannot be returned unless they are faulty.")
        self._returns[order.id] = f"RT-5502{order.id[-2:]}"
        return {"return_id": self._returns[order.id], "order_id": order.id, "label_sent_to": "the account's e-mail"}

    def cancel_order(self, *, order_id: str, reason: str = "") -> dict[str, Any]:
        del reason  # noted by the warehouse, changes nothing
        order = self._order(order_id)
        self._before_shipping(order, "cancelled")
        if any(item.personalised for item in order.items):
            raise ToolFailure(f"Error: {order.id} holds a personalised item and cannot be cancelled.")
        self._cancelled.add(order.id)
        refund = self._book_refund(order, total(order), "")
        return {"order_id": order.id, "status": "cancelled", "refund": refund}

    def change_delivery_address(self, *, order_id: str, address: str) -> dict[str, Any]:
        order = self._order(order_id)
        self._before_shipping(order, "redirected")
        if not re.search(r"\d+\s+\w", address) or not re.search(r"\b\d{5}\b", address):
            raise ToolFailure("Error: the address needs a house number with street, and a 5-digit ZIP code.")
        self._addresses[order.id] = " ".join(address.split())
        return {"order_id": order.id, "shipping_address": self._addresses[order.id], "updated": True}

    def schedule_support_callback(self, *, date: str, window: str, topic: str = "", phone: str = "") -> dict[str, Any]:
        """`date` as YYYY-MM-DD; `window` is morning or afternoon."""
        del topic
        day = _date(date)
        if day is None or window not in ("morning", "afternoon"):
            raise ToolFailure("Error: a callback needs a date as YYYY-MM-DD and a window, morning or afternoon.")
        if not self._now < day <= self._now + timedelta(days=CALLBACK_DAYS):
            raise ToolFailure(f"Error: {day} is not within the next {CALLBACK_DAYS} days.")
        if day.weekday() >= 5:
            raise ToolFailure(f"Error: {day} is a weekend. Callbacks are on weekdays.")
        customer = self._signed_in()
        self._callbacks.append(f"CB-{day:%m%d}{customer.id[-2:]}{len(self._callbacks) + 1}")
        return {
            "callback_id": self._callbacks[-1],
            "date": day.isoformat(),
            "window": "9 to 12" if window == "morning" else "13 to 17",
            "phone": phone or customer.phone,
        }

    def escalate_to_human(self, *, queue: str, summary: str = "", priority: str = "normal") -> dict[str, Any]:
        del summary
        if queue not in QUEUES:
            raise ToolFailure(f"Error: no queue {queue[:60]!r}. Queues: {', '.join(QUEUES)}.")
        self._tickets += 1
        number = 3100 + 10 * QUEUES.index(queue) + self._tickets
        hours = 4 if priority == "high" or self._signed_in().cohort == "enterprise" else 24
        return {
            "ticket_id": f"ESC-{number}-{self._signed_in().id[-4:]}",
            "queue": queue,
            "reply_within_hours": hours,
        }

    def _signed_in(self) -> Customer:
        if self._customer is None:
            raise ToolFailure("Error: no customer is signed in.")
        return self._customer

    def _order(self, order_id: str) -> Order:
        # Another customer's order is as unknown as one that never was: its existence is nobody else's business.
        order = ORDERS.get(order_id.strip().upper())
        if order is None or order.customer != self._signed_in().id or order.placed > self._now:
            raise ToolFailure(f"Error: no order {order_id[:60]!r} on this account.")
        return order

    def _status(self, order: Order) -> str:
        if order.id in self._cancelled:
            return "cancelled"
        if order.delivered and order.delivered <= self._now:
            return "delivered"
        if order.shipped is None or order.shipped > self._now:
            return "processing"
        return "delayed" if order.due < self._now else "in_transit"

    def _before_shipping(self, order: Order, what: str) -> None:
        status = self._status(order)
        if status == "cancelled":
            raise ToolFailure(f"Error: {order.id} has already been cancelled.")
        if status != "processing":
            raise ToolFailure(f"Error: {order.id} has left the warehouse ({status}) and cannot be {what}.")

    def _within_window(self, order: Order) -> None:
        if self._status(order) != "delivered" or order.delivered is None:
            raise ToolFailure(f"Error: {order.id} has not been delivered ({self._status(order)}).")
        age = (self._now - order.delivered).days
        if age > REFUND_DAYS:
            raise ToolFailure(
                f"Error: {order.id} was delivered {age} days ago, outside the window of {REFUND_DAYS} days."
            )

    def _judge_refund(self, order: Order, reason: str) -> None:
        if self._status(order) == "delayed" and (self._now - order.due).days >= OVERDUE_DAYS:
            return
        if self._status(order) in ("delayed", "in_transit"):
            raise ToolFailure(f"Error: {order.id} is on its way and less than {OVERDUE_DAYS} days late.")
        if self._status(order) == "processing":
            raise ToolFailure(f"Error: {order.id} has not shipped. Cancel it instead.")
        self._within_window(order)
        if reason not in ("faulty", "wrong_item"):
            raise ToolFailure("Error: unwanted items are refunded when they come back. Start a return.")

    def _refundable(self, order: Order, sku: str) -> Decimal:
        if self._status(order) == "cancelled":
            raise ToolFailure(f"Error: {order.id} was cancelled and refunded.")
        if sku and all(item.sku != sku for item in order.items):
            raise ToolFailure(f"Error: {order.id} holds no {sku[:60]!r}.")
        refunded = self._refunds.get(order.id, {})
        earlier = next((refunded[key] for key in ("*", sku) if key in refunded), None)
        if earlier is None and not sku and refunded:
            earlier = next(iter(refunded.values()))
        if earlier is not None:
            raise ToolFailure(f"Error: already refunded as {earlier['refund_id']}.")
        chosen = [item for item in order.items if sku in ("", item.sku)]
        return sum((PRODUCTS[item.sku].price * item.quantity for item in chosen), Decimal(0))

    def _book_refund(self, order: Order, amount: Decimal, sku: str) -> dict[str, Any]:
        booked = self._refunds.setdefault(order.id, {})
        refund = {
            "refund_id": f"RF-{7781 + len(booked)}{order.id[-2:]}",
            "amount": money(amount),
            "to": self._signed_in().payment,
            "business_days": 5,
        }
        booked[sku or "*"] = refund
        return refund | {"order_id": order.id}


def _line(sku: str, quantity: int, *, personalised: bool) -> dict[str, Any]:
    product = PRODUCTS[sku]
    line: dict[str, Any] = {"sku": sku, "name": product.name, "quantity": quantity, "price": money(product.price)}
    return line | {"personalised": True} if personalised else line


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
