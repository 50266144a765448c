-- What players did in missions. That a period is claimed once is `fact`'s unique index over `once`; its name is the date
-- of the period's first day, or `once`.
CREATE VIEW mission_claim AS
SELECT at, key AS user_id, tx, data ->> 'mission_id' AS mission_id, (data ->> 'version')::bigint AS version,
       data ->> 'period' AS period, (data ->> 'progress')::bigint AS progress, (data ->> 'target')::bigint AS target,
       data -> 'reward' AS reward
FROM fact WHERE type = 'mission_claim';

CREATE VIEW mission_step AS
SELECT at, key AS user_id, tx, data ->> 'mission_id' AS mission_id, (data ->> 'version')::bigint AS version,
       data ->> 'period' AS period, data ->> 'step' AS step, (data ->> 'progress')::bigint AS progress,
       (data ->> 'target')::bigint AS target, data ->> 'source' AS source
FROM fact WHERE type = 'mission_step';

GRANT SELECT ON mission_claim, mission_step TO pitboss_app;
