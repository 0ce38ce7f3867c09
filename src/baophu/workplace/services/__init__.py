"""What the workplace's pages ask: plain functions, one file a subject."""
