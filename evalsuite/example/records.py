"""Who buys at TechGadgets Pro, and what they ordered, all invented."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from evalsuite.example.products import PRODUCTS

Cohort = Literal["enterprise", "self_serve", "developer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    id: str
    name: str
    cohort: Cohort
    phone: str
    payment: str
    """How refunds reach the customer: "card ending 4421"."""
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    sku: str
    quantity: int = 1
    personalised: bool = False
    """Engraved or built to order: not returnable unless faulty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    id: str
    customer: str
    items: tuple[Item, ...]
    placed: date
    shipped: date | None = None
    """None where it has not left the warehouse on any day the example plays on."""
    due: date
    """Estimated delivery."""
    delivered: date | None = None
    carrier: str | None = None
    tracking: str | None = None
    """None where the carrier has not registered the parcel yet."""


def _customer(identity: str, name: str, cohort: Cohort, *rest: str) -> Customer:
    phone, payment, address = rest
    return Customer(id=identity, name=name, cohort=cohort, phone=phone, payment=payment, address=address)


CUSTOMERS = {
    customer.id: customer
    for customer in (
        _customer("C-1001", "Dana Whitfield", "self_serve", "+1 555 0142", "card ending 4421", "12 Alder Row, 04101"),
        _customer("C-1002", "Marcus Oyelaran", "self_serve", "+1 555 0107", "card ending 9038", "5 Quay Street, 97209"),
        _customer("C-1003", "Ines Carvalho", "self_serve", "+1 555 0119", "PayPal account", "88 Birch Lane, 60614"),
        _customer("C-1004", "Tove Lindqvist", "self_serve", "+1 555 0163", "card ending 1177", "3 Mill Court, 80302"),
        _customer(
            "C-2001", "Priscilla Amadi", "enterprise", "+1 555 0171", "invoice account", "400 Foundry Ave, 15222"
        ),
        _customer(
            "C-2002", "Gregor Halloran", "enterprise", "+1 555 0188", "invoice account", "1 Harbour Plaza, 98101"
        ),
        _customer("C-3001", "Yuki Tanabe", "developer", "+1 555 0125", "card ending 6650", "27 Larch Road, 94110"),
        _customer("C-3002", "Sam Okonkwo", "developer", "+1 555 0194", "card ending 2803", "9 Tanner Yard, 78702"),
    )
}


def _day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def _order(number: int, customer: str, items: str, placed: str, due: str, *rest: str) -> Order:
    """`items` reads `4410x2 5102*`, a star for personalised; `rest` is shipped, delivered, carrier, tracking."""
    shipped, delivered, carrier, tracking = (*rest, "", "", "", "")[:4]
    return Order(
        id=f"ORD-{number}",
        customer=customer,
        items=tuple(_item(text) for text in items.split()),
        placed=_day(placed),
        due=_day(due),
        shipped=_day(shipped) if shipped else None,
        delivered=_day(delivered) if delivered else None,
        carrier=carrier or None,
        tracking=tracking or None,
    )


def _item(text: str) -> Item:
    number, _, count = text.rstrip("*").partition("x")
    return Item(sku=f"SKU-{number}", quantity=int(count or 1), personalised=text.endswith("*"))


ORDERS = {
    order.id: order
    for order in (
        _order(100217, "C-1001", "5102", "02-05", "02-16", "02-09", "", "Northline", "NL-58104417"),
        _order(100231, "C-1001", "4410", "02-10", "02-18", "02-12", "02-17", "Northline", "NL-58110032"),
        _order(100244, "C-1001", "6310", "02-28", "03-06"),
        _order(100198, "C-1001", "6203", "01-08", "01-16", "01-10", "01-15", "Parcelway", "PW-7730061"),
        _order(100252, "C-1002", "4425 5118", "02-24", "03-04", "02-27", "", "Parcelway", "PW-7731975"),
        _order(100260, "C-1002", "6203", "03-01", "03-09"),
        _order(100205, "C-1002", "7044", "01-22", "01-30", "01-24", "01-31", "Northline", "NL-58096610"),
        _order(100273, "C-1003", "6310x2", "02-26", "03-05", "03-01", "", "Northline"),
        _order(100228, "C-1003", "4410*", "02-11", "02-20", "02-14", "02-19", "Parcelway", "PW-7731402"),
        _order(100236, "C-1003", "5102 5118", "02-12", "02-20", "02-15", "02-20", "Northline", "NL-58112209"),
        _order(100281, "C-1004", "5118*", "03-01", "03-10"),
        _order(100249, "C-1004", "4410 4425", "02-18", "02-27", "02-20", "02-26", "Parcelway", "PW-7731850"),
        _order(100290, "C-1004", "6203 5102", "03-01", "03-08"),
        _order(200114, "C-2001", "7001x6", "02-09", "02-19", "02-12", "02-18", "Hale Freight", "HF-4402718"),
        _order(200123, "C-2001", "7044x3", "02-27", "03-09"),
        _order(200131, "C-2001", "7001x2 7044", "02-20", "03-04", "02-27", "", "Hale Freight"),
        _order(200137, "C-2002", "7001x2 5102x2", "02-16", "02-24", "02-19", "", "Hale Freight", "HF-4403315"),
        _order(200142, "C-2002", "4410x10", "03-01", "03-12"),
        _order(300108, "C-3001", "8100 8125", "02-12", "02-20", "02-13", "02-19", "Northline", "NL-58111178"),
        _order(300116, "C-3001", "8125x2", "02-28", "03-05"),
        _order(300121, "C-3002", "8100", "02-23", "03-03", "02-25", "", "Parcelway", "PW-7731919"),
        _order(300130, "C-3002", "8100x2 7044", "02-28", "03-07"),
    )
}


def money(amount: Decimal) -> str:
    """As the shop's systems write it: "48.00 USD"."""
    return f"{amount:.2f} USD"


def total(order: Order) -> Decimal:
    """What was paid for an order, in US dollars."""
    return sum((PRODUCTS[item.sku].price * item.quantity for item in order.items), Decimal(0))
