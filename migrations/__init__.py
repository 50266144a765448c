"""The schema's history: one head, run by `persistence.migrate`. A revision is frozen SQL that imports no table."""
