"""What outreach does: campaigns, contacts, what followed, papers."""
