ALTER TABLE account DROP COLUMN username_skeleton;
