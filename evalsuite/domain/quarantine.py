"""Cases that are known to fail and are being mended by somebody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """One case, for a while."""

    case_id: str
    owner: str
    """Who mends it."""
    until: date
    """The last day that its failures are put up with."""
    reason: str = ""
    place: str = ""
    """`path:line:column` of the entry."""

    def expired(self, today: date) -> bool:
        return today > self.until


Quarantine = Mapping[str, Quarantined]
"""By case id."""
