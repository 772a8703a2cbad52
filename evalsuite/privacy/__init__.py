"""What is personal in a text, its stand-ins, and the gate before anything is written."""
