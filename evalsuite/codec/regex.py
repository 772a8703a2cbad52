"""Regular expressions that people write in files, looked at before anything is matched."""

import re
import warnings


def regex_fault(pattern: str) -> str | None:
    """What is wrong with a pattern, in words that go behind its name; None where it can be used."""
    try:
        with warnings.catch_warnings():
            # Its advice about future syntax is for programmers, not for the author of a file.
            warnings.simplefilter("ignore")
            empty = re.compile(pattern).search("")
    except (re.error, RecursionError, OverflowError) as error:
        return f"is no regular expression: {error}"
    return "matches even an empty text, and so everything" if empty else None
