"""Pages of care: thin, they ask services."""
