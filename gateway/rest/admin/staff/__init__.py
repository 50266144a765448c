"""The routes of staff about themselves: `accounts`, then `totp` (second factors)."""
