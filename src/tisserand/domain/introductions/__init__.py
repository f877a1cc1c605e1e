"""The room "introductions": weave, propose, explain, ask both, follow up, the thread once established."""
