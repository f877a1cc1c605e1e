"""The room "exchanges": needs and offers."""
