-- Definitions that staff change while players play: missions, slot machines, banners, crash tables. Never changed: a
-- change is a further version, and the primary key lets one of two that are made at once win.
CREATE TABLE definition (
    area text NOT NULL,
    id text NOT NULL,
    version integer NOT NULL,
    revision bigint NOT NULL CONSTRAINT definition_revision_key UNIQUE,
    body jsonb NOT NULL,
    closed boolean NOT NULL,
    starts_at timestamptz,
    author text NOT NULL,
    reason text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT definition_pkey PRIMARY KEY (area, id, version),
    CONSTRAINT definition_version_check CHECK (version > 0)
);
COMMENT ON COLUMN definition.revision IS 'rises by one with each row, in the order of their commits';
COMMENT ON COLUMN definition.closed IS 'out of use; the body is kept for what is still open';
COMMENT ON COLUMN definition.starts_at IS 'when it comes into force; null: at once';
GRANT SELECT, INSERT ON definition TO pitboss_app;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON definition FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON definition FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- One writer at a time: whoever has read up to a revision has everything below it. Readers of the channel look again.
CREATE FUNCTION number_definition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(x'DEF1'::bigint);
    NEW.revision := coalesce((SELECT max(revision) FROM definition), 0) + 1;
    PERFORM pg_notify('pitboss_definition', NEW.revision::text);
    RETURN NEW;
END $$;
CREATE TRIGGER number_definition BEFORE INSERT ON definition FOR EACH ROW EXECUTE FUNCTION number_definition();
