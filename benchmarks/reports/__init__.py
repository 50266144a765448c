"""What a run found: its JSON file (`report.py`), goals, rows, latencies, and the tables that a terminal shows."""
