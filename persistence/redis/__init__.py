"""Stores on Redis or Valkey, for what may be lost: `attempts`, for which Postgres stands in while Redis is away."""
