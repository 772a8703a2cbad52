"""The systems behind the tools of this workspace: the example shop's simulator."""
# ruff: noqa: INP001 - a workspace's code is loaded by path

from collections.abc import Mapping
from typing import Any

from evalsuite.example.shop import Shop, shop
from evalsuite.marks import simulator


@simulator("techgadgets")
def techgadgets(case_id: str, attempt: int, context: Mapping[str, Any]) -> Shop:
    return shop(case_id, attempt, context)
