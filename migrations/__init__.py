"""The schema's history: one head, run by `persistence.postgres.schema.migrate`. A revision is frozen SQL, no table."""
