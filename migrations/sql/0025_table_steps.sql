-- Crash tables that stand still get the timer that they lost when they left the settings: at their next owner they end
-- the round that was open, and give back or pay what lies in escrow.
INSERT INTO timer (kind, key, name, shard, id, due_ms, type, body)
SELECT p.kind, p.key, 'step', p.shard, gen_random_uuid()::text, 0, 'table.step', '{}'
FROM entity_part p
WHERE p.kind = 'crash' AND p.part = 'root'
ON CONFLICT (kind, key, name) DO NOTHING;
