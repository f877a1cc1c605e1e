"""Tisserand opens networks without dissolving trust: few, explained, consented introductions."""

__version__ = "0.1.0"
