"""Acts of staff: the part that all their commands share, and the fact that records an act in the audit trail.

Read `messages.py`, then `facts.py`. The commands themselves are in the folders of the features they act on.
"""
