"""Lists that arrive: read, matched, previewed, applied whole, undone."""
