-- One group commit in one round trip (architecture.md, "Durable before visible", point 4): all of it or, by raising,
-- nothing.
--
-- The hot path: static statements, so that every plan is cached, and none for an empty array or null; `unnest` in the
-- select list, which does without the tuple store that each one in FROM would fill. Each table's rows come as one array
-- a column, in the column order of persistence/entities/records.py.
-- Errors: PB001 PB002 PB003 (0001_ownership.sql), or what a constraint raises.
CREATE FUNCTION commit_batch(
    p_batch_id uuid, p_incarnation bigint, p_shards smallint[], p_epochs bigint[],
    command_shard smallint[], command_tx uuid[], command_kind text[], command_key text[], command_origin text[],
    command_id text[], command_version bigint[], command_body_hash bytea[], command_ok boolean[],
    command_reply bytea[], command_at_ms bigint[],
    completion_shard smallint[], completion_tx uuid[], completion_ok boolean[], completion_reply bytea[],
    transfer_shard smallint[], transfer_tx uuid[], transfer_n smallint[], transfer_debit text[],
    transfer_credit text[], transfer_currency text[], transfer_amount bigint[], transfer_balance_after bigint[],
    transfer_version bigint[], transfer_reason text[], transfer_reference text[], transfer_config_version integer[],
    round_shard smallint[], round_round_id uuid[], round_tx uuid[], round_user_id text[], round_game text[],
    round_bet bigint[], round_payout bigint[], round_won boolean[], round_outcome text[],
    round_config_version integer[], round_server_seed_hash text[], round_client_seed text[], round_nonce bigint[],
    outbox_shard smallint[], outbox_seq bigint[], outbox_event_id uuid[], outbox_type text[], outbox_key text[],
    outbox_payload bytea[],
    tell_shard smallint[], tell_id uuid[], tell_from_kind text[], tell_from_key text[], tell_to_kind text[],
    tell_to_key text[], tell_type text[], tell_body bytea[],
    tell_done_id uuid[],
    timer_shard smallint[], timer_kind text[], timer_key text[], timer_name text[], timer_id text[],
    timer_due_ms bigint[], timer_type text[], timer_body bytea[],
    timer_done_kind text[], timer_done_key text[], timer_done_name text[], timer_done_id text[],
    timer_cancelled_kind text[], timer_cancelled_key text[], timer_cancelled_name text[],
    part_shard smallint[], part_kind text[], part_key text[], part_part text[], part_expected bigint[],
    part_version bigint[], part_schema smallint[], part_data bytea[]
) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
DECLARE
    inserted bigint := 0;
    changed bigint := 0;
