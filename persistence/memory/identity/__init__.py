"""The stores of who logs in, one file a port: `accounts`, `attempts`, `staff`, `totp`."""
