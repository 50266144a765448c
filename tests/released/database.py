"""The shape of a database as programs of two releases see it, and what of a change the former one would not survive.

Functions are listed with arguments and result, composite types with their columns in order, tables and views with
columns and what the role of the program may do with them. The bodies of functions, constraints and indexes may change;
those that call them do not notice.
"""

from collections.abc import Iterator
from typing import Any

import asyncpg

from persistence.postgres.schema.roles import APP_ROLE

Shape = dict[str, dict[str, Any]]

FUNCTIONS_SQL = """
SELECT proname, pg_get_function_identity_arguments(oid) AS arguments, pg_get_function_result(oid) AS result, prosrc
FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f' AND prorettype <> 'trigger'::regtype
ORDER BY proname, arguments
"""
COLUMNS_SQL = """
SELECT c.relname, c.relkind::text AS kind, a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull,
    a.atthasdef OR a.attidentity <> '' AS given
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'c') AND NOT c.relispartition
ORDER BY c.relname, a.attnum
"""
RIGHTS_SQL = """
SELECT c.relname, p, string_agg(a.attname, ' ' ORDER BY a.attnum)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
CROSS JOIN unnest('{SELECT,INSERT,UPDATE,DELETE}'::text[]) p
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition
  AND CASE p WHEN 'DELETE' THEN has_table_privilege($1, c.oid, p) ELSE has_column_privilege($1, c.oid, a.attnum, p) END
GROUP BY c.relname, p ORDER BY c.relname, p
"""
OTHER_CALLS_SQL = """
SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL SELECT pg_get_indexdef(indexrelid) FROM pg_index
UNION ALL SELECT pg_get_constraintdef(oid) FROM pg_constraint
UNION ALL SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef
"""
ALEMBICS_OWN = "alembic_version"
COMPOSITE, VIEW = "c", "v"


async def shape_of(connection: asyncpg.Connection) -> Shape:
    """Return the shape of a database."""
    functions = {
        f"{row['proname']}({row['arguments']})": row["result"] for row in await connection.fetch(FUNCTIONS_SQL)
    }
    types: dict[str, list[list[str]]] = {}
    tables: dict[str, dict[str, Any]] = {}
    for name, kind, column, data_type, not_null, given in await connection.fetch(COLUMNS_SQL):
        if kind == COMPOSITE:
            types.setdefault(name, []).append([column, data_type])
        elif name != ALEMBICS_OWN:
            must_be_given = kind != VIEW and not_null and not given
            tables.setdefault(name, {})[column] = {"type": data_type, "not_null": not_null, "must": must_be_given}
    rights: dict[str, dict[str, str]] = {}
    for name, right, columns in await connection.fetch(RIGHTS_SQL, APP_ROLE):
        if name != ALEMBICS_OWN:
            rights.setdefault(name, {})[right] = columns
    return {"functions": functions, "types": types, "tables": tables, "rights": rights}


def breaks(released: Shape, present: Shape) -> Iterator[str]:
    """Yield what the previous release needs and does not find, or what it would have to give and does not know."""
    for what in ("functions", "types"):
        for name, shape in released[what].items():
            if present[what].get(name) != shape:
                yield f"{what[:-1]} {name} is gone or another one: leave it, and make one of another name"
    for table, columns in released["tables"].items():
        now = present["tables"].get(table)
        if now is None:
            yield f"{table} is gone: drop it one release later"
            continue
        yield from _breaks_of(table, columns, now)
    for table, rights in released["rights"].items():
        for right, had in rights.items():
            lost = set(had.split()) - set(present["rights"].get(table, {}).get(right, "").split())
            if lost & present["tables"].get(table, {}).keys():
                yield f"{table}: {right} is taken away from {', '.join(sorted(lost))}: do so one release later"


def _breaks_of(table: str, columns: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    for name, column in columns.items():
        if name not in now:
            yield f"{table}.{name} is gone: drop it one release later"
        elif now[name]["type"] != column["type"]:
            yield f"{table}.{name} is of type {now[name]['type']}, was {column['type']}: make a column of another name"
        elif now[name]["not_null"] and not column["not_null"]:
            yield f"{table}.{name} must not be null any more: demand it one release later"
    for name in now.keys() - columns.keys():
        if now[name]["must"]:
            yield f"{table}.{name} must be given: let it be null, or give it a default"


async def uncalled(connection: asyncpg.Connection, released: Shape, sources: str) -> list[str]:
    """Return the functions that neither the program, nor the database itself, nor the previous release calls."""
    calls = [text for (text,) in await connection.fetch(OTHER_CALLS_SQL)]
    kept = {name.partition("(")[0] for name in released["functions"]}
    found = []
    for row in await connection.fetch(FUNCTIONS_SQL):
        name, own = row["proname"], row["prosrc"]
        others = " ".join(text for text in calls if text != own)
        if name not in kept and f"{name}(" not in sources + others:
            found.append(f"{name}: nobody calls it: drop it")
    return found
