-- Staff accounts can be switched off; the audit trail is read by event, actor, target and time.

ALTER TABLE account ADD COLUMN active boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN account.active IS 'false: nobody can log in';

CREATE INDEX audit_event_idx ON audit (event, id);
CREATE INDEX audit_actor_idx ON audit (actor, id);
CREATE INDEX audit_target_idx ON audit (target, id);
CREATE INDEX audit_at_idx ON audit USING brin (at);
