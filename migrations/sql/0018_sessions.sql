-- Any predecessor of a refresh token has a grace of its own; staff sessions are of another audience and end when idle;
-- addresses from which an account was reached are known for a while.
ALTER TABLE login_session
    ADD COLUMN rotations_ms bigint[] NOT NULL DEFAULT '{}',
    ADD COLUMN audience text NOT NULL DEFAULT '',
    ADD COLUMN idle_ms bigint,
    ADD COLUMN ends_at timestamptz;
COMMENT ON COLUMN login_session.rotations_ms IS 'Unix ms of the last rotations, in order';
COMMENT ON COLUMN login_session.audience IS 'of the access tokens that its refresh tokens are good for';
COMMENT ON COLUMN login_session.idle_ms IS 'each rotation moves expires_at this far, up to ends_at';
UPDATE login_session
SET rotations_ms = ARRAY[floor(extract(epoch FROM rotated_at) * 1000)::bigint]
WHERE rotated_at IS NOT NULL;
ALTER TABLE login_session DROP COLUMN previous_hash;

CREATE TABLE known_address (
    user_id text NOT NULL CONSTRAINT known_address_user_id_fkey REFERENCES account (id) ON DELETE CASCADE,
    address_key text NOT NULL,
    seen_at timestamptz NOT NULL,
    CONSTRAINT known_address_pkey PRIMARY KEY (user_id, address_key)
);
COMMENT ON COLUMN known_address.address_key IS 'a digest';

GRANT SELECT, INSERT, UPDATE, DELETE ON known_address TO pitboss_app;
