"""Prose to typed facts, each with its place in the raw text."""
