-- Names that readers confuse have one skeleton, as `username_skeleton` of `gateway/auth/usernames.py` makes it. Of accounts
-- that look alike already, the oldest has it; the others keep their names, and no more of them are made.
ALTER TABLE account ADD COLUMN username_skeleton text CONSTRAINT account_username_skeleton_key UNIQUE;
COMMENT ON COLUMN account.username_skeleton IS 'the same for names that readers confuse';

WITH named AS (
    SELECT id, at, translate(replace(replace(username_key, 'rn', 'm'), 'vv', 'w'), '01i._', 'oll--') AS skeleton
    FROM account
), ranked AS (
    SELECT id, skeleton, row_number() OVER (PARTITION BY skeleton ORDER BY at, id) AS nth FROM named
)
UPDATE account SET username_skeleton = ranked.skeleton
FROM ranked WHERE ranked.id = account.id AND ranked.nth = 1;
