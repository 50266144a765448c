"""The processes of Pitboss: how they start, who owns which shard, how they are looked into and checked.

Rooms, from the top down; each imports only those below it:
- `cli`           the command line
- `dev`           the whole product on one machine: `pitboss dev`
- `verification`  checks of the stored data
- `wiring`        what each process of a cluster is told at start; `profiles` says which settings a start refuses
- `control`       the control plane: the director, and Ray
- `processes`     the inside of a host and of a gateway
- `embedded`      real Postgres and Valkey servers for development and tests
- `running`       finds the platform that runs on a data folder
- `settings`      everything that can be set

Reading order: `settings`, `processes`, `control`, `wiring`, `dev`, `cli`.
"""
