"""The door for hosts and analysts: the command line. `files` needs no database."""
