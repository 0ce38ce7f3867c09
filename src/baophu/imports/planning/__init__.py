"""What a list would change in the register: reckoned without writing, then carried out as reckoned."""
