"""`pitboss dev`: the whole product on one machine, started, watched over and stopped by one process.

Reading order: `platform` (starts and stops everything), `stores` (Postgres, migrations, Valkey) with `first_admin`,
`ray_side` (the child process that runs Ray, as its parent sees it), `ray_driver` (that child), `orphans` (what it does
about processes that outlive their parents), `costs` (where the time of a start goes), `errors`.
"""
