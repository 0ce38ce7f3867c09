"""What is done with cards and money: plain functions named for what they do."""
