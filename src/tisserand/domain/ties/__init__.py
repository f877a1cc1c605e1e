"""The room "ties": what happened between two people, who answers for whom, how strong it is now."""
