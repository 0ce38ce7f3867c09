"""Forms of the citizen's pages."""
