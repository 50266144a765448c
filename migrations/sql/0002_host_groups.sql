-- Hosts say which kinds of shards they serve, and a host that is drained stays so when it starts again.

ALTER TABLE host_lease
    ADD COLUMN serves text NOT NULL DEFAULT 'all',
    ADD COLUMN draining boolean NOT NULL DEFAULT false;

COMMENT ON COLUMN host_lease.serves IS 'the group of shards: all, users or tables';
COMMENT ON COLUMN host_lease.draining IS 'it gets no shards';

DROP FUNCTION register_host(text, text, text, bigint);

-- A new incarnation; a name that starts again is proof that its earlier processes are gone.
CREATE FUNCTION register_host(p_cluster text, p_name text, p_address text, p_ttl_ms bigint, p_serves text)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    earlier bigint;
    born bigint;
    drained boolean;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(format('host %L %L', p_cluster, p_name), 0));
    SELECT draining INTO drained FROM host_lease
    WHERE cluster = p_cluster AND name = p_name ORDER BY incarnation DESC LIMIT 1;
    FOR earlier IN SELECT incarnation FROM host_lease
                   WHERE cluster = p_cluster AND name = p_name AND expires_at > '-infinity' ORDER BY incarnation LOOP
        PERFORM bury_host(earlier, false);
    END LOOP;
    INSERT INTO host_fence DEFAULT VALUES RETURNING incarnation INTO born;
    INSERT INTO host_lease (incarnation, cluster, name, address, expires_at, serves, draining)
    VALUES (born, p_cluster, p_name, p_address, clock_timestamp() + p_ttl_ms * interval '1 ms', p_serves,
            coalesce(drained, false));
    RETURN born;
END $$;
