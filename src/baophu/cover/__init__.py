"""Cards, quotes, charges, payments, settlements."""
