-- The audit trail: rows are written in the act's own transaction; a sealer chains their hashes soon after, so that no
-- act waits for another one's.

CREATE TABLE audit (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT audit_pkey PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    event text NOT NULL,
    actor text NOT NULL,
    role text NOT NULL,
    target text NOT NULL,
    old jsonb,
    new jsonb,
    reason text NOT NULL,
    request_id text NOT NULL,
    address text NOT NULL,
    result text NOT NULL
);
COMMENT ON COLUMN audit.result IS 'ok or the error code';

CREATE TABLE audit_seal (
    n bigint CONSTRAINT audit_seal_pkey PRIMARY KEY,
    audit_id bigint NOT NULL CONSTRAINT audit_seal_audit_id_key UNIQUE,
    hash bytea NOT NULL
);
COMMENT ON COLUMN audit_seal.hash IS 'SHA-256 of the previous hash and the row';

-- Every committed row is either sealed or here: what is in neither place came past the trigger.
CREATE TABLE audit_unsealed (
    audit_id bigint CONSTRAINT audit_unsealed_pkey PRIMARY KEY
);

CREATE FUNCTION queue_for_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_unsealed (audit_id) VALUES (NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER queue_for_seal AFTER INSERT ON audit FOR EACH ROW EXECUTE FUNCTION queue_for_seal();

DO $$
DECLARE
    facts text;
BEGIN
    FOREACH facts IN ARRAY ARRAY['audit', 'audit_seal'] LOOP
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I '
                       'FOR EACH ROW EXECUTE FUNCTION refuse_change()', facts);
        EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I '
                       'FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', facts);
    END LOOP;
END $$;

GRANT SELECT, INSERT ON audit, audit_seal TO pitboss_app;
GRANT SELECT, INSERT, DELETE ON audit_unsealed TO pitboss_app;
