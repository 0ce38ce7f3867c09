"""Pages of steering: each asks services and renders."""
