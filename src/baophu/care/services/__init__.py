"""What can be done with facilities, check-ins and visits: plain functions."""
