DROP FUNCTION register_host(text, text, text, bigint, text);

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

ALTER TABLE host_lease DROP COLUMN serves, DROP COLUMN draining;
