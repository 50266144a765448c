DROP INDEX audit_request_id_idx;
DROP INDEX audit_result_idx;
DROP INDEX audit_at_idx;
CREATE INDEX audit_at_idx ON audit USING brin (at);
ALTER TABLE staff_totp DROP COLUMN pending;
DROP TABLE staff_tie, staff_reply, staff_order;
