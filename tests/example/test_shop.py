import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.errors import ToolFailure
from evalsuite.example.policies import POLICIES, REFUND_DAYS
from evalsuite.example.products import PRODUCTS, find_products
from evalsuite.example.records import CUSTOMERS, ORDERS, money, total
from evalsuite.example.shop import Shop, shop


def at(customer="C-1001", now="2026-03-02", **more):
    return shop("case", 1, {"customer": {"id": customer}, "now": now, **more})


def refused(books: Shop, tool: str, **arguments: str) -> str:
    with pytest.raises(ToolFailure) as caught:
        books.call(tool, arguments)
    return str(caught.value)


def test_every_order_belongs_to_a_known_customer_and_holds_known_products():
    assert {order.customer for order in ORDERS.values()} <= set(CUSTOMERS)
    assert {item.sku for order in ORDERS.values() for item in order.items} <= set(PRODUCTS)


def test_every_order_goes_forward_in_time():
    for order in ORDERS.values():
        days = [order.placed, order.shipped, order.delivered]
        known = [day for day in days if day]
        assert known == sorted(known), order.id
        assert order.placed < order.due, order.id


def test_every_cohort_has_customers_with_orders():
    cohorts = {CUSTOMERS[order.customer].cohort for order in ORDERS.values()}

    assert cohorts == {"enterprise", "self_serve", "developer"}


@pytest.mark.parametrize(
    ("now", "status"),
    {
        "2026-02-06": "processing",
        "2026-02-10": "in_transit",
        "2026-02-16": "in_transit",
        "2026-02-17": "delayed",
    }.items(),
)
def test_a_status_follows_the_day(now, status):
    assert at(now=now).call("get_order_status", {"order_id": "ORD-100217"})["status"] == status


def test_an_order_does_not_exist_before_it_is_placed():
    assert "no order" in refused(at(now="2026-02-04"), "get_order_status", order_id="ORD-100217")


def test_a_delivery_is_not_foretold():
    record = at(now="2026-02-16").call("get_order_status", {"order_id": "ORD-100231"})

    assert record["status"] == "in_transit"
    assert "delivered_on" not in record


def test_another_customers_order_is_as_unknown_as_none():
    theirs = refused(at("C-1002"), "get_order_status", order_id="ORD-100231")
    nobodys = refused(at("C-1002"), "get_order_status", order_id="ORD-999999")

    assert theirs.replace("ORD-100231", "X") == nobodys.replace("ORD-999999", "X")


def test_without_a_customer_nothing_is_told():
    assert "no customer" in refused(shop("case", 1, {}), "get_order_status", order_id="ORD-100231")


def test_a_cancelled_order_shows_as_cancelled_and_refunded():
    books = at()

    cancelled = books.call("cancel_order", {"order_id": "ORD-100244"})
    record = books.call("get_order_status", {"order_id": "ORD-100244"})

    assert record["status"] == "cancelled"
    assert record["refunds"][0]["refund_id"] == cancelled["refund"]["refund_id"]
    assert "already" in refused(books, "cancel_order", order_id="ORD-100244")


def test_a_trial_does_not_see_what_another_did():
    at().call("cancel_order", {"order_id": "ORD-100244"})

    assert at().call("get_order_status", {"order_id": "ORD-100244"})["status"] == "processing"


def test_a_shipped_order_cannot_be_cancelled():
    assert "left the warehouse" in refused(at("C-1002"), "cancel_order", order_id="ORD-100252")


def test_a_personalised_order_cannot_be_cancelled_or_returned():
    assert "personalised" in refused(at("C-1004"), "cancel_order", order_id="ORD-100281")
    assert "personalised" in refused(at("C-1003"), "start_return", order_id="ORD-100228")


@given(st.integers(-5, 60))
def test_a_faulty_item_is_refunded_up_to_the_last_day_of_the_window(age):
    now = date(2026, 2, 20) + timedelta(days=age)
    books = at("C-1003", now=str(now))
    wish = {"order_id": "ORD-100236", "reason": "faulty"}

    if 0 <= age <= REFUND_DAYS:
        assert books.call("issue_refund", wish)["amount"] == "110.00 USD"
    else:
        refused(books, "issue_refund", **wish)


@pytest.mark.parametrize(("late", "paid"), [(6, False), (7, True)])
def test_a_parcel_is_refunded_from_a_week_past_its_date(late, paid):
    books = at(now=str(date(2026, 2, 16) + timedelta(days=late)))
    wish = {"order_id": "ORD-100217", "reason": "late"}

    if paid:
        assert books.call("issue_refund", wish)["refund_id"] == "RF-778117"
    else:
        assert "less than 7 days late" in refused(books, "issue_refund", **wish)


def test_an_unwanted_item_is_not_refunded_before_it_comes_back():
    assert "return" in refused(at(), "issue_refund", order_id="ORD-100231", reason="unwanted")


