"""The observatory: how open the network is, told to those who animate a circle and to the host."""
