"""What Alex does and says where an order is to go to another address."""

import re

from evalsuite.example.alex_draft import Draft, plain, status_lines
from evalsuite.example.alex_goods import Record
from evalsuite.example.alex_slots import with_zip, zips_named
from evalsuite.example.alex_talk import Talk


def change_address(draft: Draft, talk: Talk, order: str, record: Record) -> None:
    address = _new_address(talk)
    if record.get("status") not in ("processing", "packed", "pending", None):
        draft.say(*status_lines(order, record), sign="refused")
        draft.say("The address can only be changed before the order leaves the warehouse.")
    elif not address or _ABROAD.search(talk.said.text):
        if _ABROAD.search(talk.said.text) or _PLACE.search(_ORDER_NUMBER.sub("", talk.said.text)):
            draft.say("I can only take an address in the United States, as we ship nowhere else.")
        draft.end(f"What is the new address for {order}, with house number and ZIP code?")
    else:
        result = draft.call(talk, "change_delivery_address", order_id=order, address=address)
        if result is not None and result.error:
            draft.say(f"I could not change the address of {order}: {plain(result.error)}", sign="trouble")
            draft.end("What is the full address, with house number and ZIP code?")
        elif result is not None:
            to = result.value.get("shipping_address") or address
            draft.say(f"I've changed the delivery address of {order} to {to}.", sign="done")


_PLACE = re.compile(r"\d[^,\n]*,.*|,[^,\n]*\d")
_ORDER_NUMBER = re.compile(r"\b(?:ORD\W*)?\d{6}\b", re.IGNORECASE)
_ABROAD = re.compile(r"\b(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)\b")
"""A post code of the United Kingdom or Canada."""


def _new_address(talk: Talk) -> str:
    """The address as it stands after later corrections; empty where one was taken back and no other is given."""
    before = next((one.address for one in reversed(talk.earlier) if one.address), "")
    if talk.said.address:
        known = zips_named(before) if talk.said.corrects and not zips_named(talk.said.address) else ()
        return with_zip(talk.said.address, known)
    return with_zip(before, talk.said.zips) if talk.said.zips or not talk.said.corrects else ""
