"""Pages: each asks a service and renders."""
