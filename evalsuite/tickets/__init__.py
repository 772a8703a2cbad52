"""Support tickets: from where they are to a private store, and from there to cases."""
