"""Worklists, campaigns, contacts, notices and leaflets."""
