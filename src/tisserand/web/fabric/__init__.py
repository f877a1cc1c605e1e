"""The fabric: circles as patches of cloth, bridges as twisted threads, and the same facts in a list."""
