"""Ways in which stored data can be wrong: the SQL that makes them so, and the checks that must say so."""

from tests.integration.verify.chain_corruptions import OF_CHAINS
from tests.integration.verify.played import A_PULL, A_ROUND, A_SHARD, A_USER, ELSEWHERE, NEWEST, ROUNDS, a_purchase

ROUND_SEQ = f"(SELECT min(seq) FROM outbox WHERE type = 'game.round_settled' AND shard = {A_SHARD})"
"""Neither the first event of the shard nor the last."""
PENDING = "(SELECT purchase_id FROM purchase WHERE product_id = 'for_money' ORDER BY purchase_id LIMIT 1)"
A_RUNG = "(SELECT tx FROM streak_claim ORDER BY tx LIMIT 1)"
A_CLAIM = "(SELECT tx FROM mission_claim ORDER BY tx LIMIT 1)"

CAME_BACK = "(SELECT reference FROM transfer WHERE debit = 'house:escrow')"
A_BET = f"(SELECT tx FROM transfer WHERE credit = 'house:escrow' AND reference NOT IN {CAME_BACK})"
"""The bet whose stake is still in escrow."""
AN_END = "(SELECT tx FROM game_round WHERE game = 'crash' LIMIT 1)"

CORRUPTIONS = {
    **OF_CHAINS,
    "a stake comes back that was no round": (
        f"DELETE FROM game_round WHERE tx = {AN_END}",
        {"stake_end", "round_money", "statistics"},
    ),
    "a stake comes back though its bet was taken": (
        f"UPDATE command SET ok = true WHERE NOT ok AND replace(tx::text, '-', '') IN {CAME_BACK}",
        {"stake_end"},
    ),
    "a stake comes back twice": (
        "INSERT INTO transfer SELECT shard, gen_random_uuid(), n, debit, credit, currency, amount, balance_after,"
        f" version, reason, reference FROM transfer WHERE debit = 'house:escrow' AND tx = {AN_END}",
        {"stake_once", "stake_end", "balance_chain"},
    ),
    "another sum comes back than was staked": (
        f"UPDATE transfer SET amount = amount + 1 WHERE debit = 'house:escrow' AND tx = {AN_END}",
        {"stake_once", "stake_end", "balance_chain"},
    ),
    "a stake is held for no bet": (
        f"UPDATE transfer SET reference = repeat('0', 32) WHERE tx = {A_BET}",
        {"stake_once", "escrow"},
    ),
    "a stake is refunded that was not held": (
        "INSERT INTO fact SELECT shard, tx, 99, 'user', user_id, 'stake_refunded', 'x',"
        f""" '{{"bet_id": "x", "bet": 100, "table": "quick", "round_id": "quick-1", "auto": 0, "at_ms": 0}}', at
            FROM game_round WHERE tx = {A_ROUND}""",
        {"stake_end"},
    ),
    "a player knows nothing of a stake in escrow": (
        "DELETE FROM entity_part WHERE kind = 'user' AND part = 'stakes'",
        {"escrow", "table_bets"},
    ),
    "a table knows nothing of a bet": (
        "DELETE FROM entity_part WHERE kind = 'crash' AND key = 'slow' AND part LIKE 'bets.%'",
        {"table_bets"},
    ),
    "a table stands still": ("DELETE FROM timer WHERE kind = 'crash' AND key = 'slow'", {"table_step"}),
    "a transfer names a version that there never was": (
        "UPDATE transfer SET config_version = 7 WHERE reason = 'opening'",
        {"version_stored"},
    ),
    "a round names a version that there never was": (
        f"UPDATE game_round SET config_version = 7 WHERE tx = {A_ROUND}",
        {"version_stored"},
    ),
    "a player begins with more than the economy says": (
        "UPDATE transfer SET amount = amount + 1 WHERE reason = 'opening'",
        {"opening_amount", "balance"},
    ),
    "a rung pays more than the ladder says": (
        f"""UPDATE fact SET data = data || '{{"amount": 1000}}' WHERE type = 'streak_claim' AND tx = {A_RUNG}""",
        {"rung_amount", "streak_money"},
    ),
    "a rung pays a percentage that it does not name": (
        f"""UPDATE fact SET data = data || '{{"percent": 150}}' WHERE type = 'streak_claim' AND tx = {A_RUNG}""",
        {"rung_amount"},
    ),
    "a win pays more than its version says": (
        "UPDATE game_round SET payout = payout + 1 WHERE outcome ->> 'result' = 'win'",
        {"rps_payout", "round_money"},
    ),
    "a loss pays": (
        "UPDATE game_round SET payout = bet WHERE outcome ->> 'result' = 'lose'",
        {"rps_payout", "round_money"},
    ),
    "a claim is not paid": (f"DELETE FROM transfer WHERE reason = 'mission' AND tx = {A_CLAIM}", {"mission_money"}),
    "half of a reward is paid": (
        f"DELETE FROM transfer WHERE reason = 'mission' AND currency = 'shard' AND tx = {A_CLAIM}",
        {"mission_money"},
    ),
    "a mission is paid that nobody claimed": (f"DELETE FROM fact WHERE tx = {A_CLAIM}", {"mission_money"}),
    "a mission is claimed twice": (
        "INSERT INTO fact SELECT shard, gen_random_uuid(), n, kind, key, type, NULL, data, at FROM fact"
        f" WHERE type = 'mission_claim' AND tx = {A_CLAIM}",
        {"mission_once", "mission_money"},
    ),
    "a mission is claimed before its target": (
        f"""UPDATE fact SET data = data || '{{"progress": 1}}' WHERE type = 'mission_claim' AND tx = {A_CLAIM}""",
        {"mission_reached"},
    ),
    "a mission is claimed that was never joined": (
        "DELETE FROM fact WHERE type = 'mission_step' AND data ->> 'step' = 'joined'",
        {"mission_reached"},
    ),
    "a rung is not paid": (f"DELETE FROM transfer WHERE reason = 'streak' AND tx = {A_RUNG}", {"streak_money"}),
    "a rung is paid that nobody claimed": (f"DELETE FROM fact WHERE tx = {A_RUNG}", {"streak_money"}),
    "a rung is claimed twice": (
        "INSERT INTO fact SELECT shard, gen_random_uuid(), n, kind, key, type, NULL, data, at FROM fact"
        f" WHERE type = 'streak_claim' AND tx = {A_RUNG}",
        {"streak_once", "streak_money"},
    ),
    "a rung is claimed whose day was none": ("DELETE FROM fact WHERE type = 'streak_day'", {"streak_once"}),
    "a purchase costs nothing": (
        f"DELETE FROM transfer WHERE reason = 'purchase' AND tx = {a_purchase('success')}",
        {"purchase_money", "balance_chain"},
    ),
    "a purchase gives nothing": (
        f"DELETE FROM transfer WHERE reason = 'purchase_contents' AND tx = {a_purchase('success')}",
        {"purchase_money"},
    ),
    "a purchase that failed was paid and delivered": (
        f"""UPDATE fact SET data = data || '{{"status": "failed"}}' WHERE tx = {a_purchase("success")}""",
        {"purchase_money", "stock"},
    ),
    "a purchase is of another price": (
        f"""UPDATE fact SET data = data || '{{"amount": 1}}' WHERE tx = {a_purchase("success")}""",
        {"purchase_money"},
    ),
    "a purchase was never asked for": (
        "DELETE FROM fact WHERE type = 'purchase' AND data ->> 'status' = 'pending'"
        f" AND data ->> 'purchase_id' = (SELECT purchase_id FROM purchase WHERE tx = {a_purchase('success')})",
        {"purchase_states"},
    ),
    "a purchase that failed is refunded": (
        """UPDATE fact SET data = data || '{"status": "refunded"}' WHERE data ->> 'status' = 'failed'""",
        {"purchase_states"},
    ),
    "a purchase has no receipt": (
        f"""UPDATE fact SET data = data || '{{"receipt_code": ""}}' WHERE tx = {a_purchase("success")}""",
        {"receipt_once"},
    ),
    "a refund gives back too much": (
        "UPDATE transfer SET amount = amount + 1 WHERE reason = 'refund'",
        {"refund_money", "balance_chain"},
    ),
    "a refund takes nothing, and nothing is owed": (
        "DELETE FROM fact WHERE type = 'debt' AND data ->> 'why' = 'refund'",
        {"refund_money", "debts"},
    ),
    "a debt is repaid that nobody had": (
        "DELETE FROM fact WHERE type = 'debt' AND data ->> 'why' = 'repaid'",
        {"debt_money", "debts"},
    ),
    "a debt is repaid with nothing": (
        "DELETE FROM transfer WHERE reason = 'debt_repaid'",
        {"debt_money", "balance_chain"},
    ),
    "restocked pieces stay sold": (
        """UPDATE fact SET data = data || '{"restocked": false}' WHERE data ->> 'restocked' = 'true'""",
        {"stock"},
    ),
    "a refund takes more than was given": (
        "UPDATE transfer SET amount = amount + 1 WHERE reason = 'refund_contents'",
        {"refund_money", "balance_chain"},
    ),
    "more pieces were bought than are sold": (
        f"""UPDATE fact SET data = data || '{{"quantity": 3}}' WHERE tx = {a_purchase("success")}""",
        {"stock", "purchase_states"},
    ),
    "a hold is for other pieces than were asked for": (
        f"""UPDATE fact SET data = data || '{{"quantity": 3}}' WHERE data ->> 'purchase_id' = {PENDING}""",
        {"holds"},
    ),
    "a hold is for a purchase that is over": (
        f"""UPDATE fact SET data = data || '{{"status": "expired"}}'
            WHERE data ->> 'purchase_id' = {PENDING} AND data ->> 'amount' <> '0'""",
        {"holds", "purchase_pending"},
    ),
    "a pending purchase waits for nothing": (
        f"DELETE FROM fact WHERE data ->> 'purchase_id' = {PENDING} AND data ->> 'amount' <> '0'",
        {"purchase_pending"},
    ),
    "a pending purchase is not in its player's state": (
        f"DELETE FROM entity_part WHERE part = 'purchases' AND key = {A_USER}",
        {"purchase_pending"},
    ),
    "ten thousand rounds were won": (
        "INSERT INTO game_round (shard, round_id, tx, user_id, game, bet, payout, won, outcome, config_version,"
        " server_seed_hash, client_seed, nonce) SELECT shard, gen_random_uuid(), gen_random_uuid(), user_id, game, bet,"
        " 195, true, outcome, config_version, server_seed_hash, client_seed, nonce FROM game_round,"
        f" generate_series(1, 10000) WHERE tx = {A_ROUND}",
        {"returns"},
    ),
    "pity is reset between two pulls": (
        """UPDATE game_round SET outcome = jsonb_set(jsonb_set(outcome, '{before,since,5}', '0'), '{pity,since,5}', '1')
           WHERE round_id = """
        + A_PULL,
        {"gacha_pity"},
    ),
    "a guarantee is lost between two pulls": (
        "UPDATE game_round SET outcome = jsonb_set(outcome, '{pity,featured_next}', '[5]')"
        f" WHERE round_id = {A_PULL}",
        {"gacha_pity"},
    ),
    "an item becomes shards that the player never had": (
        "UPDATE game_round SET outcome = jsonb_set(jsonb_set(outcome, '{pulls,0,item}', '\"never-seen\"'),"
        f" '{{pulls,0,duplicate}}', 'true') WHERE round_id = {A_PULL}",
        {"gacha_pity"},
    ),
    "a nonce is used twice": (
        f"UPDATE game_round SET nonce = nonce + 1 WHERE tx = {A_ROUND}",
        {"nonce_once"},
    ),
    "a revealed seed is another player's": (
        "INSERT INTO revealed_seed (server_seed_hash, shard, tx, user_id, server_seed, client_seed, last_nonce)"
        f" SELECT encode(sha256('s'), 'hex'), shard, tx, 'nobody', 's', client_seed, {ROUNDS} FROM game_round"
        f" WHERE tx = {A_ROUND};"
        f"UPDATE game_round SET server_seed_hash = encode(sha256('s'), 'hex') WHERE tx = {A_ROUND}",
        {"revealed_seed"},
    ),
    "an amount is flipped": (
        f"UPDATE transfer SET amount = amount + 1 WHERE n = 0 AND tx = {A_ROUND}",
        {"balance_chain", "round_money", "balance"},
    ),
    "a balance_after is flipped": (
        f"UPDATE transfer SET balance_after = balance_after + 1 WHERE n = 0 AND tx = {A_ROUND}",
        {"balance_chain"},
    ),
    "the last transfer of a player is another": (
        f"UPDATE transfer SET balance_after = balance_after + 1"
        f" WHERE debit = 'user:' || {A_USER} AND version = {NEWEST}",
        {"balance_chain"},
    ),
    "a stake is deleted": (
        f"DELETE FROM transfer WHERE n = 0 AND tx = {A_ROUND}",
        {"balance_chain", "round_money", "balance"},
    ),
    "all transfers of a round are deleted": (
        f"DELETE FROM transfer WHERE tx = {A_ROUND}",
        {"balance_chain", "round_money"},
    ),
    "a number of a transfer jumps": (
        f"UPDATE transfer SET n = n + 5 WHERE tx = {A_ROUND}",
        {"transfers_numbered"},
    ),
    "a transfer is of another version": (
        f"UPDATE transfer SET version = version + 1 WHERE tx = {A_ROUND}",
        {"transfer_of_command"},
    ),
    "a transfer is of another player": (
        f"UPDATE transfer SET debit = 'user:nobody' WHERE n = 0 AND tx = {A_ROUND}",
        {"transfer_of_command", "balance_chain", "state"},
    ),
    "a transfer is between two players": (
        f"UPDATE transfer SET credit = 'user:nobody' WHERE n = 0 AND tx = {A_ROUND}",
        {"double_entry"},
    ),
    "a transfer is between two houses": (
        f"UPDATE transfer SET debit = 'house:mint' WHERE n = 0 AND tx = {A_ROUND}",
        {"double_entry"},
    ),
    "a transfer is stored twice": (
        f"INSERT INTO transfer SELECT {ELSEWHERE}, tx, n, debit, credit, currency, amount, balance_after, version,"
        f" reason FROM transfer WHERE n = 0 AND tx = {A_ROUND}",
        {"transfers_numbered", "balance_chain", "transfer_of_command", "balance", "row_placement", "round_money"},
    ),
    "a command is deleted": (
        f"DELETE FROM command WHERE tx = {A_ROUND}",
        {"transfer_of_command", "round_of_command", "command_version", "event_of_command"},
    ),
    "a first command is deleted": (
        f"DELETE FROM command WHERE version = 1 AND key = {A_USER}",
        {"transfer_of_command", "command_version", "event_of_command"},
    ),
    "the newest command is deleted": (
        f"DELETE FROM command WHERE key = {A_USER} AND version = {NEWEST}",
        {"transfer_of_command", "entity_version"},
    ),
    "a command is stored twice": (
        f"INSERT INTO command SELECT {ELSEWHERE}, tx, kind, key, origin, id, version, body_hash, ok, reply, at"
        f" FROM command WHERE tx = {A_ROUND}",
        {"command_once", "command_placement"},
    ),
    "a command has another key": (
        f"UPDATE command SET id = id || 'x' WHERE tx = {A_ROUND}",
        {"command_key"},
    ),
    "a command came from elsewhere": (
        f"UPDATE command SET origin = 'system' WHERE tx = {A_ROUND}",
        {"command_key"},
    ),
    "a version jumps": (
        f"UPDATE command SET version = version + 5 WHERE key = {A_USER} AND version = {NEWEST}",
        {"command_version", "entity_version", "transfer_of_command"},
    ),
    "a version is there twice": (
        f"UPDATE command SET version = version - 1 WHERE tx = {A_ROUND}",
        {"command_version", "transfer_of_command"},
    ),
    "an entity is ahead of its commands": (
        f"UPDATE entity_part SET version = version + 1 WHERE part = 'root' AND key = {A_USER}",
        {"entity_version"},
    ),
    "an entity is behind its commands": (
        f"UPDATE entity_part SET version = version - 1 WHERE part = 'root' AND key = {A_USER}",
        {"entity_version"},
    ),
    "a part is ahead of its root": (
        f"UPDATE entity_part SET version = 1000 WHERE part = 'seeds' AND key = {A_USER}",
        {"part_version"},
    ),
    "a root part is gone": (
        f"DELETE FROM entity_part WHERE part = 'root' AND key = {A_USER}",
        {"state", "part_version"},
    ),
    "a whole state is gone": (f"DELETE FROM entity_part WHERE key = {A_USER}", {"state"}),
    "a state cannot be decoded": (
        f"UPDATE entity_part SET data = substr(data, 1, 30) WHERE part = 'root' AND key = {A_USER}",
        {"state"},
    ),
    "a state has no header": (
        f"UPDATE entity_part SET data = '' WHERE part = 'root' AND key = {A_USER}",
        {"state"},
    ),
    "a state is of a later schema": (
        f"UPDATE entity_part SET schema = 99 WHERE part = 'seeds' AND key = {A_USER}",
        {"state"},
    ),
    "a round is deleted": (
        f"DELETE FROM game_round WHERE tx = {A_ROUND}",
        {"round_money", "statistics", "event_of_round"},
    ),
    "a round is stored twice": (
        "INSERT INTO game_round SELECT shard, gen_random_uuid(), tx, user_id, game, bet, payout, won, outcome,"
        f" config_version, server_seed_hash, client_seed, nonce, at FROM game_round WHERE tx = {A_ROUND}",
        {"round_once", "statistics", "event_of_round"},
    ),
    "a round pays something else": (
        f"UPDATE game_round SET payout = payout + 7 WHERE tx = {A_ROUND}",
        {"round_money", "statistics", "event_of_round"},
    ),
    "a round is of another player": (
        f"UPDATE game_round SET user_id = 'nobody' WHERE tx = {A_ROUND}",
        {"round_of_command", "statistics", "state"},
    ),
    "a reply does not say whether it is one": (
        f"ALTER TABLE command DROP CONSTRAINT command_reply_check; UPDATE command SET ok = NULL WHERE tx = {A_ROUND}",
        {"reply_whole"},
    ),
    "an epoch falls": (
        f"UPDATE shard_owner SET epoch = epoch - 1 WHERE shard = {A_SHARD}",
        {"shard_owner"},
    ),
    "an owner is not the one who claimed": (
        f"UPDATE shard_owner SET incarnation = 1 WHERE shard = {A_SHARD}",
        {"shard_owner"},
    ),
    "a shard is gone": (f"DELETE FROM shard_owner WHERE shard = {A_SHARD}", {"shard_owner"}),
    "an epoch is missing": (
        f"DELETE FROM shard_history WHERE epoch = 1 AND shard = {A_SHARD}",
        {"epoch_history"},
    ),
    "an epoch was given to nobody known": (
        f"UPDATE shard_history SET incarnation = 999 WHERE epoch = 1 AND shard = {A_SHARD}",
        {"epoch_history"},
    ),
    "a host commits after its death": (
        "UPDATE host_fence SET state = 'dead', died_at = (SELECT max(at) FROM shard_history WHERE epoch = 1)",
        {"commit_alive"},
    ),
    "a dead host is given a shard": (
        "UPDATE host_fence SET state = 'dead', died_at = (SELECT min(at) FROM shard_history) - interval '1 s'",
        {"commit_alive", "epoch_history"},
    ),
    "a commit is of nobody known": (
        "UPDATE commit_batch SET incarnation = 999",
        {"commit_alive"},
    ),
    "the outbox has a gap": (
        f"DELETE FROM outbox WHERE seq = {ROUND_SEQ} AND shard = {A_SHARD}",
        {"outbox_gapless", "event_of_round"},
    ),
    "the outbox does not begin at its beginning": (
        f"DELETE FROM outbox WHERE seq = 1 AND shard = {A_SHARD}",
        {"outbox_gapless"},
    ),
    "the last event is missing": (
        f"DELETE FROM outbox o WHERE shard = {A_SHARD}"
        " AND NOT EXISTS (SELECT FROM outbox p WHERE p.shard = o.shard AND p.seq > o.seq)",
        {"event_of_round"},
    ),
    "an event is stored twice": (
        f"INSERT INTO outbox SELECT shard, seq + 100, event_id, type, key, payload, at FROM outbox"
        f" WHERE shard = {A_SHARD} AND seq = {ROUND_SEQ}",
        {"outbox_gapless", "outbox_event_once"},
    ),
    "an event tells of another stake": (
        "UPDATE outbox SET payload = convert_to(replace(convert_from(payload, 'UTF8'),"
        f" '\"bet\":100', '\"bet\":101'), 'UTF8') WHERE seq = {ROUND_SEQ} AND shard = {A_SHARD}",
        {"event_of_round"},
    ),
    "an event tells of nothing": (
        f"UPDATE outbox SET payload = 'x' WHERE seq = {ROUND_SEQ} AND shard = {A_SHARD}",
        {"event_of_round"},
    ),
    "an event is of no command": (
        f"UPDATE outbox SET event_id = gen_random_uuid() WHERE seq = {ROUND_SEQ} AND shard = {A_SHARD}",
        {"event_of_command", "event_of_round"},
    ),
    "an event is of no entity": (
        f"UPDATE outbox SET key = 'user/nobody' WHERE seq = {ROUND_SEQ} AND shard = {A_SHARD}",
        {"event_of_command", "event_of_round"},
    ),
    "a cursor is ahead of its outbox": (
        f"INSERT INTO outbox_cursor VALUES ({A_SHARD}, 1000)",
        {"outbox_cursor"},
    ),
    "a tell is of no command": (
        f"INSERT INTO tell VALUES (gen_random_uuid(), {A_SHARD}, 'user', {A_USER}, 'shop', 'main', 'x', '')",
        {"tell_of_command"},
    ),
    "a command is in another shard": (
        f"UPDATE command SET shard = {ELSEWHERE} WHERE tx = {A_ROUND}",
        {"command_placement", "transfer_of_command", "round_of_command"},
    ),
    "a part is in another shard": (
        f"UPDATE entity_part SET shard = {ELSEWHERE} WHERE part = 'seeds' AND key = {A_USER}",
        {"part_placement"},
    ),
    "a transfer is in another shard": (
        f"UPDATE transfer SET shard = {ELSEWHERE} WHERE tx = {A_ROUND}",
        {"row_placement", "transfer_of_command", "round_money"},
    ),
    "a round is in another shard": (
        f"UPDATE game_round SET shard = {ELSEWHERE} WHERE tx = {A_ROUND}",
        {"row_placement", "round_of_command", "round_money"},
    ),
    "an event is in another shard": (
        f"UPDATE outbox SET shard = {ELSEWHERE} WHERE seq = 1 AND shard = {A_SHARD}",
        {"row_placement", "outbox_gapless"},
    ),
    "a timer is in another shard": (
        f"INSERT INTO timer VALUES ('user', {A_USER}, 'name', ({A_SHARD} + 1) % 1024, 'id', 0, 'x', '')",
        {"row_placement"},
    ),
}
