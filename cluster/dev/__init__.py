"""`pitboss dev`: the whole product on one machine, started, watched over and stopped by one process.

Reading order: `checks` (what is known before anything starts), `platform` (starts and stops everything), `stores`
(Postgres, migrations, Valkey) with `first_admin`, `ray_side` (the child processes that run Ray, as their parent sees
them): `guard` (nothing outlives the parent) and `ray_driver`; `costs` (where the time of a start goes), `errors`.
"""
