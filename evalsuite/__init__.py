"""Evaluate customer-support assistants before a prompt or a fine-tune ships."""

__version__ = "0.1.0"
