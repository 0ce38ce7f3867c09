"""Pages of offline."""
