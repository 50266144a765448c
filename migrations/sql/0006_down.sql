DROP INDEX audit_event_idx, audit_actor_idx, audit_target_idx, audit_at_idx;
ALTER TABLE account DROP COLUMN active;
