"""People, households, residence and statuses over two time axes."""
