"""The shop's rules as its staff may quote them."""

POLICIES: dict[str, str] = {
    "refunds": (
        "A delivered order can be refunded up to 30 days after delivery where an item is faulty or wrong. An order "
        "that is 7 days or more past its estimated delivery can be refunded in full. Refunds go to the original "
        "payment method within 5 business days. Refunds above 500.00 USD are decided by the billing team."
    ),
    "returns": (
        "Unwanted items can be sent back up to 30 days after delivery. The return label is free and sent by e-mail; "
        "the refund follows when the parcel reaches us. Personalised items cannot be returned unless they are faulty."
    ),
    "cancellations": (
        "An order can be cancelled free of charge until it leaves the warehouse. After that it can be returned. "
        "Personalised items cannot be cancelled once ordered."
    ),
    "shipping": (
        "Standard delivery is free and takes 4 to 8 business days within the United States, Alaska and Hawaii "
        "included. Express delivery costs "
        "14.00 USD and takes 2 business days. We do not ship to other countries."
    ),
    "warranty": (
        "Every product carries a warranty against faults: 12 months for chargers, lamps and dev kits, 24 months for "
        "audio, watches and routers, 36 months for docks. Water damage is covered only where the product has a water "
        "rating. A warranty claim is decided by the technical team."
    ),
    "price_match": (
        "We match our own lower price for 14 days after the order. We do not match the prices of other shops."
    ),
    "invoices": (
        "Invoices are in the account under Orders. A tax id can be added to an invoice for 60 days after the order. "
        "Enterprise accounts pay within 30 days of the invoice."
    ),
    "discounts": (
        "Enterprise accounts get 8 percent off from 10 pieces of one product. There is no student discount "
        "and no discount code. Support "
        "cannot give credits, vouchers or discounts; the billing team decides about compensation."
    ),
    "privacy": (
        "Customers can ask for a copy of their data or its deletion under Account, Privacy. Both are done within 30 "
        "days. Order records are kept for 7 years for tax reasons."
    ),
    "callbacks": (
        "There is no number to call; we call back. "
        "Callbacks are on weekdays, in the morning (9 to 12) or the afternoon (13 to 17), up to 14 days ahead."
    ),
    "developer_api": (
        "The Spark cloud API allows 600 requests a minute for each key and answers 429 above that. Keys are made and "
        "withdrawn in the developer console. There are no webhooks. Firmware 4.x is supported until December 2027."
    ),
    "payments": (
        "We take Visa, Mastercard, American Express and PayPal; enterprise accounts can also pay by invoice. An order "
        "is charged when it is placed, and its payment method cannot be changed afterwards. We take no cash, cheques, "
        "bank transfers, gift cards or cryptocurrency, and no payment in instalments."
    ),
    "accounts": (
        "A password is reset with the link 'Forgot password' on the sign-in page; the link holds for 30 minutes. After "
        "5 wrong passwords an account is locked for one hour. Names and e-mail addresses are changed by the accounts "
        "team. We never ask for a password or a card number by e-mail, text or phone."
    ),
    "stock": (
        "Products that are out of stock cannot be reserved or pre-ordered. The product page offers an e-mail for when "
        "one is back."
    ),
    "ordering": (
        "Orders are placed on our website, with an account or as a guest. An order cannot be changed or merged with "
        "another after it is placed. There is no gift wrapping. Engraving is chosen on the product page."
    ),
    "contact": (
        "This chat is open day and night; people reply on weekdays from 9 to 17. We have no shops, showrooms or "
        "pick-up points."
    ),
    "lost_parcels": (
        "Parcels are insured until they are handed over. Where a parcel counts as delivered but is not there, the "
        "shipping team traces it within 3 business days."
    ),
}
"""By topic."""

REFUND_DAYS = 30
"""After delivery."""
OVERDUE_DAYS = 7
"""Past the estimated delivery, from when an undelivered order counts as lost."""
REFUND_LIMIT = 500
"""US dollars; above it the billing team decides."""
CALLBACK_DAYS = 14
"""How far ahead a callback can be planned."""
QUEUES = ("billing", "shipping", "technical", "accounts")
