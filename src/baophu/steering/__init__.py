"""Coverage targets, who answers for them, reports of the Steering Committees."""
