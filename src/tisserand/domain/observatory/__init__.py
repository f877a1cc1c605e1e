"""The room "observatory": how open the network is, over time."""
