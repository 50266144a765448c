"""The role of the server in Postgres; apart from the tables, so that a host starts without SQLAlchemy."""

APP_ROLE = "pitboss_app"
"""The role of every session of the server (migration 0001): it can change no fact."""
