"""Figures that take more than one load client: crash tables, crowds, one hot item, missions."""
