-- The role of the server, what it may do, and the triggers that keep facts as they were written, even from the owner.

-- Roles belong to the whole server: the migration of another database may create or grant this one at the same moment.
DO $$
BEGIN
    CREATE ROLE pitboss_app NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL;
END $$;
DO $$
BEGIN
    GRANT pitboss_app TO CURRENT_USER;
EXCEPTION WHEN unique_violation OR internal_error THEN
    NULL;
END $$;

GRANT USAGE ON SCHEMA public TO pitboss_app;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO pitboss_app;
GRANT INSERT ON account, login_session, host_fence, host_lease, shard_history, commit_batch, command, transfer,
    game_round, outbox, outbox_cursor, tell, timer, entity_part TO pitboss_app;
GRANT UPDATE ON account, login_session, host_fence, host_lease, shard_owner, outbox_cursor, timer, entity_part
    TO pitboss_app;
GRANT UPDATE (ok, reply) ON command TO pitboss_app;
GRANT DELETE ON account, login_session, commit_batch, command, outbox, tell, timer, entity_part TO pitboss_app;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'PB005', MESSAGE = format('%s is append-only', TG_TABLE_NAME);
END $$;

DO $$
DECLARE
    facts text;
    part record;
BEGIN
    FOREACH facts IN ARRAY ARRAY['transfer', 'game_round', 'shard_history'] LOOP
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I '
                       'FOR EACH ROW EXECUTE FUNCTION refuse_change()', facts);
        FOR part IN SELECT relid FROM pg_partition_tree(facts::regclass) UNION SELECT facts::regclass LOOP
            EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %s '
                           'FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', part.relid);
        END LOOP;
    END LOOP;
END $$;
