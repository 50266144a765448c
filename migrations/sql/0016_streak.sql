-- Days, claims and protection of streaks. That a run has each day and pays each rung once is `fact`'s unique index.
CREATE VIEW streak_day AS
SELECT at, key AS user_id, tx, (data ->> 'run')::bigint AS run, (data ->> 'count')::bigint AS count,
       (data ->> 'day')::date AS day, data ->> 'time_zone' AS time_zone, (data ->> 'freezes_used')::bigint AS freezes_used,
       (data ->> 'freezes')::bigint AS freezes, (data ->> 'ended')::bigint AS ended
FROM fact WHERE type = 'streak_day';

CREATE VIEW streak_claim AS
SELECT at, key AS user_id, tx, (data ->> 'run')::bigint AS run, (data ->> 'rung')::bigint AS rung,
       (data ->> 'amount')::bigint AS amount
FROM fact WHERE type = 'streak_claim';

CREATE VIEW streak_freeze AS
SELECT at, key AS user_id, tx, (data ->> 'run')::bigint AS run, (data ->> 'price')::bigint AS price,
       (data ->> 'freezes')::bigint AS freezes
FROM fact WHERE type = 'streak_freeze';

CREATE VIEW streak_zone AS
SELECT at, key AS user_id, tx, data ->> 'old' AS old, data ->> 'new' AS new, data ->> 'day' AS day
FROM fact WHERE type = 'streak_zone';

GRANT SELECT ON streak_day, streak_claim, streak_freeze, streak_zone TO pitboss_app;
