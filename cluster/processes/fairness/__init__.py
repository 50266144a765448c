"""Fairness as a host watches over it: `return_monitor` (what games pay and draw), `seed_sealing` (no seed in clear)."""
