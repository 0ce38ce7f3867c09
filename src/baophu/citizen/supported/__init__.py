"""“Am I supported?”: a few questions, asked only where the answer can matter, and what the law says to them.

Nothing is kept: what was answered stands in the address of the page. `state` reads and writes it, `deciding` asks the
engine, `asking` says which question comes next, `reducing` leaves only what the law tells apart, `telling` the result.
"""
