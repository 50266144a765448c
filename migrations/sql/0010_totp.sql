-- A second factor of staff (RFC 6238): the secret is sealed, and a code counts once.
CREATE TABLE staff_totp (
    user_id text CONSTRAINT staff_totp_pkey PRIMARY KEY
        CONSTRAINT staff_totp_user_id_fkey REFERENCES account (id) ON DELETE CASCADE,
    sealed bytea NOT NULL,
    confirmed boolean NOT NULL DEFAULT false,
    last_step bigint NOT NULL
);
COMMENT ON COLUMN staff_totp.last_step IS '30 s step of the newest code taken';
GRANT SELECT, INSERT, UPDATE, DELETE ON staff_totp TO pitboss_app;
