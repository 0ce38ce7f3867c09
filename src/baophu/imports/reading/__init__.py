"""From cells to values: which column is what, and what each row says."""
