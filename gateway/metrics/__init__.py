"""Every metric of a gateway: `registry`, over `durations` and `tallies` where a lock would cost too much."""
