"""What an officer works on all day: finding, reading and recording people; lists that arrive; what waits for two."""
