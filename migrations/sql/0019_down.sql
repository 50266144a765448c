DROP INDEX approval_at_id_idx;
