DO $$
DECLARE
    part regclass;
BEGIN
    FOR part IN SELECT inhrelid FROM pg_inherits WHERE inhparent = 'fact'::regclass LOOP
        EXECUTE format('REVOKE SELECT ON %s FROM pitboss_app', part);
    END LOOP;
END $$;
ALTER TABLE tell DROP COLUMN n;
