"""Stores in Postgres of what players look back on: notices that were filed."""
