"""The host's pages: is all well, and what would leave. No list of people, no content of anybody's."""
