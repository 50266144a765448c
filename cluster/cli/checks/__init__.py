"""Commands that check what is stored: `verify` (with `verification_report`, which draws), and `fairness`."""