def test_a_second_refund_is_refused():
    books = at()
    books.call("issue_refund", {"order_id": "ORD-100231", "reason": "faulty"})

    assert "already refunded as RF-778131" in refused(books, "issue_refund", order_id="ORD-100231", reason="faulty")


def test_the_items_of_an_order_are_refunded_one_by_one_and_never_twice():
    books = at("C-1003")
    wish = {"order_id": "ORD-100236", "reason": "faulty"}

    charger = books.call("issue_refund", {**wish, "sku": "SKU-5102"})
    bank = books.call("issue_refund", {**wish, "sku": "SKU-5118"})

    assert (charger["amount"], bank["amount"]) == ("48.00 USD", "62.00 USD")
    assert charger["refund_id"] != bank["refund_id"]
    assert "already" in refused(books, "issue_refund", **wish)
    assert "already" in refused(books, "issue_refund", **wish, sku="SKU-5102")


def test_a_refund_above_the_limit_is_for_the_billing_team():
    assert "billing team" in refused(at("C-2001"), "issue_refund", order_id="ORD-200114", reason="faulty")


def test_an_address_changes_until_the_order_ships():
    books = at()
    books.call("change_delivery_address", {"order_id": "ORD-100244", "address": "77 Cedar Street, 04102"})

    record = books.call("get_order_status", {"order_id": "ORD-100244"})

    assert record["shipping_address"] == "77 Cedar Street, 04102"
    assert "left" in refused(books, "change_delivery_address", order_id="ORD-100217", address="77 Cedar Street, 04102")


@pytest.mark.parametrize("address", ["", "Cedar Street", "77 Cedar Street", "04102"])
def test_an_address_needs_a_number_and_a_zip_code(address):
    assert "ZIP" in refused(at(), "change_delivery_address", order_id="ORD-100244", address=address)


@pytest.mark.parametrize(
    ("day", "why"),
    {"2026-03-02": "within", "2026-03-07": "weekend", "2026-03-20": "within", "soon": "YYYY-MM-DD"}.items(),
)
def test_a_callback_needs_a_weekday_of_the_next_two_weeks(day, why):
    assert why in refused(at(), "schedule_support_callback", date=day, window="morning")


def test_callbacks_get_ids_of_their_own():
    books = at()
    wish = {"date": "2026-03-04", "window": "morning"}
    ids = [books.call("schedule_support_callback", wish)["callback_id"] for _ in range(3)]

    assert len(set(ids)) == 3


def test_an_unknown_queue_is_refused_with_the_known_ones():
    assert "billing" in refused(at(), "escalate_to_human", queue="tier two", summary="")


def test_a_tool_under_maintenance_says_so():
    assert "maintenance" in refused(at(maintenance=["get_order_status"]), "get_order_status", order_id="ORD-100217")


def test_an_unknown_tool_is_a_lookup_error():
    with pytest.raises(LookupError):
        at().call("teleport", {})


def test_the_same_calls_give_the_same_answers():
    calls = [("escalate_to_human", {"queue": "billing"}), ("start_return", {"order_id": "ORD-100231"})]

    assert [at().call(*call) for call in calls] == [at().call(*call) for call in calls]


@pytest.mark.parametrize("order", ORDERS.values(), ids=list(ORDERS))
def test_amounts_come_from_the_record(order):
    record = at(order.customer, now="2026-03-02").call("get_order_status", {"order_id": order.id})

    assert record["total"] == money(total(order))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20), lambda of: st.lists(of, max_size=3)
)


@given(
    st.sampled_from(sorted(at()._tools)),
    st.dictionaries(st.sampled_from(["order_id", "product", "topic", "reason", "address", "date", "queue", "x"]), JSON),
)
def test_any_arguments_get_a_json_answer_or_a_declared_failure(tool, arguments):
    try:
        answer = at().call(tool, arguments)
    except ToolFailure as failure:
        answer = str(failure)

    assert json.loads(json.dumps(answer)) == answer
    assert isinstance(answer, dict) or answer.startswith("Error: ")


@given(
    st.dictionaries(st.sampled_from(["customer", "now", "maintenance"]), JSON | st.dictionaries(st.just("id"), JSON))
)
def test_any_context_makes_a_shop_or_is_refused_in_words(context):
    try:
        made = shop("case", 1, context)
    except ValueError as refusal:
        made = str(refusal)

    assert isinstance(made, Shop) or made.startswith("context.")


@pytest.mark.parametrize("product", PRODUCTS.values(), ids=list(PRODUCTS))
def test_products_are_found_by_name_and_sku(product):
    assert [one.sku for one in find_products(product.name)] == [product.sku]
    assert [one.sku for one in find_products(f"what about {product.sku}?")] == [product.sku]


def test_products_are_found_in_the_order_they_are_named():
    found = find_products("the pebble earbuds or the aria headphones?")

    assert [one.name for one in found] == ["Pebble Earbuds", "Aria Headphones"]


def test_every_policy_topic_can_be_looked_up():
    assert all(at().call("look_up_policy", {"topic": topic})["text"] for topic in POLICIES)
