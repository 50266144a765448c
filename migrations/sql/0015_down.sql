DROP VIEW mission_step, mission_claim;
