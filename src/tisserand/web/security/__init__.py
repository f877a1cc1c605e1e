"""Her sign-in and her devices: second checks, recovery codes, sessions; and being asked again who one is."""
