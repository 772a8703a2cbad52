"""Rules of a gate that come bundled."""

from collections.abc import Mapping

from evalsuite.domain.decision import GateRules

FINE_TUNE = GateRules(
    preset="fine-tune",
    margin=0.05,
    every_margin=0.05,
    hard_zero={"ids": 0.03, "claims": 0.03, "policy": 0.03, "leaks": 0.03},
    where_judged=("ids", "claims", "policy", "leaks"),
    golden=True,
    live={"approval_rate": 0.05, "edit_rate": 0.05, "satisfaction": 0.2, "policy_violations": 0.005},
)
"""For a fine-tune that is to take the place of the model it was made of. What only people can tell (its live measures)
is told as not measured until there are figures."""

PRESETS: Mapping[str, GateRules] = {FINE_TUNE.preset: FINE_TUNE}
