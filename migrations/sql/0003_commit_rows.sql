-- One group commit in one round trip (architecture.md, "Durable before visible", point 4): all of it or, by raising,
-- nothing.
--
-- The hot path: static statements, so that every plan is cached, and none for a null. The rows of each table come as
-- one array of a row type, in the order of persistence/entities/records.py: a driver encodes a row as a whole, where an
-- array a column costs it a look at the type of every single value.
-- Errors: PB001 PB002 PB003 (0001_ownership.sql), or what a constraint raises.
CREATE TYPE command_row AS (
    shard smallint, tx uuid, kind text, key text, origin text, id text, version bigint, body_hash bytea, ok boolean,
    reply bytea, at_ms bigint
);
CREATE TYPE completion_row AS (shard smallint, tx uuid, ok boolean, reply bytea);
CREATE TYPE transfer_row AS (
    shard smallint, tx uuid, n smallint, debit text, credit text, currency text, amount bigint, balance_after bigint,
    version bigint, reason text, reference text, config_version integer
);
CREATE TYPE round_row AS (
    shard smallint, round_id uuid, tx uuid, user_id text, game text, bet bigint, payout bigint, won boolean,
    outcome text, config_version integer, server_seed_hash text, client_seed text, nonce bigint
);
CREATE TYPE outbox_row AS (shard smallint, seq bigint, event_id uuid, type text, key text, payload bytea);
CREATE TYPE tell_row AS (
    shard smallint, id uuid, from_kind text, from_key text, to_kind text, to_key text, type text, body bytea
);
CREATE TYPE timer_row AS (
    shard smallint, kind text, key text, name text, id text, due_ms bigint, type text, body bytea
);
CREATE TYPE timer_name AS (kind text, key text, name text);
CREATE TYPE part_row AS (
    shard smallint, kind text, key text, part text, expected bigint, version bigint, schema smallint, data bytea
);

DO $$
BEGIN
    EXECUTE format('DROP FUNCTION %s', 'commit_batch'::regproc::oid::regprocedure);
END $$;

CREATE FUNCTION commit_batch(
    p_batch_id uuid, p_incarnation bigint, p_shards smallint[], p_epochs bigint[],
    p_commands command_row[], p_completions completion_row[], p_transfers transfer_row[], p_rounds round_row[],
    p_outbox outbox_row[], p_tells tell_row[], p_tells_done uuid[], p_timers timer_row[], p_timers_done timer_row[],
    p_timers_cancelled timer_name[], p_parts part_row[]
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

    IF p_commands IS NOT NULL THEN
        INSERT INTO command (shard, tx, kind, key, origin, id, version, body_hash, ok, reply, at)
        SELECT r.shard, r.tx, r.kind, r.key, r.origin, r.id, r.version, r.body_hash, r.ok, r.reply,
               to_timestamp(r.at_ms::double precision / 1000)
        FROM unnest(p_commands) AS r;
    END IF;
    IF p_completions IS NOT NULL THEN
        UPDATE command t SET ok = r.ok, reply = r.reply FROM unnest(p_completions) AS r
        WHERE t.tx = r.tx AND t.shard = r.shard AND t.reply IS NULL;
        GET DIAGNOSTICS changed = ROW_COUNT;
        IF changed <> cardinality(p_completions) THEN
            RAISE EXCEPTION USING ERRCODE = 'PB003', MESSAGE = 'a completed command is unknown or was complete';
        END IF;
    END IF;
    IF p_transfers IS NOT NULL THEN
        INSERT INTO transfer (shard, tx, n, debit, credit, currency, amount, balance_after, version, reason, reference,
                              config_version)
        SELECT r.shard, r.tx, r.n, r.debit, r.credit, r.currency, r.amount, r.balance_after, r.version, r.reason,
               r.reference, r.config_version
        FROM unnest(p_transfers) AS r;
    END IF;
    IF p_rounds IS NOT NULL THEN
        INSERT INTO game_round (shard, round_id, tx, user_id, game, bet, payout, won, outcome, config_version,
                                server_seed_hash, client_seed, nonce)
        SELECT r.shard, r.round_id, r.tx, r.user_id, r.game, r.bet, r.payout, r.won, r.outcome::jsonb, r.config_version,
               r.server_seed_hash, r.client_seed, r.nonce
        FROM unnest(p_rounds) AS r;
    END IF;
    IF p_outbox IS NOT NULL THEN
        INSERT INTO outbox (shard, seq, event_id, type, key, payload)
        SELECT r.shard, r.seq, r.event_id, r.type, r.key, r.payload FROM unnest(p_outbox) AS r;
    END IF;
    IF p_tells IS NOT NULL THEN
        INSERT INTO tell (shard, id, from_kind, from_key, to_kind, to_key, type, body)
        SELECT r.shard, r.id, r.from_kind, r.from_key, r.to_kind, r.to_key, r.type, r.body FROM unnest(p_tells) AS r;
    END IF;
    IF p_tells_done IS NOT NULL THEN
        DELETE FROM tell t USING unnest(p_tells_done) AS r (id) WHERE t.id = r.id;
        GET DIAGNOSTICS changed = ROW_COUNT;
        IF changed <> cardinality(p_tells_done) THEN
            RAISE EXCEPTION USING ERRCODE = 'PB003', MESSAGE = 'a tell that is done is not stored';
        END IF;
    END IF;
    IF p_timers_done IS NOT NULL THEN
        DELETE FROM timer t USING unnest(p_timers_done) AS r
        WHERE t.kind = r.kind AND t.key = r.key AND t.name = r.name AND t.id = r.id;
        GET DIAGNOSTICS changed = ROW_COUNT;
        IF changed <> cardinality(p_timers_done) THEN
            RAISE EXCEPTION USING ERRCODE = 'PB003', MESSAGE = 'a timer that has fired is not set';
        END IF;
    END IF;
    IF p_timers_cancelled IS NOT NULL THEN
        DELETE FROM timer t USING unnest(p_timers_cancelled) AS r
        WHERE t.kind = r.kind AND t.key = r.key AND t.name = r.name;
    END IF;
    IF p_timers IS NOT NULL THEN
        INSERT INTO timer (shard, kind, key, name, id, due_ms, type, body)
        SELECT r.shard, r.kind, r.key, r.name, r.id, r.due_ms, r.type, r.body FROM unnest(p_timers) AS r
        ON CONFLICT (kind, key, name) DO UPDATE
        SET shard = excluded.shard, id = excluded.id, due_ms = excluded.due_ms, type = excluded.type,
            body = excluded.body;
    END IF;

    IF p_parts IS NOT NULL THEN
        UPDATE entity_part t SET version = r.version, schema = r.schema, data = r.data FROM unnest(p_parts) AS r
        WHERE t.kind = r.kind AND t.key = r.key AND t.part = r.part AND t.version = r.expected;
        GET DIAGNOSTICS changed = ROW_COUNT;
        IF changed < cardinality(p_parts) THEN
            INSERT INTO entity_part (shard, kind, key, part, version, schema, data)
            SELECT r.shard, r.kind, r.key, r.part, r.version, r.schema, r.data FROM unnest(p_parts) AS r
            WHERE r.expected = 0;
            GET DIAGNOSTICS inserted = ROW_COUNT;
        END IF;
        IF inserted + changed <> cardinality(p_parts) THEN
            RAISE EXCEPTION USING ERRCODE = 'PB003', MESSAGE = 'a part is not stored at the expected version';
        END IF;
    END IF;
END $$;
