"""What holds in a circle, as pure functions: who may do what, how an invitation or a bridge stands."""
