"""The routes of staff: `acts` and `approvals`, which others need, then a module for each thing that staff act on."""
