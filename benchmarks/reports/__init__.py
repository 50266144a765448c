"""The findings of a run: its JSON file (`report.py`), goals, rows, latencies, and the tables that a terminal shows."""
