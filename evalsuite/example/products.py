"""What TechGadgets Pro sells, all invented."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    sku: str
    name: str
    words: tuple[str, ...]
    """What customers call it, lower case."""
    price: Decimal
    """In US dollars."""
    stock: int
    warranty_months: int
    facts: dict[str, str]
    """Specification by name, as the product page words it."""


def _product(sku: str, name: str, words: str, *, price: str, stock: int, months: int, **facts: str) -> Product:
    return Product(
        sku=sku,
        name=name,
        words=tuple(words.split(",")),
        price=Decimal(price),
        stock=stock,
        warranty_months=months,
        facts=facts,
    )


PRODUCTS = {
    product.sku: product
    for product in (
        _product(
            "SKU-4410",
            "Aria Headphones",
            "aria headphones,aria,headphones,headphone,headset,over-ears",
            price="129.00",
            stock=42,
            months=24,
            battery="38 hours with noise cancelling on",
            water="no water rating",
            charging="USB-C, 90 minutes to full",
            compatibility="Bluetooth 5.3 phones, tablets and computers",
            weight="252 grams",
        ),
        _product(
            "SKU-4425",
            "Pebble Earbuds",
            "pebble earbuds,pebble,earbuds,earbud,ear buds,earphones,buds",
            price="79.00",
            stock=0,
            months=24,
            battery="7 hours, 28 with the case",
            water="IPX4, splash-proof",
            charging="USB-C case",
            compatibility="Bluetooth 5.2 phones and tablets",
            restock="the week of 16 March 2026",
        ),
        _product(
            "SKU-5102",
            "Volt 65 Charger",
            "volt 65,volt charger,volt,charger,adapter,power brick",
            price="48.00",
            stock=310,
            months=12,
            power="65 watts over two USB-C ports",
            compatibility="any USB-C laptop or phone",
            travel="100 to 240 volts, US plug",
        ),
        _product(
            "SKU-5118",
            "Volt Go Power Bank",
            "power bank,powerbank,volt go,battery pack",
            price="62.00",
            stock=77,
            months=12,
            battery="20,000 mAh",
            travel="74 watt-hours, allowed in hand luggage",
            charging="USB-C, 4 hours to full",
        ),
        _product(
            "SKU-6203",
            "Orbit Smartwatch",
            "orbit smartwatch,orbit watch,orbit,smartwatch,smart watch,watch",
            price="219.00",
            stock=18,
            months=24,
            battery="9 days",
            water="5 ATM, fit for swimming",
            compatibility="Android 11 or later, iOS 16 or later",
            charging="magnetic puck, 70 minutes to full",
        ),
        _product(
            "SKU-6310",
            "Lumen Desk Lamp",
            "lumen desk lamp,lumen lamp,desk lamp,lumen,lamp,desk light",
            price="95.00",
            stock=25,
            months=12,
            power="14 watts",
            light="2,700 to 6,500 kelvin, dimmable",
        ),
        _product(
            "SKU-7001",
            "Harbor Dock 12",
            "harbor dock,harbour dock,dock 12,docking station,harbor,harbour,dock",
            price="249.00",
            stock=60,
            months=36,
            ports="12 ports: 2 HDMI, 4 USB-A, 4 USB-C, Ethernet, audio",
            compatibility="Thunderbolt 4 and USB4 laptops",
            displays="two displays at 4K and 60 hertz",
        ),
        _product(
            "SKU-7044",
            "Relay Mesh Router",
            "mesh router,relay router,relay mesh,wifi router,wi-fi router,router,relay,mesh system",
            price="179.00",
            stock=33,
            months=24,
            coverage="180 square metres a unit",
            standard="Wi-Fi 6E",
            ports="two 2.5-gigabit Ethernet",
        ),
        _product(
            "SKU-8100",
            "Spark Dev Kit",
            "spark dev kit,dev kit,developer kit,spark kit,spark board,dev board,spark,devkit,sdk",
            price="149.00",
            stock=12,
            months=12,
            firmware="4.2, updates over USB",
            compatibility="Linux, macOS and Windows; Python and C SDK",
            interfaces="I2C, SPI, UART, 26 GPIO pins",
        ),
        _product(
            "SKU-8125",
            "Spark Sensor Pack",
            "spark sensor pack,spark sensors,sensor pack,sensor kit,sensors",
            price="59.00",
            stock=54,
            months=12,
            contents="temperature, humidity, light and motion sensors",
            compatibility="Spark Dev Kit, firmware 4.0 or later",
        ),
    )
}


@lru_cache(maxsize=1024)
def find_products(words: str) -> tuple[Product, ...]:
    """The products that SKUs or a customer's words name, in their order; the longest name wins where names overlap."""
    text = f" {' '.join(re.findall(r'[a-z0-9-]+', words[:4000].lower()))} "
    found: list[tuple[int, Product]] = []
    for word, product in _NAMES:
        for form in (f" {word} ", f" {word}s "):
            place = text.find(form)
            if place >= 0:
                text = text.replace(form, " " * len(form))
                if product not in (one for _, one in found):
                    found.append((place, product))
    return tuple(product for _, product in sorted(found, key=lambda pair: pair[0]))


_NAMES = sorted(
    (
        (word, product)
        for product in PRODUCTS.values()
        for word in {product.sku.lower(), product.name.lower(), *product.words}
    ),
    key=lambda pair: (-len(pair[0]), pair[0]),
)
