"""The twins of a claim, as the benchmark of the graders makes them: nearly its words, and nothing done."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

_SPEC = spec_from_file_location("twins_of_claims", Path(__file__).parents[1] / "benchmarks" / "twins.py")
_BENCHMARK = sys.modules["twins_of_claims"] = module_from_spec(_SPEC)
_SPEC.loader.exec_module(_BENCHMARK)

twins = _BENCHMARK.twins
