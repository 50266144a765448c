"""Acts of staff: what each of their commands carries, and the fact that records it in the audit trail.

Read `messages.py`, then `facts.py`. The commands themselves are in the folders of the features they act on.
"""