BEGIN
    INSERT INTO commit_batch (id, incarnation, state) VALUES (p_batch_id, p_incarnation, 'committed');

    PERFORM FROM host_fence f WHERE f.incarnation = p_incarnation AND f.state = 'alive' FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'PB001', MESSAGE = format('incarnation %s is dead', p_incarnation);
    END IF;
    -- A statement of its own: its snapshot is taken when the fence is held, so it sees whatever moved a shard before.
    SELECT count(*) INTO changed FROM unnest(p_shards, p_epochs) AS c (shard, epoch)
    JOIN shard_owner o ON o.shard = c.shard AND o.epoch = c.epoch AND o.incarnation = p_incarnation;
    IF changed <> cardinality(p_shards) THEN
        RAISE EXCEPTION USING ERRCODE = 'PB002', MESSAGE = format('incarnation %s lost a shard', p_incarnation);
    END IF;

    IF cardinality(command_tx) > 0 THEN
        INSERT INTO command (shard, tx, kind, key, origin, id, version, body_hash, ok, reply, at)
        SELECT r.shard, r.tx, r.kind, r.key, r.origin, r.id, r.version, r.body_hash, r.ok, r.reply,
               to_timestamp(r.at_ms::double precision / 1000)
        FROM (SELECT unnest(command_shard) AS shard, unnest(command_tx) AS tx, unnest(command_kind) AS kind,
                    unnest(command_key) AS key, unnest(command_origin) AS origin, unnest(command_id) AS id,
                    unnest(command_version) AS version, unnest(command_body_hash) AS body_hash,
                    unnest(command_ok) AS ok, unnest(command_reply) AS reply, unnest(command_at_ms) AS at_ms) AS r;
    END IF;
    IF cardinality(completion_tx) > 0 THEN
        UPDATE command t SET ok = r.ok, reply = r.reply
        FROM (SELECT unnest(completion_shard) AS shard, unnest(completion_tx) AS tx, unnest(completion_ok) AS ok,
                    unnest(completion_reply) AS reply) AS r
        WHERE t.tx = r.tx AND t.shard = r.shard AND t.reply IS NULL;
        GET DIAGNOSTICS changed = ROW_COUNT;
        IF changed <> cardinality(completion_tx) THEN
            RAISE EXCEPTION USING ERRCODE = 'PB003', MESSAGE = 'a completed command is unknown or was complete';
        END IF;
    END IF;
    IF cardinality(transfer_tx) > 0 THEN
        INSERT INTO transfer (shard, tx, n, debit, credit, currency, amount, balance_after, version, reason, reference,
                              config_version)
        SELECT unnest(transfer_shard), unnest(transfer_tx), unnest(transfer_n), unnest(transfer_debit),
               unnest(transfer_credit), unnest(transfer_currency), unnest(transfer_amount),
               unnest(transfer_balance_after), unnest(transfer_version), unnest(transfer_reason),
               unnest(transfer_reference), unnest(transfer_config_version);
    END IF;
    IF cardinality(round_tx) > 0 THEN
        INSERT INTO game_round (shard, round_id, tx, user_id, game, bet, payout, won, outcome, config_version,
                                server_seed_hash, client_seed, nonce)
        SELECT r.shard, r.round_id, r.tx, r.user_id, r.game, r.bet, r.payout, r.won, r.outcome::jsonb, r.config_version,
               r.server_seed_hash, r.client_seed, r.nonce
        FROM (SELECT unnest(round_shard) AS shard, unnest(round_round_id) AS round_id, unnest(round_tx) AS tx,
                    unnest(round_user_id) AS user_id, unnest(round_game) AS game, unnest(round_bet) AS bet,
                    unnest(round_payout) AS payout, unnest(round_won) AS won, unnest(round_outcome) AS outcome,
                    unnest(round_config_version) AS config_version, unnest(round_server_seed_hash) AS server_seed_hash,
                    unnest(round_client_seed) AS client_seed, unnest(round_nonce) AS nonce) AS r;
    END IF;
    IF cardinality(outbox_seq) > 0 THEN
        INSERT INTO outbox (shard, seq, event_id, type, key, payload)
        SELECT unnest(outbox_shard), unnest(outbox_seq), unnest(outbox_event_id), unnest(outbox_type),
               unnest(outbox_key), unnest(outbox_payload);
    END IF;
    IF cardinality(tell_id) > 0 THEN
        INSERT INTO tell (shard, id, from_kind, from_key, to_kind, to_key, type, body)
        SELECT unnest(tell_shard), unnest(tell_id), unnest(tell_from_kind), unnest(tell_from_key),
               unnest(tell_to_kind), unnest(tell_to_key), unnest(tell_type), unnest(tell_body);
    END IF;
    IF cardinality(tell_done_id) > 0 THEN
        DELETE FROM tell t USING (SELECT unnest(tell_done_id) AS id) AS r WHERE t.id = r.id;
        GET DIAGNOSTICS changed = ROW_COUNT;
        IF changed <> cardinality(tell_done_id) THEN
            RAISE EXCEPTION USING ERRCODE = 'PB003', MESSAGE = 'a tell that is done is not stored';
        END IF;
    END IF;
    IF cardinality(timer_done_id) > 0 THEN
        DELETE FROM timer t
        USING (SELECT unnest(timer_done_kind) AS kind, unnest(timer_done_key) AS key, unnest(timer_done_name) AS name,
                      unnest(timer_done_id) AS id) AS r
        WHERE t.kind = r.kind AND t.key = r.key AND t.name = r.name AND t.id = r.id;
        GET DIAGNOSTICS changed = ROW_COUNT;
        IF changed <> cardinality(timer_done_id) THEN
            RAISE EXCEPTION USING ERRCODE = 'PB003', MESSAGE = 'a timer that has fired is not set';
        END IF;
    END IF;
    IF cardinality(timer_cancelled_name) > 0 THEN
        DELETE FROM timer t
        USING (SELECT unnest(timer_cancelled_kind) AS kind, unnest(timer_cancelled_key) AS key,
                      unnest(timer_cancelled_name) AS name) AS r
        WHERE t.kind = r.kind AND t.key = r.key AND t.name = r.name;
    END IF;
    IF cardinality(timer_id) > 0 THEN
        INSERT INTO timer (shard, kind, key, name, id, due_ms, type, body)
        SELECT unnest(timer_shard), unnest(timer_kind), unnest(timer_key), unnest(timer_name), unnest(timer_id),
               unnest(timer_due_ms), unnest(timer_type), unnest(timer_body)
        ON CONFLICT (kind, key, name) DO UPDATE
        SET shard = excluded.shard, id = excluded.id, due_ms = excluded.due_ms, type = excluded.type,
            body = excluded.body;
    END IF;

    IF cardinality(part_version) > 0 THEN
        changed := 0;
        IF 0 = ANY (part_expected) THEN
            INSERT INTO entity_part (shard, kind, key, part, version, schema, data)
            SELECT r.shard, r.kind, r.key, r.part, r.version, r.schema, r.data
            FROM (SELECT unnest(part_shard) AS shard, unnest(part_kind) AS kind, unnest(part_key) AS key,
                        unnest(part_part) AS part, unnest(part_expected) AS expected, unnest(part_version) AS version,
                        unnest(part_schema) AS schema, unnest(part_data) AS data) AS r
            WHERE r.expected = 0;
            GET DIAGNOSTICS inserted = ROW_COUNT;
        END IF;
        IF 0 < ANY (part_expected) THEN
            UPDATE entity_part t SET version = r.version, schema = r.schema, data = r.data
            FROM (SELECT unnest(part_shard) AS shard, unnest(part_kind) AS kind, unnest(part_key) AS key,
                        unnest(part_part) AS part, unnest(part_expected) AS expected, unnest(part_version) AS version,
                        unnest(part_schema) AS schema, unnest(part_data) AS data) AS r
            WHERE t.kind = r.kind AND t.key = r.key AND t.part = r.part AND t.version = r.expected;
            GET DIAGNOSTICS changed = ROW_COUNT;
        END IF;
        IF inserted + changed <> cardinality(part_version) THEN
            RAISE EXCEPTION USING ERRCODE = 'PB003', MESSAGE = 'a part is not stored at the expected version';
        END IF;
    END IF;
END $$;
