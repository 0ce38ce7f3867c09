"""What the citizen's pages ask and do; plain functions."""
