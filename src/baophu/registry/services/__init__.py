"""What is done to the register: plain functions named for what they do."""
