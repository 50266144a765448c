DROP VIEW debt, item_grant, streak_freeze_grant;
