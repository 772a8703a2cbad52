"""Small safe expressions over named values: read, checked, and made into functions; none of it is run as Python."""
