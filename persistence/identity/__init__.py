"""The ports of who logs in. Read `accounts` (accounts and sessions), `attempts`, `staff`, then `totp`."""
