"""Help desks that tickets are pulled from."""
