-- Sessions that were revoked lately are looked for by every gateway; attempts are counted here when Redis is away.

CREATE INDEX login_session_revoked_at_idx ON login_session (revoked_at, id) WHERE revoked_at IS NOT NULL;

CREATE TABLE attempt_window (
    key text CONSTRAINT attempt_window_pkey PRIMARY KEY,
    times bigint[] NOT NULL,
    expires_ms bigint NOT NULL
);
COMMENT ON COLUMN attempt_window.times IS 'Unix ms, in order';
CREATE INDEX attempt_window_expires_ms_idx ON attempt_window (expires_ms);

GRANT SELECT, INSERT, UPDATE, DELETE ON attempt_window TO pitboss_app;
