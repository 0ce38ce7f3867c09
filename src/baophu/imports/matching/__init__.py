"""Who is meant: rows of a list beside people of the register, in few queries."""
