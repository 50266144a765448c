-- Server seeds that players had revealed: with one, every round under it can be recomputed, for ever. Insert-only.
-- A seed in force is nowhere but in its player's state.
CREATE TABLE revealed_seed (
    server_seed_hash text CONSTRAINT revealed_seed_pkey PRIMARY KEY,
    shard smallint NOT NULL,
    tx uuid NOT NULL,
    user_id text NOT NULL,
    server_seed text NOT NULL,
    client_seed text NOT NULL,
    last_nonce bigint NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT revealed_seed_hash_check CHECK (server_seed_hash = encode(sha256(server_seed::bytea), 'hex'))
);
GRANT SELECT, INSERT ON revealed_seed TO pitboss_app;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON revealed_seed
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON revealed_seed FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Two more kinds of rows of a group commit: seeds, and acts of staff that an entity carried out.
CREATE TYPE seed_row AS (
    shard smallint, server_seed_hash text, tx uuid, user_id text, server_seed text, client_seed text, last_nonce bigint
);
CREATE TYPE act_row AS (
    event text, actor text, role text, target text, old text, new text, reason text, request_id text, address text,
    result text
);
