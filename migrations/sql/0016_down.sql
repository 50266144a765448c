DROP VIEW streak_day, streak_claim, streak_freeze, streak_zone;
