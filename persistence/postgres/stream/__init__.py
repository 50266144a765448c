"""The event stream's stores on Postgres."""
