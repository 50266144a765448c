-- Tells of one commit have one time: their order is that in which they were inserted. The table holds open tells alone, so
-- numbering those that are there takes no time.
ALTER TABLE tell ADD COLUMN n bigint GENERATED ALWAYS AS IDENTITY;
-- Postgres names the row that it refuses only to who may read the table in which it lies, and that is a partition.
DO $$
DECLARE
    part regclass;
BEGIN
    FOR part IN SELECT inhrelid FROM pg_inherits WHERE inhparent = 'fact'::regclass LOOP
        EXECUTE format('GRANT SELECT ON %s TO pitboss_app', part);
    END LOOP;
END $$;
