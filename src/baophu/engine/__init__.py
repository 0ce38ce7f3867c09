"""Facts and law in, decisions out. Knows no province and no web framework."""
