"""The room "circles": where people belong, who animates, policy and charter, bridges."""
