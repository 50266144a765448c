REVOKE UPDATE (state) ON commit_batch FROM pitboss_app;
DROP TABLE host_order;
