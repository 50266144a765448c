DROP TABLE audit, audit_seal, audit_unsealed;
DROP FUNCTION queue_for_seal;
