"""Pages open to who is not signed in: home, sign-in, invitation, first run."""
