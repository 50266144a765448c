"""The ports of the runtime.

Read `records` (what a turn writes, one type a table), `commits`, `faults` (rows that no store takes), then `ownership`.
"""
