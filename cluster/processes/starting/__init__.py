"""The start of a process that cannot start yet: its patience, and what a gateway answers meanwhile."""
