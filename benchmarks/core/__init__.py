"""A host and a gateway without anything around them: `python -m benchmarks.core` (processor time a command)."""
