"""The inside of the processes of a cluster: an entity host and a gateway, without Ray.

Reading order: `specs` (what each is told at start), `host`, `gateway`, `kinds` (which entities there are), `links` (how
they reach each other), `listening` (how players reach a gateway), `definition_loader`, `metrics`, `fairness`,
`starting` (what a start waits for, and how), `logging`, `garbage_collection`.
"""
