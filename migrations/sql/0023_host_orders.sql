-- The hosts that were ordered: a director that starts again expects them, also one that has died and not come back yet.
CREATE TABLE host_order (
    cluster text,
    name text,
    serves text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT host_order_pkey PRIMARY KEY (cluster, name)
);
COMMENT ON COLUMN host_order.serves IS 'the group of shards: all, users or tables';
GRANT SELECT, INSERT, UPDATE, DELETE ON host_order TO pitboss_app;

-- A host that asks what became of a commit is answered by a write: its own commit waits for the standbys, and so for
-- everything before it. Only reading the row could tell of a commit that a failover loses.
GRANT UPDATE (state) ON commit_batch TO pitboss_app;
