-- Facts that need no table of their own: streak days, purchases, claims ... Views show each type as a table.
CREATE TABLE fact (
    shard smallint NOT NULL,
    tx uuid NOT NULL,
    n smallint NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    type text NOT NULL,
    once text,
    data jsonb NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT fact_pkey PRIMARY KEY (tx, n, shard),
    CONSTRAINT fact_kind_key_type_once_shard_key UNIQUE (kind, key, type, once, shard)
) PARTITION BY RANGE (shard);
COMMENT ON COLUMN fact.n IS 'number within the transaction';
COMMENT ON COLUMN fact.once IS 'what an entity may have a fact of this type for just once; null: any number of times';
CREATE INDEX fact_key_type_at_idx ON fact (key, type, at);
CREATE TABLE fact_p0 PARTITION OF fact FOR VALUES FROM (0) TO (256);
CREATE TABLE fact_p1 PARTITION OF fact FOR VALUES FROM (256) TO (512);
CREATE TABLE fact_p2 PARTITION OF fact FOR VALUES FROM (512) TO (768);
CREATE TABLE fact_p3 PARTITION OF fact FOR VALUES FROM (768) TO (1024);
GRANT SELECT, INSERT ON fact TO pitboss_app;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON fact FOR EACH ROW EXECUTE FUNCTION refuse_change();
DO $$
DECLARE
    part record;
BEGIN
    FOR part IN SELECT relid FROM pg_partition_tree('fact') LOOP
        EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %s '
                       'FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', part.relid::regclass);
    END LOOP;
END $$;

CREATE TYPE fact_row AS (
    shard smallint, tx uuid, n smallint, kind text, key text, type text, once text, data text
);
