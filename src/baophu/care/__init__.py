"""Facilities, check-in with the ID card, visits."""
