"""The words that runbooks are written in: their tables, the verbs that order something, and a text's words."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from evalsuite.codec.packs import load_pack
from evalsuite.reading.language import pack

WORD = re.compile(r"[A-Za-z][\w'’-]*|\d[\d.,]*|[,;:]")


@cache
def imperatives() -> frozenset[str]:
    tables = tables_of_runbooks()
    return frozenset(
        {*pack("en").bases, *tables["speech"], *tables["lookups"], *tables["makers"], *tables["reaching"], "rebook",
         "print", "restart", "waive", "renew", "extend", "approve", "lift", "publish", "delete", "pay", "go", "goes"}
    ) - {"order", "return", "claim", "report", "invoice", "form", "post", "text", "mail", "test", "name", "list"} | {
        "post", "text", "mail", "test", "return", "order", "report", "name", "list"
    }  # fmt: skip


def small_words(text: str) -> list[str]:
    return [match.group().lower() for match in WORD.finditer(text) if match.group()[0].isalnum()]


def nouns(text: str) -> list[str]:
    return [word for word in small_words(text) if word not in tables_of_runbooks()["generic"]]


@cache
def tables_of_runbooks() -> Mapping[str, Any]:
    whole = {
        "short",
        "attributes",
        "inner_phrases",
        "periods",
        "counted",
        "quality",
        "meanwhile",
        "arrives",
        "vague_phrases",
    }
    return {
        name: value if name in whole else frozenset(value.split()) for name, value in load_pack("runbooks-en").items()
    }
