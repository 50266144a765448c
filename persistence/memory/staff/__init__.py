"""What staff do, in memory: `orders`, then `replies`."""
