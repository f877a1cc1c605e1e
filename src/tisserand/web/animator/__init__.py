"""Pages of circles: for their members to read, for their animators to look after."""
