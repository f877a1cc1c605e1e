"""The room "people": who is here, for whom they speak, what they agreed to."""
