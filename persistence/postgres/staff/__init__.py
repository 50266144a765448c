"""What staff do, in Postgres: `orders`, then `replies`."""
