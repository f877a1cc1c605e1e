"""The demo: a small fictional French network, woven and shown."""
