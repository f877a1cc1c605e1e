"""The door for people: pages, and the cloth they are cut from."""
