DO $$
BEGIN
    EXECUTE format('DROP FUNCTION %s', 'commit_batch'::regproc::oid::regprocedure);
END $$;
DROP TYPE command_row, completion_row, transfer_row, round_row, outbox_row, tell_row, timer_row, timer_name, part_row;
