-- Acts of staff that a second person must approve: asked for, decided once, carried out once, all of it in the audit trail.
CREATE TABLE approval (
    id text CONSTRAINT approval_pkey PRIMARY KEY,
    act text NOT NULL,
    target text NOT NULL,
    body jsonb NOT NULL,
    reason text NOT NULL,
    requested_by text NOT NULL,
    at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    state text NOT NULL DEFAULT 'pending',
    decided_by text,
    decided_at timestamptz,
    outcome text,
    CONSTRAINT approval_state_check CHECK (state IN ('pending', 'approved', 'refused', 'expired', 'done')),
    CONSTRAINT approval_two_people_check CHECK (decided_by <> requested_by),
    CONSTRAINT approval_decided_check CHECK ((state IN ('approved', 'refused', 'done')) = (decided_by IS NOT NULL))
);
COMMENT ON COLUMN approval.outcome IS 'ok or the error code of the act, once it is carried out';
CREATE INDEX approval_state_at_idx ON approval (state, at);
GRANT SELECT, INSERT, UPDATE ON approval TO pitboss_app;
