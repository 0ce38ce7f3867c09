"""Care: check-in, visits, claims."""
