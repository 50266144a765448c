-- What players owe after refunds, and what staff gave beside currencies.
CREATE VIEW debt AS
SELECT at, key AS user_id, tx, data ->> 'currency' AS currency, (data ->> 'change')::bigint AS change,
       (data ->> 'owed')::bigint AS owed, data ->> 'why' AS why, data ->> 'reference' AS reference
FROM fact WHERE type = 'debt';

CREATE VIEW item_grant AS
SELECT at, key AS user_id, tx, data ->> 'game' AS game, data ->> 'item' AS item, (data ->> 'count')::bigint AS count,
       (data ->> 'owned')::bigint AS owned, data ->> 'order_id' AS order_id
FROM fact WHERE type = 'item_granted';

CREATE VIEW streak_freeze_grant AS
SELECT at, key AS user_id, tx, (data ->> 'run')::bigint AS run, (data ->> 'count')::bigint AS count,
       (data ->> 'freezes')::bigint AS freezes, data ->> 'order_id' AS order_id
FROM fact WHERE type = 'streak_freeze_granted';

GRANT SELECT ON debt, item_grant, streak_freeze_grant TO pitboss_app;
