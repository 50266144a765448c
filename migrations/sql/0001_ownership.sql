-- Who may write: incarnations, fences, leases, shards. Dead is final. Times are clock_timestamp(), read after locking.
--
-- Lock order, everywhere: fences by incarnation, then leases, then shards by number. A commit holds its fence FOR
-- SHARE, so whoever holds it FOR UPDATE knows that no commit of that incarnation runs or will see the old state.
--
-- PB001 the incarnation is dead   PB002 a shard is not owned at that epoch   PB003 a count does not match
-- PB004 the owner is alive        PB005 append-only

-- Declare dead, its fence being locked FOR UPDATE by the caller; false if it was dead before.
CREATE FUNCTION declare_dead(p_incarnation bigint, p_expired_only boolean) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    lease_end timestamptz;
BEGIN
    IF NOT EXISTS (SELECT FROM host_fence WHERE incarnation = p_incarnation AND state = 'alive') THEN
        RETURN false;
    END IF;
    SELECT expires_at INTO lease_end FROM host_lease WHERE incarnation = p_incarnation FOR UPDATE;
    IF p_expired_only AND lease_end > clock_timestamp() THEN
        RAISE EXCEPTION USING ERRCODE = 'PB004', MESSAGE = format('incarnation %s is alive', p_incarnation);
    END IF;
    UPDATE host_fence SET state = 'dead', died_at = clock_timestamp() WHERE incarnation = p_incarnation;
    UPDATE host_lease SET expires_at = '-infinity' WHERE incarnation = p_incarnation;
    RETURN true;
END $$;

CREATE FUNCTION bury_host(p_incarnation bigint, p_expired_only boolean) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM host_fence WHERE incarnation = p_incarnation FOR UPDATE;
    RETURN declare_dead(p_incarnation, p_expired_only);
END $$;

-- A new incarnation; a name that starts again is proof that its earlier processes are gone.
CREATE FUNCTION register_host(p_cluster text, p_name text, p_address text, p_ttl_ms bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    earlier bigint;
    born bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(format('host %L %L', p_cluster, p_name), 0));
    FOR earlier IN SELECT incarnation FROM host_lease
                   WHERE cluster = p_cluster AND name = p_name AND expires_at > '-infinity' ORDER BY incarnation LOOP
        PERFORM bury_host(earlier, false);
    END LOOP;
    INSERT INTO host_fence DEFAULT VALUES RETURNING incarnation INTO born;
    INSERT INTO host_lease (incarnation, cluster, name, address, expires_at)
    VALUES (born, p_cluster, p_name, p_address, clock_timestamp() + p_ttl_ms * interval '1 ms');
    RETURN born;
END $$;

-- The server's timeline id, or null when the incarnation is dead. One UPDATE guarded by its own row: when it waited for
-- a burial, its condition is evaluated again on what the burial wrote.
CREATE FUNCTION renew_lease(p_incarnation bigint, p_ttl_ms bigint) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    UPDATE host_lease SET expires_at = clock_timestamp() + p_ttl_ms * interval '1 ms'
    WHERE incarnation = p_incarnation AND expires_at > '-infinity';
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    RETURN left(pg_walfile_name(pg_current_wal_lsn()), 8);
END $$;

-- Lock the fences of the claimant (FOR SHARE, alive) and of those who lose (FOR UPDATE, dead afterwards).
CREATE FUNCTION lock_for_claim(p_incarnation bigint, p_losers bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    one bigint;
BEGIN
    FOR one IN SELECT unnest(p_losers || p_incarnation) ORDER BY 1 LOOP
        IF one <> p_incarnation THEN
            PERFORM bury_host(one, true);
            CONTINUE;
        END IF;
        PERFORM FROM host_fence WHERE incarnation = one AND state = 'alive' FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION USING ERRCODE = 'PB001', MESSAGE = format('incarnation %s is dead', one);
        END IF;
    END LOOP;
END $$;

CREATE FUNCTION claim_shards(p_incarnation bigint, p_shards smallint[])
RETURNS TABLE (claimed_shard smallint, claimed_epoch bigint) LANGUAGE plpgsql AS $$
DECLARE
    seen bigint[];
    losers bigint[];
BEGIN
    SELECT array_agg(epoch ORDER BY shard), array_agg(DISTINCT incarnation) FILTER (WHERE incarnation <> p_incarnation)
    INTO seen, losers FROM shard_owner WHERE shard = ANY (p_shards);
    IF coalesce(cardinality(seen), 0) <> cardinality(p_shards) THEN
        RAISE EXCEPTION USING ERRCODE = 'PB003', MESSAGE = 'unknown or repeated shards';
    END IF;
    PERFORM lock_for_claim(p_incarnation, losers);
    PERFORM FROM shard_owner WHERE shard = ANY (p_shards) ORDER BY shard FOR UPDATE;
    -- Every change of an owner raises the epoch, so equal epochs mean the owners that were looked at above.
    IF seen <> (SELECT array_agg(epoch ORDER BY shard) FROM shard_owner WHERE shard = ANY (p_shards)) THEN
        RAISE EXCEPTION USING ERRCODE = 'PB004', MESSAGE = 'an owner changed meanwhile';
    END IF;
    WITH moved AS (
        UPDATE shard_owner o SET incarnation = p_incarnation, epoch = o.epoch + 1
        WHERE o.shard = ANY (p_shards) AND o.incarnation IS DISTINCT FROM p_incarnation RETURNING o.shard, o.epoch
    )
    INSERT INTO shard_history (shard, epoch, incarnation, at)
    SELECT shard, epoch, p_incarnation, clock_timestamp() FROM moved;
    RETURN QUERY SELECT shard, epoch FROM shard_owner WHERE shard = ANY (p_shards) AND incarnation = p_incarnation;
END $$;

-- Shards that the incarnation does not own are left alone, so that a release may be sent again.
CREATE FUNCTION release_shards(p_incarnation bigint, p_shards smallint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM host_fence WHERE incarnation = p_incarnation AND state = 'alive' FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'PB001', MESSAGE = format('incarnation %s is dead', p_incarnation);
    END IF;
    PERFORM FROM shard_owner WHERE shard = ANY (p_shards) ORDER BY shard FOR UPDATE;
    WITH freed AS (
        UPDATE shard_owner o SET incarnation = NULL, epoch = o.epoch + 1
        WHERE o.shard = ANY (p_shards) AND o.incarnation = p_incarnation RETURNING o.shard, o.epoch
    )
    INSERT INTO shard_history (shard, epoch, incarnation, at)
    SELECT shard, epoch, NULL, clock_timestamp() FROM freed;
END $$;
