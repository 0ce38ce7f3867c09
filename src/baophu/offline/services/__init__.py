"""Snapshots for places without a line, and what comes back from them."""
