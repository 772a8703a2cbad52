"""Cases shared out among the workers of pytest-xdist: a share each, the cases of a cluster in one share."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def shared_out(units: Sequence[str], parts: int) -> list[int]:
    """For each case, given by its statistical unit, which of the shares it belongs to, counted from 0.

    Depends on nothing but the order, so that every process comes to the same answer.
    """
    sizes = Counter(units)
    loads = [0] * parts
    share: dict[str, int] = {}
    for unit in units:
        if unit not in share:
            share[unit] = loads.index(min(loads))
            loads[share[unit]] += sizes[unit]
    return [share[unit] for unit in units]


def scheduler(config: Any, log: Any, *, root: Path) -> Any:
    """What pytest-xdist asks which worker runs what: cases by their share, every other test by itself."""
    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415  - only there where it asks

    class CaseScheduling(LoadScopeScheduling):  # type: ignore[misc]  # pytest-xdist has no types
        _share: dict[str, str] | None = None

        def _split_scope(self, nodeid: str) -> str:
            if self._share is None:
                cases = [one for one in self.collection or () if is_case(one)]
                shares = shared_out([unit(root, one) for one in cases], self.numnodes)
                self._share = {one: f"evalsuite share {share}" for one, share in zip(cases, shares, strict=True)}
            return self._share.get(nodeid, nodeid)

    return CaseScheduling(config, log)


def is_case(nodeid: str) -> bool:
    return nodeid.partition("::")[0].endswith((".yaml", ".yml"))


def unit(root: Path, nodeid: str) -> str:
    """The statistical unit of a case, by its node id; the node id itself where the file cannot be read."""
    path, _, name = nodeid.partition("::")
    units = _units(root / path)
    return units.get(name) or units.get(name.rpartition("[")[0], nodeid)


@lru_cache(maxsize=4096)
def _units(path: Path) -> dict[str, str]:
    from evalsuite.codec.cases import read_case_file  # noqa: PLC0415

    try:
        located, _ = read_case_file(path.name, path.read_bytes())
    except OSError:
        return {}
    return {one.case.id: one.case.unit for one in located}
