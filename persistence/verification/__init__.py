"""Reads a whole database in one snapshot to see whether the invariants hold. Read `checks` (what SQL alone can tell),
then `snapshot` (how it is read, and the streams for checks that need to decode).
"""
