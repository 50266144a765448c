DROP TABLE attempt_window;
DROP INDEX login_session_revoked_at_idx;
