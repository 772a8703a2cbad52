"""What joins us to deepeval, imported without its telemetry and without the `.env` files that it would read."""

import os
import sys

if "deepeval" not in sys.modules:  # else it has read its settings, and they stay
    os.environ |= {"DEEPEVAL_TELEMETRY_OPT_OUT": "1", "DEEPEVAL_DISABLE_DOTENV": "1"}
    os.environ.setdefault("DEEPEVAL_UPDATE_WARNING_OPT_IN", "0")

try:
    import deepeval as deepeval  # told once for all that is behind this
except ModuleNotFoundError as missing:
    raise ModuleNotFoundError("deepeval is not installed: pip install 'evalsuite[deepeval]'") from missing
