"""The stores of what staff do, one file a port: `orders`, `replies`."""
