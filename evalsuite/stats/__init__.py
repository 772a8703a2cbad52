"""Numbers in, numbers out: rates, paired differences and the cases it takes to tell them apart."""
