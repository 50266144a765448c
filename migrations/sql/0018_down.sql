DROP TABLE known_address;
ALTER TABLE login_session
    DROP COLUMN rotations_ms,
    DROP COLUMN audience,
    DROP COLUMN idle_ms,
    DROP COLUMN ends_at,
    ADD COLUMN previous_hash bytea CONSTRAINT login_session_previous_hash_key UNIQUE;
COMMENT ON COLUMN login_session.previous_hash IS 'the token before the last rotation';
