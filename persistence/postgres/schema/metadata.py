"""The metadata that every table is part of, and the column that most tables have."""

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "%(table_name)s_%(column_0_N_name)s_idx",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ck": "%(table_name)s_%(constraint_name)s_check",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
        "pk": "%(table_name)s_pkey",
    }
)


def at_now() -> sa.Column[object]:
    """Return the column of the moment at which a row was written, by the server's clock."""
    return sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False, server_default=sa.func.now())
