-- What a dishonest member of staff is held to: keys, sums, ties between accounts, the old second factor until the new
-- one counts, and a trail whose filters have indexes.

-- Orders of staff that give something away, one for each idempotency key; what each became stays.
CREATE TABLE staff_order (
    id text CONSTRAINT staff_order_pkey PRIMARY KEY,
    what bytea NOT NULL,
    actor text NOT NULL,
    target text NOT NULL,
    currency text NOT NULL,
    amount bigint NOT NULL,
    alone boolean NOT NULL,
    at timestamptz NOT NULL
);
COMMENT ON COLUMN staff_order.id IS 'digest of actor and idempotency key';
COMMENT ON COLUMN staff_order.what IS 'digest of what was ordered';
COMMENT ON COLUMN staff_order.alone IS 'false: it waits for a second person';
CREATE INDEX staff_order_currency_at_idx ON staff_order (currency, at);

-- Replies to acts of staff that no entity remembers, for a repeat of their idempotency key.
CREATE TABLE staff_reply (
    id text CONSTRAINT staff_reply_pkey PRIMARY KEY,
    what bytea NOT NULL,
    at timestamptz NOT NULL,
    status integer,
    body bytea
);
COMMENT ON COLUMN staff_reply.status IS 'null while the act is under way';
CREATE INDEX staff_reply_at_idx ON staff_reply (at);

-- Whoever made, changed or reset an account may have had it in hand.
CREATE TABLE staff_tie (
    n bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT staff_tie_pkey PRIMARY KEY,
    actor text NOT NULL,
    subject text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX staff_tie_at_idx ON staff_tie (at);

DO $$
DECLARE
    facts text;
BEGIN
    FOREACH facts IN ARRAY ARRAY['staff_order', 'staff_tie'] LOOP
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I '
                       'FOR EACH ROW EXECUTE FUNCTION refuse_change()', facts);
        EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I '
                       'FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', facts);
    END LOOP;
END $$;

GRANT SELECT, INSERT ON staff_order, staff_tie TO pitboss_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON staff_reply TO pitboss_app;

ALTER TABLE staff_totp ADD COLUMN pending bytea;
COMMENT ON COLUMN staff_totp.pending IS 'a new secret, until a code of it confirms it';

DROP INDEX audit_at_idx;
CREATE INDEX audit_at_idx ON audit (at);
CREATE INDEX audit_result_idx ON audit (result, id);
CREATE INDEX audit_request_id_idx ON audit (request_id, id);
