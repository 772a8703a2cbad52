"""What ppi-python says of one data set: the numbers that tests/stats/test_correction.py holds `ppi_rate` to.

    python -m venv /tmp/ppi && /tmp/ppi/bin/pip install ppi-python==0.2.3
    /tmp/ppi/bin/python benchmarks/ppi_golden.py

It needs numba, pandas and scikit-learn, too much for every test run.
"""

import numpy as np
from ppi_py import ppi_mean_ci, ppi_mean_pointestimate

LABELS = np.array([float(i % 7 > 0) for i in range(140)])
JUDGED = np.array([float((i % 7 > 0 and i % 11 > 0) or i % 35 == 0) for i in range(140)])
REST = np.array([float(i % 6 > 0) for i in range(700)])

if __name__ == "__main__":
    print("value", ppi_mean_pointestimate(LABELS, JUDGED, REST))
    print("90 % interval", ppi_mean_ci(LABELS, JUDGED, REST, alpha=0.1))
