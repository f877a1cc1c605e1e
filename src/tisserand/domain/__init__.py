"""The rooms, in one order; only rooms own tables. What happens in them is said in codes."""
