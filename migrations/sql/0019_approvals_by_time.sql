-- The list of approvals of every state, newest first, page by page.
CREATE INDEX approval_at_id_idx ON approval (at, id);
