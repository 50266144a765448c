/**
 * The routes of the gateway: what they take and answer, as openapi-typescript makes it of docs/api/openapi.json.
 *
 * Written by `make papers`; a test fails when it is stale. Never edited.
 *
 * sha256 of docs/api/openapi.json: c3d90130a98923a7e0dcb61a7e9b95392abe303bd846f5816b271142ba41ed35
 */

export interface paths {
    readonly "/api/auth/signup": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Sign up
         * @description Create a player's account and open its first session.
         */
        readonly post: operations["auth_signup"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/login": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Log in
         * @description Open a session. An unknown username and a wrong password get the same answer.
         *
         *     A session in a cookie takes the place of the one that the browser had, and staff get none.
         */
        readonly post: operations["auth_login"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/refresh": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Refresh tokens
         * @description Exchange the refresh token. It is replaced each time. For 10 s the replaced one yields what is in force;
         *     presenting it later ends the session. A session in a cookie is refreshed without a body.
         */
        readonly post: operations["auth_refresh"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/logout": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Log out
         * @description End the session of the token, and its sockets; of a session in a cookie, with or without a token.
         */
        readonly post: operations["auth_logout"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/password": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Change the password
         * @description Replace the password. Every session but the one that asks ends, and so do their sockets.
         */
        readonly post: operations["auth_password_change"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/me": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Who am I
         * @description The account and session of the token.
         */
        readonly get: operations["auth_me_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/sessions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List sessions
         * @description The caller's living sessions, newest first.
         */
        readonly get: operations["auth_sessions_list"];
        readonly put?: never;
        readonly post?: never;
        /**
         * End all sessions
         * @description End every session of the caller, and all of their sockets.
         */
        readonly delete: operations["auth_sessions_end_all"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/sessions/{session_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /**
         * End a session
         * @description End one of the caller's own sessions, and its sockets.
         */
        readonly delete: operations["auth_sessions_end"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/users/me": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * My profile
         * @description Balances, experience and tier of the caller, and the version of the entity that they are from.
         */
        readonly get: operations["users_me_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/games/stats/me": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * My statistics
         * @description The caller's statistics, overall and by game.
         */
        readonly get: operations["games_stats_me_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/fairness/seeds": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * My fairness seeds
         * @description The commitments in force, by which the caller can check every round once the seed is revealed.
         */
        readonly get: operations["fairness_seeds_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/realtime/snapshot": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * State snapshot
         * @description The whole state, for clients that cannot hold a socket; its ETag is of the caller and all that is shown.
         */
        readonly get: operations["realtime_snapshot_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/users/me/ledger": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * My ledger
         * @description Every change of the caller's balances, with what it was for.
         */
        readonly get: operations["users_me_ledger_list"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/games/history": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * My rounds
         * @description The rounds that the caller has played to their end; one that was voided is in the ledger alone.
         */
        readonly get: operations["games_history_list"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/fairness/rounds/{round_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Proof of a round
         * @description What was committed to before the round and what came of it; public, for whoever has the round's id.
         */
        readonly get: operations["fairness_rounds_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/games/slot/machines": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Slot machines
         * @description Every slot machine, as it is played.
         */
        readonly get: operations["games_slot_machines_list"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/games/slot/machines/{machine_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * A slot machine
         * @description One slot machine, as it is played or in the version asked for: with seeds, all that recomputing a spin takes.
         */
        readonly get: operations["games_slot_machines_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/games/gacha/banners": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Gacha banners
         * @description Every banner with its disclosure.
         */
        readonly get: operations["games_gacha_banners_list"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/games/gacha/banners/{banner_id}/rates": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Rates of a banner
         * @description The disclosure of one banner, from the table that pulls are or, in an older version, were rolled from.
         */
        readonly get: operations["games_gacha_banners_rates_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/games/rps": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Pays of rock, paper, scissors
         * @description Pays in force, or those of the version asked for: with seeds, all that recomputing a round takes.
         */
        readonly get: operations["games_rps_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/economy": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Numbers of the economy
         * @description The numbers in force, or those of the version asked for.
         */
        readonly get: operations["economy_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/streak/ladder": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Rewards of the streak
         * @description The ladder in force, or that of the version asked for.
         */
        readonly get: operations["streak_ladder_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/games/crash/tables": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Crash tables
         * @description Every crash table; one by its id says in which phase it is.
         */
        readonly get: operations["games_crash_tables_list"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/games/crash/tables/{table_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * A crash table
         * @description Phase, round and limits of a table, how many bets are open, and its last results.
         */
        readonly get: operations["games_crash_tables_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/games/crash/bets/{bet_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * A crash bet
         * @description A bet of the caller, open or ended; there is none of another player.
         */
        readonly get: operations["games_crash_bets_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/shop/catalog": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The catalog
         * @description The catalog from this gateway's copy; every gateway gives the same one the same ETag.
         */
        readonly get: operations["shop_catalog"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/shop/purchases": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * My purchases
         * @description Pending purchases, and every one that succeeded or was refunded.
         */
        readonly get: operations["shop_purchases_list"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/shop/purchases/{purchase_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * One of my purchases
         * @description A pending purchase or a receipt of the caller.
         */
        readonly get: operations["shop_purchases_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/events/active": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Events and missions of now
         * @description Every event that means something to the caller now, and how far they have come in it.
         */
        readonly get: operations["events_active"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/events/unacked": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Notices that are too many for the snapshot
         * @description The caller's unacknowledged notices that the snapshot has no room for; `event.ack` acknowledges them.
         */
        readonly get: operations["events_unacked_list"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/events/{event_id}/join": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Command event.join
         * @description Take part in an event; joining again changes nothing.
         */
        readonly post: operations["events_join"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/events/{event_id}/claim": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Command event.claim
         * @description Take the reward of an event whose target is reached: once, or once in its day or week.
         */
        readonly post: operations["events_claim"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/streak/protection": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * My streak
         * @description The caller's streak as it is now, what protects it and what another freeze costs.
         */
        readonly get: operations["streak_protection_get"];
        readonly put?: never;
        /**
         * Command streak.protect
         * @description Buy a freeze: it takes the place of a day that is missed later.
         */
        readonly post: operations["streak_protection_buy"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/streak/history": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * My days
         * @description The days on which the caller's streak was counted.
         */
        readonly get: operations["streak_history_list"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/users/me/locale": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Choose a language
         * @description Keep the caller's language, for whatever is written to them; the same choice again changes nothing.
         */
        readonly post: operations["users_me_locale_create"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/users/me/standing": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * My standing
         * @description Whether the caller may play, and if not, until when. One who may not play may still ask this.
         */
        readonly get: operations["users_me_standing_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/games/rps/play": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Command rps.play
         * @description One round against the house; `bet` in gold.
         *
         *     With the `version` of the pays that the player was shown, a round by any other is refused: `version_conflict`.
         */
        readonly post: operations["games_rps_play"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/games/slot/spin": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Command slot.spin
         * @description One spin; `bet` is the whole stake in gold, whatever the number of lines.
         *
         *     With the `version` of the machine that the player was shown, a spin of any other is refused: `version_conflict`.
         */
        readonly post: operations["games_slot_spin"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/games/gacha/pull": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Command gacha.pull
         * @description One or ten pulls from a banner, paid in gold; ten are one round.
         *
         *     With the `version` of the banner that the player was shown, a pull by any other is refused: `version_conflict`.
         */
        readonly post: operations["games_gacha_pull"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/games/crash/bet": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Command crash.bet
         * @description One bet on a table's round that is open; `auto_cashout` is a target in cents: 250 is 2.50x.
         */
        readonly post: operations["games_crash_bet"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/games/crash/cashout": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Command crash.cashout
         * @description Leave the curve now: it counts from its receipt by the server.
         */
        readonly post: operations["games_crash_cashout"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/shop/buy": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Command shop.buy
         * @description Buy `quantity` pieces; with the `catalog_version` that the player saw, for no other currency, at no higher price
         *     and with no less in them than that showed.
         */
        readonly post: operations["shop_buy"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/shop/cancel": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Command shop.cancel
         * @description Give up a purchase that is still pending.
         */
        readonly post: operations["shop_cancel"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/streak/tick": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Command streak.tick
         * @description Count today. The first connection of a day does so by itself.
         */
        readonly post: operations["streak_tick"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/streak/claim": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Command streak.claim
         * @description Take the reward of the next rung of the run. `rung`, when it is given, must be that one.
         */
        readonly post: operations["streak_claim"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/streak/time-zone": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Command streak.zone
         * @description Live in another time zone of the IANA database, at most once in 30 days; it cannot earn a day.
         */
        readonly post: operations["streak_time_zone_set"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/fairness/seeds/rotate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Command seeds.rotate
         * @description Reveal the server seed in force and go on with the next one, under a new client seed.
         *
         *     Without `client_seed` the new one is the first 16 hex digits of the SHA-256 over
         *     `{former next_server_seed_hash}:{id of this command}`.
         */
        readonly post: operations["fairness_seeds_rotate"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/events/ack": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Command event.ack
         * @description The client has shown these purchases and grants: they need not be sent again.
         */
        readonly post: operations["events_ack"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/users/me/exclusion": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Command account.exclude
         * @description Exclude yourself from play until a time (Unix ms): a day to five years; it can only be made longer.
         */
        readonly post: operations["users_me_exclusion_set"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/staff": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List staff
         * @description Every staff account.
         */
        readonly get: operations["staff_list"];
        readonly put?: never;
        /**
         * Add staff
         * @description Create a staff account.
         */
        readonly post: operations["staff_create"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/staff/{staff_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Change staff
         * @description Change role, state or password of somebody else; the last active ADMIN keeps both (409 `last_admin`).
         */
        readonly patch: operations["staff_change"];
        readonly trace?: never;
    };
    readonly "/api/admin/totp": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Enrol a second factor
         * @description A new secret, which counts after it was confirmed; until then the one before does.
         *
         *     It takes the password, or a code of the factor that counts if there is one.
         */
        readonly post: operations["totp_enrol"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/totp/confirm": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Confirm a second factor
         * @description The newest secret counts from now on: every log-in needs a code of it.
         */
        readonly post: operations["totp_confirm"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/totp/remove": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Remove a second factor
         * @description Log in by password alone from now on. It takes a code of the factor.
         */
        readonly post: operations["totp_remove"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/staff/{staff_id}/totp/remove": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Take a second factor away
         * @description Of a member of staff who has lost it. It takes the caller's own password or code.
         */
        readonly post: operations["staff_totp_remove"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/audit": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Audit trail
         * @description The newest rows that every filter lets through; `from` is included, `to` is not.
         *
         *     With several filters a page looks through a bounded part of the trail: it may be short, and goes on at `next`.
         */
        readonly get: operations["audit_list"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/audit/export": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Export the audit trail
         * @description Every row that the filters let through, newest first; the export is itself an act that the trail keeps.
         *
         *     One export looks through a bounded part of the trail; if there is more, its header `Link` (`rel="next"`) leads to
         *     the next part.
         */
        readonly get: operations["audit_export"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/users": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Players
         * @description Players whose names begin with `q`; all of them without it. Accounts of staff have a list of their own.
         */
        readonly get: operations["users_list"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/users/{user_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * A player
         * @description Account, balances and standing of a player.
         */
        readonly get: operations["users_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/users/{user_id}/ban": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Ban a player
         * @description Keep a player from playing and close their sockets; another ban replaces the one before.
         */
        readonly post: operations["users_ban"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/users/{user_id}/unban": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Lift a ban
         * @description Let a player play again; `changed` is false if nobody had banned them.
         */
        readonly post: operations["users_unban"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/users/{user_id}/kick": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Kick a player
         * @description Close a player's sockets on every gateway; they may come back.
         */
        readonly post: operations["users_kick"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/users/{user_id}/grant": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Grant a reward
         * @description Give a player something, once for each idempotency key. Above the threshold, which is a sum, it waits for
         *     a second person.
         */
        readonly post: operations["users_grant"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/users/{user_id}/deduct": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Deduct from a player
         * @description Take an amount from a player; 409 `insufficient_gold` if they have less, and then nothing is taken.
         */
        readonly post: operations["users_deduct"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/users/{user_id}/debts/forgive": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Forgive a debt
         * @description Forgive a player up to an amount of what they owe in a currency; 404 if they owe nothing in it.
         */
        readonly post: operations["users_debts_forgive_create"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/users/{user_id}/grant-freezes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Grant streak freezes
         * @description Give a player freezes for their streak; 403 `limit_exceeded` if they would have more than a player may.
         */
        readonly post: operations["users_grant_freezes"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/users/{user_id}/grant-item": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Grant an item
         * @description Give a player pieces of an item that some banner has; 404 if none has it.
         */
        readonly post: operations["users_grant_item"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/users/{user_id}/purchases": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Purchases of a player
         * @description Pending purchases, and every one that succeeded or was refunded.
         */
        readonly get: operations["users_purchases_list"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/users/{user_id}/purchases/{purchase_id}/refund": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Refund a purchase
         * @description Give the price back and take the contents back, once for each idempotency key; what was spent of them is owed.
         *
         *     It counts in the sums of grants, and waits for a second person above their thresholds.
         */
        readonly post: operations["users_purchases_refund"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/rounds": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Rounds
         * @description The newest settled rounds that every filter lets through; `from` is included, `to` is not.
         */
        readonly get: operations["rounds_list"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/rounds/{round_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * A round
         * @description Any round: a solo round or a settled bet by its id, a round of a crash table by its name.
         */
        readonly get: operations["rounds_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/crash/tables": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Crash tables
         * @description Phase, round, bets, bankroll and place in the chain of every table; nothing that is secret yet.
         */
        readonly get: operations["crash_tables_list"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/shop/items": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Items of the shop
         * @description Every item, those not on sale included, with its discount, due or scheduled, and where its pieces are.
         *
         *     Archived items come by id, of which some are in the store alone.
         */
        readonly get: operations["shop_items_list"];
        readonly put?: never;
        /**
         * Create an item
         * @description Put a new item into the shop, by default not on sale yet.
         */
        readonly post: operations["shop_items_create"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/shop/items/{item_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Versions of an item
         * @description An item as it is and as it was; `revert` takes it back to one of these versions.
         */
        readonly get: operations["shop_items_versions"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Edit an item
         * @description Change name, price, contents, limits or tier; what is left out stays.
         */
        readonly patch: operations["shop_items_change"];
        readonly trace?: never;
    };
    readonly "/api/admin/shop/items/{item_id}/toggle": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Put an item on sale or take it off
         * @description Activate or deactivate an item; 409 `item_inactive` if it cannot be activated.
         */
        readonly patch: operations["shop_items_toggle"];
        readonly trace?: never;
    };
    readonly "/api/admin/shop/items/{item_id}/discount": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Discount an item
         * @description Set or take away the discount; it applies within its window.
         */
        readonly patch: operations["shop_items_discount"];
        readonly trace?: never;
    };
    readonly "/api/admin/shop/items/{item_id}/rank": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Rank an item
         * @description Move an item in the catalog.
         */
        readonly patch: operations["shop_items_rank"];
        readonly trace?: never;
    };
    readonly "/api/admin/shop/items/{item_id}/stock": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Stock an item
         * @description Say how many pieces there ever are, no fewer than are sold or held.
         */
        readonly patch: operations["shop_items_stock"];
        readonly trace?: never;
    };
    readonly "/api/admin/shop/items/{item_id}/window": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Say when an item is sold
         * @description Set or take away the sale window; a discount has a window of its own.
         */
        readonly patch: operations["shop_items_window"];
        readonly trace?: never;
    };
    readonly "/api/admin/shop/items/{item_id}/revert": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Revert an item
         * @description Give an item the texts, price, contents, limits and windows that it had at an earlier version, as a new version.
         *
         *     Stock, rank, and whether it is on sale stay what they are; `changes` says what is different.
         */
        readonly post: operations["shop_items_revert"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/shop/items/{item_id}/archive": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Archive an item
         * @description Take an item off sale and out of the lists, so that it does not count as one of the shop's; or bring it back.
         *
         *     409 `item_inactive` while purchases under way hold pieces of it. An archived item takes no other orders.
         */
        readonly post: operations["shop_items_archive"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/definitions/missions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /**
         * Publish versions together
         * @description Change several definitions of an area together: all of them, or none. It is the way for those that only fit one
         *     another.
         */
        readonly put: operations["definitions_missions_publish_together"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/definitions/missions/{definition_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /**
         * Publish a version
         * @description Create a definition or change it; refused if it cannot be played by, or does not fit the others. What gives
         *     players more than one person may give waits for a second one.
         */
        readonly put: operations["definitions_missions_publish"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/definitions/missions/{definition_id}/close": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Close a definition
         * @description Take it out of use; publishing another version opens it again.
         */
        readonly post: operations["definitions_missions_close"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/definitions/missions/{definition_id}/revert": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Return to an earlier version
         * @description Publish what an earlier version was as the next one.
         */
        readonly post: operations["definitions_missions_revert"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/definitions/{area}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List definitions
         * @description Every definition of an area: `missions`, `slot`, `gacha`, `crash`, `rps`, `economy` or `streak`.
         */
        readonly get: operations["definitions_list"];
        /**
         * Publish versions together
         * @description Change several definitions of an area together: all of them, or none. It is the way for those that only fit one
         *     another.
         */
        readonly put: operations["definitions_publish_together"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/definitions/{area}/{definition_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Versions of a definition
         * @description Every version with its body, who made it and why.
         */
        readonly get: operations["definitions_versions"];
        /**
         * Publish a version
         * @description Create a definition or change it; refused if it cannot be played by, or does not fit the others. What gives
         *     players more than one person may give waits for a second one.
         */
        readonly put: operations["definitions_publish"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/definitions/{area}/{definition_id}/close": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Close a definition
         * @description Take it out of use; publishing another version opens it again.
         */
        readonly post: operations["definitions_close"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/definitions/{area}/{definition_id}/revert": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Return to an earlier version
         * @description Publish what an earlier version was as the next one.
         */
        readonly post: operations["definitions_revert"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/definitions/{area}/{definition_id}/diff": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * What differs between two versions
         * @description Place by place, by JSON pointer.
         */
        readonly get: operations["definitions_diff"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/approvals": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List approvals
         * @description Acts that wait for a second person, or have.
         */
        readonly get: operations["approvals_list"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/approvals/{approval_id}/approve": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Approve an act
         * @description Approve what somebody else has asked for; it is carried out at once.
         */
        readonly post: operations["approvals_approve"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/approvals/{approval_id}/refuse": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Refuse an act
         * @description Refuse what somebody else has asked for.
         */
        readonly post: operations["approvals_refuse"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/health": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Health summary
         * @description Always 200: a summary for people; probes use `/health/live` and `/health/ready`.
         */
        readonly get: operations["health_summary"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/health/live": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Liveness
         * @description Only that the process answers; nothing else is looked at.
         */
        readonly get: operations["health_live"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/health/ready": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Readiness
         * @description Whether this gateway should get traffic: every required check holds.
         */
        readonly get: operations["health_ready"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AccountExclude
         * @description Exclude yourself from play until a time (Unix ms): a day to five years; it can only be made longer.
         */
        readonly AccountExclude: {
            /** @description Until when the player cannot play, in Unix ms; it can be put off, never brought forward. */
            readonly until: number;
        };
        /**
         * AccountExcluded
         * @description The player cannot play before `until` (Unix ms).
         */
        readonly AccountExcluded: {
            /** @description End of the exclusion, in Unix ms. */
            readonly until: number;
        };
        /**
         * ActiveEvent
         * @description An event that can be joined, counts, or can be claimed. None is an open end of a window.
         *
         *         `games` empty is every game; `requires` are events that must have been claimed before it can be joined.
         */
        readonly ActiveEvent: {
            /** @description Id of the event or mission. */
            readonly event_id: string;
            /** @description Progress so far, in the same unit as `target` and never above it. */
            readonly progress: number;
            /** @description Progress at which it can be claimed, in units of its kind: rounds, gold, purchases or days. */
            readonly target: number;
            /** @description True once the player takes part. */
            readonly joined: boolean;
            /** @description True while the reward can be claimed. */
            readonly can_claim: boolean;
            /** @description True once the reward has been paid, in the present day or week if it repeats. */
            readonly claimed: boolean;
            /** @description Title, in Korean and English. */
            readonly title: components["schemas"]["Title"];
            /**
             * @description What it counts.
             * @enum {unknown}
             */
            readonly kind: "play" | "purchase" | "streak" | "wager" | "win" | "win_multiplier";
            /** @description Its beginning, in Unix ms; null is open. */
            readonly starts_at: number | null;
            /** @description Its end, in Unix ms, not included; null is open. */
            readonly ends_at: number | null;
            /** @description Until when the reward can be claimed, in Unix ms, not included; null is for ever. */
            readonly claim_ends_at: number | null;
            /** @description What a claim pays, in whole units of each type. */
            readonly reward: readonly components["schemas"]["Reward"][];
            /** @description Names of the games that count; empty is every game. */
            readonly games: readonly string[];
            /** @description Least multiplier that a win must have to count, in hundredths; null where it does not matter. */
            readonly multiplier: number | null;
            /**
             * @description How often it begins anew.
             * @enum {unknown}
             */
            readonly repeat: "daily" | "once" | "weekly";
            /** @description Ids of the events that must have been claimed before. */
            readonly requires: readonly string[];
            /** @description True if players take part without joining. */
            readonly auto_join: boolean;
            /** @description Version number; it rises by one with each change. */
            readonly version: number;
        };
        /**
         * ActiveEvents
         * @description Every event that means something to this player now.
         */
        readonly ActiveEvents: {
            /** @description Events and missions, those that end first before the others. */
            readonly events: readonly components["schemas"]["ActiveEvent"][];
        };
        /**
         * Alive
         * @description The process answers.
         */
        readonly Alive: {
            /** @description Always `ok`. */
            readonly status: string;
        };
        /**
         * AlreadyBetProblem
         * @description Problem `already_bet`, status 409 Conflict.
         */
        readonly AlreadyBetProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:already_bet";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 409;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "already_bet";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
        };
        /**
         * AlreadyClaimedProblem
         * @description Problem `already_claimed`, status 409 Conflict.
         */
        readonly AlreadyClaimedProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:already_claimed";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 409;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "already_claimed";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
            /** @description The event. */
            readonly event_id?: string;
            /** @description Number of the rung that was asked for. */
            readonly rung?: number;
            /** @description Number of the last rung that was claimed. */
            readonly claimed?: number;
        };
        /**
         * ApprovalList
         * @description Acts that wait for a second person, or have; the newest first.
         */
        readonly ApprovalList: {
            /** @description The items of this page. */
            readonly items: readonly components["schemas"]["ApprovalView"][];
            /**
             * @description Cursor of the page after this; null on the last one.
             * @default null
             */
            readonly next: string | null;
        };
        /**
         * ApprovalVerdict
         * @description Why it is approved or refused.
         */
        readonly ApprovalVerdict: {
            /** @description Why it is approved or refused; the audit trail keeps it. */
            readonly reason: string;
        };
        /**
         * ApprovalView
         * @description An act: `body` is what it needs, `outcome` is `ok` or an error code once it is `done`.
         *
         *         `readable` is false when this version of the program cannot read it: it can be refused, and is not carried out.
         */
        readonly ApprovalView: {
            /** @description Id of the approval. */
            readonly id: string;
            /** @description What is to be done: the type of the command, `events.publish` or `configuration.publish`. */
            readonly act: string;
            /** @description On what: `user/ID`, or the definitions `AREA/ID`. */
            readonly target: string;
            /** @description What the act needs. */
            readonly body: unknown;
            /** @description Why it was asked for. */
            readonly reason: string;
            /** @description Id of the member of staff who asked. */
            readonly requested_by: string;
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            readonly at: string;
            /**
             * Format: date-time
             * @description When it expires unless somebody decides.
             */
            readonly expires_at: string;
            /**
             * @description State that it is in.
             * @enum {unknown}
             */
            readonly state: "approved" | "done" | "expired" | "pending" | "refused";
            /** @description Id of the member of staff who decided; null before. */
            readonly decided_by: string | null;
            /** @description When it was decided; null before. */
            readonly decided_at: string | null;
            /** @description `ok` or an error code once it is carried out; null before. */
            readonly outcome: string | null;
            /** @description False if this version of the program cannot read the act; it can be refused, not approved. */
            readonly readable: boolean;
        };
        /**
         * AuditPage
         * @description Newest first; `next` is the cursor of the page after this, null on the last one.
         */
        readonly AuditPage: {
            /** @description Rows of the trail, newest first. */
            readonly rows: readonly components["schemas"]["AuditView"][];
            /** @description Cursor of the page after this; null on the last one. */
            readonly next: string | null;
        };
        /**
         * AuditView
         * @description One act. `result` is `ok` or the error code; `hash` is null until the row is sealed.
         */
        readonly AuditView: {
            /** @description Number of the row; it rises with time. */
            readonly id: number;
            /**
             * Format: date-time
             * @description When it was done.
             */
            readonly at: string;
            /** @description The act, in capital letters. */
            readonly event: string;
            /** @description Id of the account that did it; empty for the server itself and for strangers. */
            readonly actor: string;
            /** @description Role of the actor at that time. */
            readonly role: string;
            /** @description On what it was done: `user/ID`. */
            readonly target: string;
            /** @description State before, as it is stored, with times in Unix ms; null where it does not apply. */
            readonly old: unknown;
            /** @description State after, as it is stored, with times in Unix ms; null where it does not apply. */
            readonly new: unknown;
            /** @description Why, in the words of the actor. */
            readonly reason: string;
            /** @description Id of the request that did it. */
            readonly request_id: string;
            /** @description Address of the client, as trusted proxies tell it. */
            readonly address: string;
            /** @description `ok`, or the error code of the refusal. */
            readonly result: string;
            /** @description Hash of the row and the one before it, in hex; null until the row is sealed. */
            readonly hash: string | null;
        };
        /**
         * BadRequestProblem
         * @description Problem `bad_request`, status 400 Bad Request.
         */
        readonly BadRequestProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:bad_request";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 400;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "bad_request";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
        };
        /**
         * Ban
         * @description Why, and until when; without `until` the ban lasts until it is lifted.
         */
        readonly Ban: {
            /** @description Why; the audit trail keeps it. */
            readonly reason: string;
            /**
             * @description End of the ban, with an offset; null is until it is lifted.
             * @default null
             */
            readonly until?: string | null;
        };
        /**
         * BannerItem
         * @description `share` is its part of the hits of its rarity.
         */
        readonly BannerItem: {
            /** @description Id of the item. */
            readonly item: string;
            /** @description True if the banner features it. */
            readonly featured: boolean;
            /** @description Its part of the hits of its rarity, as a share of 1. */
            readonly share: number;
        };
        /**
         * BannerPeriod
         * @description Unix ms; null is open.
         */
        readonly BannerPeriod: {
            /** @description When it opens, in Unix ms; null is open. */
            readonly starts_at: number | null;
            /** @description When it closes, in Unix ms, not included; null is open. */
            readonly ends_at: number | null;
        };
        /**
         * BannerPity
         * @description From pull `from_pull` since the last hit on, each adds `step` to the rate; pull `certain_at` is certain.
         */
        readonly BannerPity: {
            /** @description Number of the pull since the last hit from which on the rate rises; null is never. */
            readonly from_pull: number | null;
            /** @description What each further pull adds to the rate, as a share of 1. */
            readonly step: number;
            /** @description Number of the pull since the last hit that is certain; null is none. */
            readonly certain_at: number | null;
            /** @description True if the hit after one that was not featured is featured. */
            readonly featured_guaranteed_after_a_miss: boolean;
        };
        /**
         * BannerRarity
         * @description `rate` is of the first pull after a hit, `consolidated_rate` of very many pulls; both are shares of 1.
         */
        readonly BannerRarity: {
            /** @description Rarity, in number of stars. */
            readonly stars: number;
            /** @description Rate of the first pull after a hit, as a share of 1. */
            readonly rate: number;
            /** @description Rate over very many pulls, as a share of 1. */
            readonly consolidated_rate: number;
            /** @description Mean number of pulls until a hit. */
            readonly expected_pulls: number;
            /** @description Rate of each pull since the last hit, as a share of 1. */
            readonly rate_by_pull: readonly number[];
            /** @description How the rate rises while there is no hit. */
            readonly pity: components["schemas"]["BannerPity"];
            /** @description Number of shards that a duplicate becomes. */
            readonly duplicate_shards: number;
            /** @description Items of this rarity. */
            readonly items: readonly components["schemas"]["BannerItem"][];
        };
        /**
         * BannerRates
         * @description The disclosure of a banner: rates, pity, period, version, and what the last version changed. A `closed` one
         *         takes no pulls.
         */
        readonly BannerRates: {
            /** @description Id of the banner. */
            readonly banner: string;
            /** @description Version number of the banner. */
            readonly version: number;
            /** @description Kind of banner. */
            readonly type: string;
            /** @description Title, in Korean and English. */
            readonly title: {
                readonly [key: string]: string;
            };
            /** @description When it can be pulled. */
            readonly period: components["schemas"]["BannerPeriod"];
            /** @description What the last version changed, in Korean and English. */
            readonly change_notice: {
                readonly [key: string]: string;
            };
            /** @description Price of one pull. */
            readonly price: {
                readonly [key: string]: string | number;
            };
            /** @description Rates by rarity, the rarest first. */
            readonly rates: readonly components["schemas"]["BannerRarity"][];
            /** @description True while the banner takes no pulls. */
            readonly closed: boolean;
        };
        /**
         * Banners
         * @description Banners by id, whether they are open or not.
         */
        readonly Banners: {
            /** @description The items of this page. */
            readonly items: readonly components["schemas"]["BannerRates"][];
            /**
             * @description Cursor of the page after this; null on the last one.
             * @default null
             */
            readonly next: string | null;
        };
        /**
         * BetInspected
         * @description One bet. `how` it ended: `manual`, `auto`, `forced`, `lost`, `refunded`, `played` in a solo round, else `open`.
         *
         *         `placed_at` is when the player's stake was taken, `accepted_at` when the table took the bet, `cashed_out_at` when it
         *         left the curve, `settled_at` when the player had been paid, all durably; null is not yet, not at all or, of
         *         `accepted_at`, that the command is no longer kept. `auto_cashout` is in cents, 0 for none.
         */
        readonly BetInspected: {
            /** @description Id of the bet; of a solo round that of the round. */
            readonly bet_id: string;
            /** @description Id of the player's account. */
            readonly user_id: string;
            /** @description Stake, in whole gold. */
            readonly bet: number;
            /** @description Amount paid, in whole gold, the stake included; 0 if nothing. */
            readonly payout: number;
            /** @description Multiplier at which it is cashed out by itself, in hundredths; 0 is never. */
            readonly auto_cashout: number;
            /** @description Multiplier at which it left the curve, as text with two decimals; empty if it did not. */
            readonly multiplier: string;
            /** @description How it ended: `manual`, `auto`, `forced`, `lost`, `refunded`, `played` in a solo round, else `open`. */
            readonly how: string;
            /** @description When the player's stake was taken; null where that is not known. */
            readonly placed_at: string | null;
            /** @description When the table took the bet; null is not yet, or no longer known. */
            readonly accepted_at: string | null;
            /** @description When it left the curve; null is not at all. */
            readonly cashed_out_at: string | null;
            /** @description When the player had been paid; null is not yet. */
            readonly settled_at: string | null;
        };
        /**
         * BetSeen
         * @description A bet of the present round; `how` is empty while it is open, `auto` and `cents` are 0 for none.
         */
        readonly BetSeen: {
            /** @description Id of the bet. */
            readonly bet_id: string;
            /** @description Id of the player's account. */
            readonly user_id: string;
            /** @description Stake, in whole gold. */
            readonly bet: number;
            /** @description Multiplier at which it is cashed out by itself, in hundredths; 0 is never. */
            readonly auto: number;
            /** @description Multiplier at which it left the curve, in hundredths; 0 is not at all. */
            readonly cents: number;
            /** @description Amount paid, in whole gold, the stake included; 0 if nothing. */
            readonly payout: number;
            /** @description How the bet ended; empty while it is open. */
            readonly how: string;
        };
        /**
         * Catalog
         * @description Items on sale by rank; `version` rises with every change of a price, a window or anything else but the stock.
         */
        readonly Catalog: {
            /** @description Version number of the catalog; it rises with each change of an item. */
            readonly version: number;
            /** @description Items by rank. */
            readonly items: readonly components["schemas"]["ItemShown"][];
            /**
             * @description IANA time zone of the shop: by it begin the days, weeks and months of `per_user_period`.
             * @default UTC
             */
            readonly time_zone: string;
        };
        /**
         * ChainShown
         * @description The commitment to a chain of rounds.
         */
        readonly ChainShown: {
            /** @description Last hash of the table's chain, in hex: the commitment to all of its rounds. */
            readonly terminating_hash: string;
            /** @description Salt of the chain, in hex; empty until betting has closed in its first round that somebody has bet on. */
            readonly salt: string;
            /** @description Number of rounds in the chain. */
            readonly length: number;
        };
        /**
         * Change
         * @description A difference at `path`, a JSON pointer (RFC 6901); without `old` it is new there, without `new` it is gone.
         */
        readonly Change: {
            /** @description Place of the difference, a JSON pointer. */
            readonly path: string;
            /** @description Value before; absent if it is new there. */
            readonly old?: unknown;
            /** @description Value after; absent if it is gone. */
            readonly new?: unknown;
        };
        /**
         * Closing
         * @description Out of use, from `starts_at` on or at once; what is open ends by its own version.
         */
        readonly Closing: {
            /** @description Version number of the newest one that the caller has seen. */
            readonly version: number;
            /** @description Why; the audit trail keeps it. */
            readonly reason: string;
            /**
             * @description From when on it is closed, with an offset; null is at once.
             * @default null
             */
            readonly starts_at?: string | null;
            /**
             * @description True to give up scheduled versions that so never come into force; without it they are a reason to refuse.
             * @default false
             */
            readonly replace?: boolean;
        };
        /**
         * Content
         * @description An amount that the buyer gets: for each piece in an item, in all in a purchase; both of one range.
         */
        readonly Content: {
            /**
             * @description What it is: a currency, or a good such as a freeze.
             * @enum {unknown}
             */
            readonly type: "gem" | "gold" | "shard";
            /** @description Amount, in whole units of its currency. */
            readonly amount: number;
        };
        /**
         * CookieTokenAnswer
         * @description The access token of a session whose refresh token is in a cookie; `expires_in` is its life in seconds.
         */
        readonly CookieTokenAnswer: {
            /** @description Access token, to be sent as `Authorization: Bearer ...`. */
            readonly access_token: string;
            /** @description Life of the access token, in seconds. */
            readonly expires_in: number;
            /** @description The account. */
            readonly user: components["schemas"]["UserView"];
            /**
             * @description Always `bearer`.
             * @default bearer
             */
            readonly token_type: string;
        };
        /**
         * Correction
         * @description An amount of a currency, and why.
         */
        readonly Correction: {
            /** @description Why; the audit trail keeps it. */
            readonly reason: string;
            /**
             * @description Currency of the amount.
             * @enum {unknown}
             */
            readonly currency: "gem" | "gold" | "shard";
            /** @description Amount, in whole units of the currency. */
            readonly amount: number;
        };
        /**
         * CrashBet
         * @description One bet on a table's round that is open; `auto_cashout` is a target in cents: 250 is 2.50x.
         */
        readonly CrashBet: {
            /** @description Id of the round that is open for bets. */
            readonly round_id: string;
            /** @description Stake, in whole gold. */
            readonly bet: number;
            /**
             * @description Name of the crash table.
             * @default main
             */
            readonly table?: string;
            /**
             * @description Multiplier at which the bet is cashed out by itself, in hundredths: 250 is 2.50x; null is never.
             * @default null
             */
            readonly auto_cashout?: number | null;
        };
        /**
         * CrashBetPlaced
         * @description The table has the bet; `gold` is the balance without the stake.
         */
        readonly CrashBetPlaced: {
            /** @description Id of the bet. */
            readonly bet_id: string;
            /** @description Id of the round. */
            readonly round_id: string;
            /** @description The player's balance without the stake, in whole gold. */
            readonly gold: number;
        };
        /**
         * CrashBetState
         * @description A bet of the caller, open or ended.
         */
        readonly CrashBetState: {
            /** @description Id of the bet. */
            readonly bet_id: string;
            /** @description Name of the crash table. */
            readonly table: string;
            /** @description Id of the table's round. */
            readonly round_id: string;
            /** @description Stake, in whole gold. */
            readonly bet: number;
            /** @description Multiplier at which the bet is cashed out by itself, in hundredths; 0 is never. */
            readonly auto_cashout: number;
            /**
             * @description State of the bet: `waiting` until the table has taken it, then `open`, in the end one of the others; a `tie` paid what was staked.
             * @enum {unknown}
             */
            readonly state: "lost" | "open" | "refunded" | "tie" | "waiting" | "won";
            /**
             * @description Multiplier at which it was cashed out, as text with two decimals; null if it was not.
             * @default null
             */
            readonly multiplier: string | null;
            /**
             * @description Amount that came back, in whole gold, the stake included; null until it has ended.
             * @default null
             */
            readonly payout: number | null;
        };
        /**
         * CrashCashedOut
         * @description At which multiplier the bet was cashed out (`"2.31"`), and what it paid, the stake included.
         */
        readonly CrashCashedOut: {
            /** @description Multiplier at which the bet left the curve, as text with two decimals: `"2.31"`. */
            readonly multiplier: string;
            /** @description Amount paid, in whole gold, the stake included; 0 if nothing. */
            readonly payout: number;
        };
        /**
         * CrashCashout
         * @description Leave the curve now: it counts from its receipt by the server.
         */
        readonly CrashCashout: {
            /** @description Id of the round that is running. */
            readonly round_id: string;
            /**
             * @description Name of the crash table.
             * @default main
             */
            readonly table?: string;
        };
        /**
         * CrashTable
         * @description A table and the limits of its stakes. A `closed` one opens no further round.
         */
        readonly CrashTable: {
            /** @description Name of the crash table. */
            readonly id: string;
            /** @description Version number of its definition. */
            readonly version: number;
            /** @description Smallest stake, in whole gold. */
            readonly bet_min: number;
            /** @description Largest stake, in whole gold. */
            readonly bet_max: number;
            /** @description Lowest return to player at any stake and target, as a share of 1, rounding to whole gold included; exactly it is `floor(stake * target / 100) / stake * 99 / target`, with a target in hundredths. */
            readonly rtp: number;
            /** @description True when it opens no further round. */
            readonly closed: boolean;
            /**
             * @description Exact return to player of the stake that was asked for with `bet` and the target `auto_cashout`, as a share of 1, rounding to whole gold included; without a target the lowest at any. Null without a stake, and for one that the table does not take.
             * @default null
             */
            readonly rtp_at_bet: number | null;
        };
        /**
         * CrashTables
         * @description Crash tables, by id.
         */
        readonly CrashTables: {
            /** @description The items of this page. */
            readonly items: readonly components["schemas"]["CrashTable"][];
            /**
             * @description Cursor of the page after this; null on the last one.
             * @default null
             */
            readonly next: string | null;
        };
        /**
         * DebtForgiven
         * @description The rest of the debt.
         */
        readonly DebtForgiven: {
            /** @description Currency of the debt. */
            readonly currency: string;
            /** @description What was forgiven, in whole units of the currency. */
            readonly forgiven: number;
            /** @description What the player still owes, in whole units of the currency. */
            readonly owed: number;
        };
        /**
         * DebtUnpaidProblem
         * @description Problem `debt_unpaid`, status 409 Conflict.
         */
        readonly DebtUnpaidProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:debt_unpaid";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 409;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "debt_unpaid";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
            /** @description Amounts that are owed, in whole units of each currency, by its name. */
            readonly owed?: {
                readonly [key: string]: number;
            };
        };
        /**
         * Deducted
         * @description The rest of the balance.
         */
        readonly Deducted: {
            /** @description Currency of what was taken. */
            readonly currency: string;
            /** @description What was taken, in whole units of the currency. */
            readonly amount: number;
            /** @description The player's balance in the currency after it, in whole units. */
            readonly balance: number;
        };
        /**
         * DefinitionDiff
         * @description What version `new` has different from version `old`.
         */
        readonly DefinitionDiff: {
            /** @description Version number of the earlier one. */
            readonly old: number;
            /** @description Version number of the later one. */
            readonly new: number;
            /** @description The differences, place by place. */
            readonly changes: readonly components["schemas"]["Change"][];
        };
        /**
         * DefinitionDone
         * @description The version that was stored, or would be; `computed` is what was found of it (a machine's return).
         */
        readonly DefinitionDone: {
            /** @description Area of the definition: `missions`, `slot`, `gacha`, `crash`, `rps`, `economy` or `streak`. */
            readonly area: string;
            /** @description Id of the definition. */
            readonly id: string;
            /** @description True if nothing was stored. */
            readonly dry_run: boolean;
            /** @description The version that was stored, or would be. */
            readonly version: components["schemas"]["DefinitionVersion"];
            /** @description What was found of it, such as a machine's return and volatility. */
            readonly computed: Record<string, never>;
            /** @description What differs from the version before. */
            readonly changes: readonly components["schemas"]["Change"][];
            /** @description Version numbers of scheduled versions that so never come into force. */
            readonly replaces: readonly number[];
            /** @description The most that one player is given by it within 30 days without a stake, in whole units by currency. */
            readonly gives: {
                readonly [key: string]: number;
            };
            /** @description True if what it gives beyond the version in force needs a second person, whatever else was published. */
            readonly two_people: boolean;
        };
        /**
         * DefinitionHistory
         * @description The versions of a definition, the newest first; the store keeps the last 100.
         */
        readonly DefinitionHistory: {
            /** @description The items of this page. */
            readonly items: readonly components["schemas"]["DefinitionVersion"][];
            /**
             * @description Cursor of the page after this; null on the last one.
             * @default null
             */
            readonly next: string | null;
            /** @description Area of the definition: `missions`, `slot`, `gacha`, `crash`, `rps`, `economy` or `streak`. */
            readonly area: string;
            /** @description Id of the definition. */
            readonly id: string;
            /** @description Version number of the one that this gateway has in force; null is none yet. */
            readonly in_force: number | null;
        };
        /**
         * DefinitionList
         * @description The definitions of an area, by id.
         */
        readonly DefinitionList: {
            /** @description The items of this page. */
            readonly items: readonly components["schemas"]["DefinitionSummary"][];
            /**
             * @description Cursor of the page after this; null on the last one.
             * @default null
             */
            readonly next: string | null;
            /** @description Area of the definition: `missions`, `slot`, `gacha`, `crash`, `rps`, `economy` or `streak`. */
            readonly area: string;
        };
        /**
         * DefinitionSummary
         * @description The newest version of a definition, and the one that this gateway has in force.
         */
        readonly DefinitionSummary: {
            /** @description Id of the definition. */
            readonly id: string;
            /** @description Version number of the newest version. */
            readonly newest: number;
            /** @description Version number of the one that this gateway has in force; null is none yet. */
            readonly in_force: number | null;
            /** @description True if the newest version is out of use. */
            readonly closed: boolean;
            /** @description From when on the newest version is in force; null is at once. */
            readonly starts_at: string | null;
            /** @description Id of the member of staff who published it; empty if it came with the program. */
            readonly author: string;
            /** @description Why the newest version was published. */
            readonly reason: string;
            /** @description When the newest version was published; null if it came with the program. */
            readonly at: string | null;
        };
        /**
         * DefinitionVersion
         * @description One version. `starts_at` null: in force at once; without `author` it came with the program.
         */
        readonly DefinitionVersion: {
            /** @description Version number; it rises by one with each change. */
            readonly version: number;
            /** @description True if it is out of use. */
            readonly closed: boolean;
            /** @description From when on it is in force; null is at once. */
            readonly starts_at: string | null;
            /** @description Id of the member of staff who published it; empty if it came with the program. */
            readonly author: string;
            /** @description Why it was published. */
            readonly reason: string;
            /** @description When it was published; null if it came with the program. */
            readonly at: string | null;
            /** @description The definition itself; its shape is that of its area, its times are RFC 3339. */
            readonly body: Record<string, never>;
        };
        /**
         * DefinitionsDone
         * @description The versions that were stored together, or would be.
         */
        readonly DefinitionsDone: {
            /** @description Area of the definitions: `missions`, `slot`, `gacha`, `crash`, `rps`, `economy` or `streak`. */
            readonly area: string;
            /** @description True if nothing was stored. */
            readonly dry_run: boolean;
            /** @description Versions, in the order of the request. */
            readonly items: readonly components["schemas"]["DefinitionDone"][];
        };
        /**
         * DiscountView
         * @description `percent` off in a window.
         */
        readonly DiscountView: {
            /** @description Discount, in percent. */
            readonly percent: number;
            /** @description From when on it applies; null is open. */
            readonly starts_at: string | null;
            /** @description Until when it applies, not included; null is open. */
            readonly ends_at: string | null;
        };
        /**
         * EconomyRules
         * @description The numbers of the economy: stakes of solo games, experience and tiers.
         */
        readonly EconomyRules: {
            /** @description Version number of the economy. */
            readonly version: number;
            /** @description Balance that a new player begins with, in whole gold. */
            readonly starting_gold: number;
            /** @description Smallest stake, in whole gold. */
            readonly bet_min: number;
            /** @description Largest stake, in whole gold. */
            readonly bet_max: number;
            /** @description Stakes for one point of experience, in whole gold. */
            readonly xp_divisor: number;
            /** @description Tiers, the lowest first. */
            readonly tiers: readonly components["schemas"]["Tier"][];
        };
        /**
         * EventAck
         * @description The client has shown these purchases and grants: they need not be sent again.
         */
        readonly EventAck: {
            /** @description Ids of purchases and grants that the player has been shown. */
            readonly ids: readonly string[];
        };
        /**
         * EventClaimed
         * @description The event after the claim, and what was paid; `gold` is the balance.
         */
        readonly EventClaimed: {
            /** @description Id of the event or mission. */
            readonly event_id: string;
            /** @description Progress so far, in the same unit as `target` and never above it. */
            readonly progress: number;
            /** @description Progress at which it can be claimed, in units of its kind: rounds, gold, purchases or days. */
            readonly target: number;
            /** @description True once the player takes part. */
            readonly joined: boolean;
            /** @description True while the reward can be claimed. */
            readonly can_claim: boolean;
            /** @description True once the reward has been paid, in the present day or week if it repeats. */
            readonly claimed: boolean;
            /** @description What was paid. */
            readonly grants: readonly components["schemas"]["Grant"][];
            /** @description The player's balance after it, in whole gold. */
            readonly gold: number;
        };
        /**
         * EventState
         * @description How far the player has come in an event, in the present day or week if it repeats.
         */
        readonly EventState: {
            /** @description Id of the event or mission. */
            readonly event_id: string;
            /** @description Progress so far, in the same unit as `target` and never above it. */
            readonly progress: number;
            /** @description Progress at which it can be claimed, in units of its kind: rounds, gold, purchases or days. */
            readonly target: number;
            /** @description True once the player takes part. */
            readonly joined: boolean;
            /** @description True while the reward can be claimed. */
            readonly can_claim: boolean;
            /** @description True once the reward has been paid, in the present day or week if it repeats. */
            readonly claimed: boolean;
        };
        /**
         * EventsAcknowledged
         * @description The ids that were unacknowledged until now; others were acknowledged before or never existed.
         *
         *         A player who has had notices filed gets back all ids that the state does not know, for they may be among those.
         */
        readonly EventsAcknowledged: {
            /** @description Ids that were acknowledged by this. */
            readonly acknowledged: readonly string[];
        };
        /**
         * FairnessCommitment
         * @description The fairness seeds in force: secret ones by their SHA-256. `nonce` is the last round's, 0 before the first.
         */
        readonly FairnessCommitment: {
            /** @description SHA-256 of the server seed in force, in hex: the commitment to it. */
            readonly server_seed_hash: string;
            /** @description SHA-256 of the server seed that comes next, in hex. */
            readonly next_server_seed_hash: string;
            /** @description The client seed in force, printable ASCII. */
            readonly client_seed: string;
            /** @description Number of the last round played with these seeds, a count from 1; 0 before the first. */
            readonly nonce: number;
        };
        /**
         * ForbiddenProblem
         * @description Problem `forbidden`, status 403 Forbidden.
         */
        readonly ForbiddenProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:forbidden";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 403;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "forbidden";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
            /** @description `banned`, `requires`, or why in words. */
            readonly reason?: string;
            /** @description Why the player is banned, in the words of staff. */
            readonly ban_reason?: string;
            /** @description End of the ban, in Unix ms; null is for ever. */
            readonly until?: number | null;
            /** @description Tier that the player has reached. */
            readonly tier?: string;
            /** @description Lowest tier that may buy it. */
            readonly minimum_tier?: string;
            /** @description Ids of the events that must be claimed before. */
            readonly requires?: readonly string[];
        };
        /**
         * FreezeGrant
         * @description Freezes for a player's streak.
         */
        readonly FreezeGrant: {
            /** @description Why; the audit trail keeps it. */
            readonly reason: string;
            /**
             * @description Number of freezes.
             * @default 1
             */
            readonly count?: number;
        };
        /**
         * FreezesCounted
         * @description The freezes that the player has after a grant.
         */
        readonly FreezesCounted: {
            /** @description Number of freezes that the player has. */
            readonly freezes: number;
        };
        /**
         * GachaItem
         * @description What a pull gave; a duplicate was `converted` to so many shards.
         */
        readonly GachaItem: {
            /** @description Id of the item. */
            readonly item: string;
            /** @description Rarity, in number of stars. */
            readonly rarity: number;
            /** @description True if the player had it already. */
            readonly duplicate: boolean;
            /** @description Number of shards that a duplicate became. Absent for a new item. */
            readonly converted?: number;
        };
        /**
         * GachaPity
         * @description Pulls since the last hit, by stars, and the stars whose next hit is certain to be a featured item.
         */
        readonly GachaPity: {
            /** @description Number of pulls since the last hit of each rarity, by its stars. */
            readonly since: {
                readonly [key: string]: number;
            };
            /** @description Rarities, in number of stars, whose next hit is certain to be a featured item. */
            readonly featured_next: readonly number[];
        };
        /**
         * GachaPull
         * @description One or ten pulls from a banner, paid in gold; ten are one round.
         *
         *         With the `version` of the banner that the player was shown, a pull by any other is refused: `version_conflict`.
         */
        readonly GachaPull: {
            /** @description Id of the banner. */
            readonly banner: string;
            /**
             * @description Number of pulls: 1 or 10.
             * @enum {unknown}
             */
            readonly count: 1 | 10;
            /**
             * @description Version number of the banner that the player was shown; null is any.
             * @default null
             */
            readonly version?: number | null;
        };
        /**
         * GachaPulled
         * @description What the pulls gave, in order, and the pity after them; `gold` is the balance.
         */
        readonly GachaPulled: {
            /** @description Id of the round. */
            readonly round_id: string;
            /** @description Id of the banner. */
            readonly banner: string;
            /** @description Version number of the banner that was pulled from. */
            readonly version: number;
            /** @description What was drawn, in order. */
            readonly pulls: readonly components["schemas"]["GachaItem"][];
            /** @description Number of pulls of each rarity since its last hit, and what is guaranteed. */
            readonly pity: components["schemas"]["GachaPity"];
            /** @description The player's balance after it, in whole gold. */
            readonly gold: number;
        };
        /**
         * GameStats
         * @description Statistics of one game or of all; `win_rate` = wins / (wins + losses), 0 when none.
         */
        readonly GameStats: {
            /**
             * @description Number of rounds played.
             * @default 0
             */
            readonly games_played: number;
            /**
             * @description Number of rounds won.
             * @default 0
             */
            readonly wins: number;
            /**
             * @description Number of rounds lost.
             * @default 0
             */
            readonly losses: number;
            /**
             * @description Wins as a share of wins and losses, from 0 to 1; 0 without any.
             * @default 0
             */
            readonly win_rate: number;
            /**
             * @description Sum of all stakes, in whole gold.
             * @default 0
             */
            readonly total_wagered: number;
            /**
             * @description Sum of all payouts, in whole gold.
             * @default 0
             */
            readonly total_won: number;
            /**
             * @description Largest payout of one round, in whole gold.
             * @default 0
             */
            readonly biggest_win: number;
            /**
             * @description Largest payout of one round as a multiple of its stake, a ratio.
             * @default 0
             */
            readonly best_multiplier: number;
            /**
             * @description Number of rounds won in a row; negative counts losses.
             * @default 0
             */
            readonly current_streak: number;
        };
        /**
         * Grant
         * @description Part of a reward that was paid; `grant_id` is that of its `reward_granted`.
         */
        readonly Grant: {
            /** @description Id of the grant. */
            readonly grant_id: string;
            /** @description Currency. */
            readonly type: string;
            /** @description Amount, in whole units of its currency. */
            readonly amount: number;
        };
        /**
         * Health
         * @description `status`: `ok`, `degraded` (play goes on) or `unavailable`; `checks`: `ok` or a reason, by name.
         */
        readonly Health: {
            /** @description `ok`, `degraded` (play goes on) or `unavailable`. */
            readonly status: string;
            /** @description Version of the program. */
            readonly version: string;
            /** @description `ok` or a reason, by the name of the check. */
            readonly checks: {
                readonly [key: string]: string;
            };
        };
        /**
         * IdempotencyConflictProblem
         * @description Problem `idempotency_conflict`, status 422 Unprocessable Entity.
         */
        readonly IdempotencyConflictProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:idempotency_conflict";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 422;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "idempotency_conflict";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
        };
        /**
         * InProgressProblem
         * @description Problem `in_progress`, status 409 Conflict.
         */
        readonly InProgressProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:in_progress";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 409;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "in_progress";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
        };
        /**
         * InitialState
         * @description The whole state that a client shows, taken in the turn that registers its socket.
         */
        readonly InitialState: {
            /** @description Balances, experience and tier. */
            readonly profile: components["schemas"]["Profile"];
            /** @description Statistics, overall and by game. */
            readonly stats: components["schemas"]["StatsSnapshot"];
            /** @description The streak. */
            readonly streak: components["schemas"]["StreakState"];
            /** @description Events and missions that count or can be claimed. */
            readonly events: readonly components["schemas"]["EventState"][];
            /** @description Purchases that wait for their payment. */
            readonly purchases_pending: readonly components["schemas"]["PurchaseState"][];
            /** @description Notices of purchases and rewards that are not acknowledged yet, the newest. */
            readonly events_unacked: readonly components["schemas"]["UnackedEvent"][];
            /** @description Number of older notices that were ever filed: `GET /api/events/unacked` has those not acknowledged yet. */
            readonly events_filed: number;
            /** @description What each game and table shows of the player, by its name. */
            readonly games: Record<string, never>;
        };
        /**
         * InsufficientGoldProblem
         * @description Problem `insufficient_gold`, status 409 Conflict.
         */
        readonly InsufficientGoldProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:insufficient_gold";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 409;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "insufficient_gold";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
            /** @description Amount that it takes, in whole units of the currency. */
            readonly need?: number;
            /** @description Amount that the player has, in whole units of the currency. */
            readonly have?: number;
            /** @description Currency; absent for gold. */
            readonly currency?: string;
        };
        /**
         * InternalProblem
         * @description Problem `internal`, status 500 Internal Server Error.
         */
        readonly InternalProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:internal";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 500;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "internal";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
        };
        /**
         * InvalidCredentialsProblem
         * @description Problem `invalid_credentials`, status 401 Unauthorized.
         */
        readonly InvalidCredentialsProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:invalid_credentials";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 401;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "invalid_credentials";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
        };
        /**
         * InvalidPayloadProblem
         * @description Problem `invalid_payload`, status 400 Bad Request.
         */
        readonly InvalidPayloadProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:invalid_payload";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 400;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "invalid_payload";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
            /** @description Name of the property. */
            readonly field?: string;
            /** @description The fault, in words. */
            readonly problem?: string;
            /** @description The faults, in words, by the name of the property. */
            readonly problems?: {
                readonly [key: string]: string;
            };
            /** @description Ids of the items whose exchanges would together gain. */
            readonly cycle?: readonly string[];
            /** @description Smallest value that is accepted, in the unit of the property. */
            readonly min?: number;
            /** @description Largest value that is accepted, in the unit of the property. */
            readonly max?: number;
            /** @description The server's clock, in Unix ms. */
            readonly now?: number;
        };
        /**
         * ItemActive
         * @description On sale or not.
         */
        readonly ItemActive: {
            /**
             * @description Why; the audit trail keeps it. Null is `none given`.
             * @default null
             */
            readonly reason?: string | null;
            /**
             * @description Version number of the item that the caller has seen: 409 `version_conflict` if there is a newer one; null is any.
             * @default null
             */
            readonly version?: number | null;
            /** @description True to put it on sale, false to take it off. */
            readonly active: boolean;
        };
        /**
         * ItemArchival
         * @description In the archive or not.
         */
        readonly ItemArchival: {
            /**
             * @description Why; the audit trail keeps it. Null is `none given`.
             * @default null
             */
            readonly reason?: string | null;
            /**
             * @description Version number of the item that the caller has seen: 409 `version_conflict` if there is a newer one; null is any.
             * @default null
             */
            readonly version?: number | null;
            /**
             * @description True to archive it, false to bring it back (not on sale).
             * @default true
             */
            readonly archived?: boolean;
        };
        /**
         * ItemChange
         * @description A datum before and after.
         */
        readonly ItemChange: {
            /** @description Value before. */
            readonly old: unknown;
            /** @description Value after. */
            readonly new: unknown;
        };
        /**
         * ItemGrant
         * @description Pieces of an item that banners have.
         */
        readonly ItemGrant: {
            /** @description Why; the audit trail keeps it. */
            readonly reason: string;
            /** @description Id of the item. */
            readonly item: string;
            /**
             * @description Number of pieces.
             * @default 1
             */
            readonly count?: number;
        };
        /**
         * ItemInactiveProblem
         * @description Problem `item_inactive`, status 409 Conflict.
         */
        readonly ItemInactiveProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:item_inactive";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 409;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "item_inactive";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
            /** @description The slot machine. */
            readonly machine?: string;
            /** @description The banner. */
            readonly banner?: string;
            /** @description The game. */
            readonly game?: string;
            /** @description When it opens, in Unix ms; null is open. */
            readonly starts_at?: number | null;
            /** @description When it closes, in Unix ms; null is open. */
            readonly ends_at?: number | null;
            /** @description Why, in words. */
            readonly reason?: string;
        };
        /**
         * ItemOrdered
         * @description The item after the order, or with `dry_run` as it would be; `changes` by the names of its data.
         *
         *         `changed` false: it was so before, and keeps its version.
         */
        readonly ItemOrdered: {
            /** @description Id of the item. */
            readonly id: string;
            /** @description Version number; it rises by one with each change. */
            readonly version: number;
            /** @description Name, in Korean and English. */
            readonly name: components["schemas"]["Name"];
            /** @description Price of one piece. */
            readonly price: components["schemas"]["Price"];
            /** @description What a buyer gets for each piece, in whole units of each type. */
            readonly contents: readonly components["schemas"]["Content"][];
            /** @description True while it is on sale. */
            readonly active: boolean;
            /** @description Place in the catalog, a number without unit: lower ranks come first. */
            readonly rank: number;
            /** @description Number of pieces there ever are, sold and held ones included; null is any number. */
            readonly stock: number | null;
            /** @description Number of pieces that one player may buy in each `per_user_period`; null is any number. */
            readonly per_user_limit: number | null;
            /**
             * @description Period over which `per_user_limit` counts.
             * @enum {unknown}
             */
            readonly per_user_period: "day" | "ever" | "month" | "week";
            /** @description When it can be bought; null is always. */
            readonly sale_window: components["schemas"]["TimeWindow"] | null;
            /** @description Lowest tier that may buy it; null is every tier. */
            readonly minimum_tier: string | null;
            /** @description Discount and when it applies; null is none. */
            readonly discount: components["schemas"]["DiscountView"] | null;
            /** @description False if it was so before. */
            readonly changed: boolean;
            /** @description True if nothing was stored. */
            readonly dry_run: boolean;
            /** @description Version number of the catalog with this change. */
            readonly catalog_version: number;
            /** @description Number of pieces that were sold. */
            readonly sold: number;
            /** @description Number of pieces held by purchases that wait for their payment. */
            readonly held: number;
            /** @description True when it is kept for the record alone. */
            readonly archived: boolean;
            /** @description What differs, by the name of the property. */
            readonly changes: {
                readonly [key: string]: components["schemas"]["ItemChange"];
            };
        };
        /**
         * ItemPatch
         * @description What is to be different.
         */
        readonly ItemPatch: {
            /**
             * @description Why; the audit trail keeps it. Null is `none given`.
             * @default null
             */
            readonly reason?: string | null;
            /**
             * @description Version number of the item that the caller has seen: 409 `version_conflict` if there is a newer one; null is any.
             * @default null
             */
            readonly version?: number | null;
            /** @description New name, in Korean and English; absent leaves it. */
            readonly name?: components["schemas"]["Name"];
            /** @description New price of one piece; absent leaves it. */
            readonly price?: components["schemas"]["Price"];
            /** @description New contents, in whole units of each type; absent leaves them. */
            readonly contents?: readonly components["schemas"]["Content"][];
            /** @description New number of pieces that one player may buy in a period; null is any number, absent leaves it. */
            readonly per_user_limit?: number | null;
            /**
             * @description New period over which the limit counts; absent leaves it.
             * @enum {unknown}
             */
            readonly per_user_period?: "day" | "ever" | "month" | "week";
            /** @description New lowest tier that may buy it; null is every tier, absent leaves it. */
            readonly minimum_tier?: string | null;
        };
        /**
         * ItemShown
         * @description An item in the catalog. `price` is without, `price_now` with the discount of `discount_percent`, of one piece.
         *
         *         `stock_left` None: any number; `version` is the item's own.
         */
        readonly ItemShown: {
            /** @description Id of the item. */
            readonly id: string;
            /** @description Version number of the item; it rises by one with each change. */
            readonly version: number;
            /** @description Name, in Korean and English. */
            readonly name: components["schemas"]["Name"];
            /** @description Price of one piece without discount. */
            readonly price: components["schemas"]["Price"];
            /** @description What one piece costs now, in whole units of the price's currency. */
            readonly price_now: number;
            /** @description Discount in force, in percent; 0 is none. */
            readonly discount_percent: number;
            /** @description Place in the catalog, a number without unit: lower ranks come first. */
            readonly rank: number;
            /** @description True while it is on sale. */
            readonly active: boolean;
            /** @description Number of pieces that can still be bought; null is any number. */
            readonly stock_left: number | null;
            /** @description Number of pieces that one player may buy in each `per_user_period`; null is any number. */
            readonly per_user_limit: number | null;
            /**
             * @description Period over which `per_user_limit` counts.
             * @enum {unknown}
             */
            readonly per_user_period: "day" | "ever" | "month" | "week";
            /** @description When it can be bought; null is always. */
            readonly sale_window: components["schemas"]["Window"] | null;
            /** @description Lowest tier that may buy it; null is every tier. */
            readonly minimum_tier: string | null;
            /** @description What a buyer gets for each piece, in whole units of each type. */
            readonly contents: readonly components["schemas"]["Content"][];
        };
        /**
         * ItemVersion
         * @description An item as it is or was at a version.
         */
        readonly ItemVersion: {
            /** @description Id of the item. */
            readonly id: string;
            /** @description Version number; it rises by one with each change. */
            readonly version: number;
            /** @description Name, in Korean and English. */
            readonly name: components["schemas"]["Name"];
            /** @description Price of one piece. */
            readonly price: components["schemas"]["Price"];
            /** @description What a buyer gets for each piece, in whole units of each type. */
            readonly contents: readonly components["schemas"]["Content"][];
            /** @description True while it is on sale. */
            readonly active: boolean;
            /** @description Place in the catalog, a number without unit: lower ranks come first. */
            readonly rank: number;
            /** @description Number of pieces there ever are, sold and held ones included; null is any number. */
            readonly stock: number | null;
            /** @description Number of pieces that one player may buy in each `per_user_period`; null is any number. */
            readonly per_user_limit: number | null;
            /**
             * @description Period over which `per_user_limit` counts.
             * @enum {unknown}
             */
            readonly per_user_period: "day" | "ever" | "month" | "week";
            /** @description When it can be bought; null is always. */
            readonly sale_window: components["schemas"]["TimeWindow"] | null;
            /** @description Lowest tier that may buy it; null is every tier. */
            readonly minimum_tier: string | null;
            /** @description Discount and when it applies; null is none. */
            readonly discount: components["schemas"]["DiscountView"] | null;
        };
        /**
         * ItemVersions
         * @description The latest versions of an item, newest first; the first is the present one.
         */
        readonly ItemVersions: {
            /** @description The items of this page. */
            readonly items: readonly components["schemas"]["ItemVersion"][];
            /**
             * @description Cursor of the page after this; null on the last one.
             * @default null
             */
            readonly next: string | null;
            /** @description Id of the item. */
            readonly id: string;
        };
        /**
         * ItemsOwned
         * @description How many pieces of an item the player has after a grant.
         */
        readonly ItemsOwned: {
            /** @description Id of the item. */
            readonly item: string;
            /** @description Number of pieces that the player has. */
            readonly owned: number;
        };
        /**
         * LanguageChoice
         * @description The language to keep.
         */
        readonly LanguageChoice: {
            /** @description Language of the player, a BCP 47 tag; kept in its canonical form. */
            readonly locale: string;
        };
        /**
         * LanguageKept
         * @description The language that is kept.
         */
        readonly LanguageKept: {
            /** @description Language of the player, a BCP 47 tag in its canonical form. */
            readonly locale: string;
        };
        /**
         * LastAdminProblem
         * @description Problem `last_admin`, status 409 Conflict.
         */
        readonly LastAdminProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:last_admin";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 409;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "last_admin";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
        };
        /**
         * LedgerPage
         * @description Entries of the caller's ledger, newest first.
         */
        readonly LedgerPage: {
            /** @description The items of this page. */
            readonly items: readonly components["schemas"]["LedgerRow"][];
            /**
             * @description Cursor of the page after this; null on the last one.
             * @default null
             */
            readonly next: string | null;
        };
        /**
         * LedgerRow
         * @description An amount that the caller got, or gave if it is negative; `balance_after` is the balance in `currency` after it.
         *
         *         `reason` is `bet`, `payout`, `hold` and `release` (the stake of a bet at a table), `purchase`, `reward` and others;
         *         `reference` is the id of what it was for.
         */
        readonly LedgerRow: {
            /** @description Id of the entry. */
            readonly id: string;
            /** @description When it became durable, in Unix ms. */
            readonly at: number;
            /** @description Currency of the amounts. */
            readonly currency: string;
            /** @description Amount that the caller got, in whole units of the currency; negative when it was given. */
            readonly amount: number;
            /** @description Balance after it, in whole units of the currency. */
            readonly balance_after: number;
            /** @description Reason of the change. */
            readonly reason: string;
            /** @description Id of what it was for: a round, a bet, a purchase, a grant. */
            readonly reference: string;
        };
        /**
         * LimitExceededProblem
         * @description Problem `limit_exceeded`, status 403 Forbidden.
         */
        readonly LimitExceededProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:limit_exceeded";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 403;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "limit_exceeded";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
            /** @description Amount or number that there is now, in the unit of `max`. */
            readonly have?: number;
            /** @description The limit, an amount in whole units or a number. */
            readonly max?: number;
            /** @description When it is possible again, in Unix ms. */
            readonly again_at?: number;
            /** @description Largest number of open bets of one player. */
            readonly open_bets_max?: number;
            /** @description Largest number of purchases of one player that wait for their payment. */
            readonly pending_max?: number;
            /** @description Largest number of items of the shop. */
            readonly items_max?: number;
            /** @description Largest number of purchases under way in the whole shop. */
            readonly holds_max?: number;
            /** @description Of them, the largest number that wait for their payment. */
            readonly unpaid_holds_max?: number;
            /** @description Largest number of purchases that one player can leave unpaid. */
            readonly unpaid_max?: number;
            /** @description Number of pieces that the player has not paid for yet. */
            readonly unpaid_pieces?: number;
            /** @description Largest number of pieces that one player can leave unpaid. */
            readonly unpaid_pieces_max?: number;
            /** @description Amount that the player has not paid yet, in whole units of the currency. */
            readonly unpaid_amount?: number;
            /** @description Largest amount that one player can leave unpaid, in whole units of the currency. */
            readonly unpaid_amount_max?: number;
            /** @description Largest number of archived items of the shop. */
            readonly archived_max?: number;
            /** @description Number of pieces that one player may buy in each `period`. */
            readonly limit?: number;
            /** @description Number of pieces that the player has bought in the present period. */
            readonly bought?: number;
            /** @description Period over which `limit` counts. */
            readonly period?: string;
        };
        /**
         * LogIn
         * @description Credentials. A device that sends a refresh token of the account is not locked out by what others guess.
         */
        readonly LogIn: {
            /** @description Name of the account. */
            readonly username: string;
            /** @description Password of the account. */
            readonly password: string;
            /**
             * @description The six digits that the authenticator shows, for staff who have one; else empty.
             * @default
             */
            readonly totp?: string;
            /**
             * @description Refresh token in force of a session of this account, if the device has one; else empty.
             * @default
             */
            readonly refresh_token?: string;
        };
        /**
         * Me
         * @description The caller and the session of the token; `created_at` and `expires_at`, the token's end, are Unix ms.
         */
        readonly Me: {
            /** @description Id of the caller's account. */
            readonly id: string;
            /** @description Name of the account, as it was chosen at sign-up. */
            readonly username: string;
            /** @description Role of the account. */
            readonly role: string;
            /** @description Id of the session of the token. */
            readonly session_id: string;
            /** @description When the access token expires, in Unix ms. */
            readonly expires_at: number;
            /** @description When the account was made, in Unix ms. */
            readonly created_at: number;
            /** @description Language of the player, a BCP 47 tag in its canonical form. */
            readonly locale: string;
        };
        /**
         * MethodNotAllowedProblem
         * @description Problem `method_not_allowed`, status 405 Method Not Allowed.
         */
        readonly MethodNotAllowedProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:method_not_allowed";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 405;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "method_not_allowed";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
        };
        /**
         * MyStanding
         * @description The reasons that keep the caller from playing now; null and false: there are none. Times are Unix ms.
         */
        readonly MyStanding: {
            /** @description End of the caller's own exclusion, in Unix ms; null without one. */
            readonly excluded_until: number | null;
            /** @description True while staff keep the caller from playing. */
            readonly banned: boolean;
            /** @description End of the ban, in Unix ms; null without one, and of one for ever. */
            readonly banned_until: number | null;
            /** @description Why, in the words of staff; empty without a ban. */
            readonly ban_reason: string;
        };
        /**
         * Name
         * @description What players read.
         */
        readonly Name: {
            /** @description In Korean. */
            readonly ko: string;
            /** @description In English. */
            readonly en: string;
        };
        /**
         * NewDiscount
         * @description `percent` off between two moments, null being open; 0 takes the discount away.
         */
        readonly NewDiscount: {
            /**
             * @description Why; the audit trail keeps it. Null is `none given`.
             * @default null
             */
            readonly reason?: string | null;
            /**
             * @description Version number of the item that the caller has seen: 409 `version_conflict` if there is a newer one; null is any.
             * @default null
             */
            readonly version?: number | null;
            /** @description Discount, in percent; 0 takes it away. */
            readonly percent: number;
            /**
             * @description From when on it applies, with an offset; null is at once.
             * @default null
             */
            readonly starts_at?: string | null;
            /**
             * @description Until when it applies, with an offset, not included; null is for ever.
             * @default null
             */
            readonly ends_at?: string | null;
        };
        /**
         * NewItem
         * @description A new item; `stock` null is any number of pieces, `per_user_limit` null as many as one likes.
         */
        readonly NewItem: {
            /** @description Id of the new item. */
            readonly id: string;
            /** @description Name, in Korean and English. */
            readonly name: components["schemas"]["Name"];
            /** @description Price of one piece. */
            readonly price: components["schemas"]["Price"];
            /** @description What a buyer gets for each piece, in whole units of each type. */
            readonly contents: readonly components["schemas"]["Content"][];
            /**
             * @description True to put it on sale at once.
             * @default false
             */
            readonly active?: boolean;
            /**
             * @description Place in the catalog, a number without unit: lower ranks come first.
             * @default 0
             */
            readonly rank?: number;
            /**
             * @description Number of pieces there ever are, sold and held ones included; null is any number.
             * @default null
             */
            readonly stock?: number | null;
            /**
             * @description Number of pieces that one player may buy in each `per_user_period`; null is any number.
             * @default null
             */
            readonly per_user_limit?: number | null;
            /**
             * @description Period over which `per_user_limit` counts.
             * @default ever
             * @enum {unknown}
             */
            readonly per_user_period?: "day" | "ever" | "month" | "week";
            /**
             * @description When it can be bought; null is always.
             * @default null
             */
            readonly sale_window?: components["schemas"]["TimeWindow"] | null;
            /**
             * @description Lowest tier that may buy it; null is every tier.
             * @default null
             */
            readonly minimum_tier?: string | null;
            /**
             * @description Why; the audit trail keeps it. Null is `none given`.
             * @default null
             */
            readonly reason?: string | null;
        };
        /**
         * NewRank
         * @description The place in the catalog: lower ranks come first.
         */
        readonly NewRank: {
            /**
             * @description Why; the audit trail keeps it. Null is `none given`.
             * @default null
             */
            readonly reason?: string | null;
            /**
             * @description Version number of the item that the caller has seen: 409 `version_conflict` if there is a newer one; null is any.
             * @default null
             */
            readonly version?: number | null;
            /** @description Place in the catalog, a number without unit: lower ranks come first. */
            readonly rank: number;
        };
        /**
         * NewStaff
         * @description A new staff account; the password is told to its owner by other means, who then changes it.
         *
         *         `proof` is the caller's own password or code.
         */
        readonly NewStaff: {
            /** @description Name of the new account. */
            readonly username: string;
            /** @description Password, 8 to 128 characters. */
            readonly password: string;
            /**
             * @description Role of the new account.
             * @enum {unknown}
             */
            readonly role: "ADMIN" | "OPERATOR" | "VIEWER";
            /**
             * @description Proof that the caller is who the token says.
             * @default {
             *       "password": "",
             *       "code": ""
             *     }
             */
            readonly proof?: components["schemas"]["OwnProof"];
        };
        /**
         * NewStock
         * @description How many pieces there ever are, sold and held ones included; null: any number.
         */
        readonly NewStock: {
            /**
             * @description Why; the audit trail keeps it. Null is `none given`.
             * @default null
             */
            readonly reason?: string | null;
            /**
             * @description Version number of the item that the caller has seen: 409 `version_conflict` if there is a newer one; null is any.
             * @default null
             */
            readonly version?: number | null;
            /** @description Number of pieces there ever are, sold and held ones included; null is any number. */
            readonly stock: number | null;
        };
        /**
         * NewVersion
         * @description The next version, made from `version`; in force from `starts_at` on, or at once.
         */
        readonly NewVersion: {
            /** @description Version number that it is made from: the newest one that the caller has seen, 0 to create. */
            readonly version: number;
            /** @description The definition itself; its shape is that of its area, its times are RFC 3339. */
            readonly body: Record<string, never>;
            /** @description Why; the audit trail keeps it. */
            readonly reason: string;
            /**
             * @description From when on it is in force, with an offset; null is at once.
             * @default null
             */
            readonly starts_at?: string | null;
            /**
             * @description True to give up scheduled versions that so never come into force; without it they are a reason to refuse.
             * @default false
             */
            readonly replace?: boolean;
        };
        /**
         * NewVersions
         * @description The next versions of several definitions of one area: all of them, or none.
         */
        readonly NewVersions: {
            /** @description Versions, of each definition one. */
            readonly items: readonly components["schemas"]["VersionOfMany"][];
            /** @description Why; the audit trail keeps it. */
            readonly reason: string;
            /**
             * @description From when on they are in force, with an offset; null is at once.
             * @default null
             */
            readonly starts_at?: string | null;
            /**
             * @description True to give up scheduled versions that so never come into force; without it they are a reason to refuse.
             * @default false
             */
            readonly replace?: boolean;
        };
        /**
         * NewWindow
         * @description When the item can be bought; null: always.
         */
        readonly NewWindow: {
            /**
             * @description Why; the audit trail keeps it. Null is `none given`.
             * @default null
             */
            readonly reason?: string | null;
            /**
             * @description Version number of the item that the caller has seen: 409 `version_conflict` if there is a newer one; null is any.
             * @default null
             */
            readonly version?: number | null;
            /** @description When it can be bought; null is always. */
            readonly sale_window: components["schemas"]["TimeWindow"] | null;
        };
        /**
         * NoBetProblem
         * @description Problem `no_bet`, status 409 Conflict.
         */
        readonly NoBetProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:no_bet";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 409;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "no_bet";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
        };
        /**
         * NotClaimableProblem
         * @description Problem `not_claimable`, status 409 Conflict.
         */
        readonly NotClaimableProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:not_claimable";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 409;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "not_claimable";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
            /** @description `not_joined`, `target` or `window`. */
            readonly reason?: string;
            /** @description Progress so far, in the unit of the event. */
            readonly progress?: number;
            /** @description Progress that it takes, in the unit of the event. */
            readonly target?: number;
            /** @description When the event begins, in Unix ms; null is open. */
            readonly starts_at?: number | null;
            /** @description When claims ended, in Unix ms; null is open. */
            readonly ended_at?: number | null;
            /** @description Number of days of the present run. */
            readonly count?: number;
            /** @description The rung that can be claimed next; null is none. */
            readonly next?: unknown;
            /** @description The purchase. */
            readonly purchase_id?: string;
        };
        /**
         * NotFoundProblem
         * @description Problem `not_found`, status 404 Not Found.
         */
        readonly NotFoundProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:not_found";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 404;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "not_found";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
            /** @description The crash table that was named. */
            readonly table?: string;
            /** @description The slot machine that was named. */
            readonly machine?: string;
            /** @description The banner that was named. */
            readonly banner?: string;
            /** @description Ids that there are. */
            readonly known?: readonly string[];
            /** @description The event that was named. */
            readonly event_id?: string;
            /** @description The purchase that was named. */
            readonly purchase_id?: string;
            /** @description The item that was named. */
            readonly item_id?: string;
            /** @description The item that was to be bought. */
            readonly product_id?: string;
            /** @description The currency in which nothing is owed. */
            readonly currency?: string;
            /** @description Version numbers that there are. */
            readonly versions?: readonly number[];
        };
        /**
         * NotPendingProblem
         * @description Problem `not_pending`, status 409 Conflict.
         */
        readonly NotPendingProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:not_pending";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 409;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "not_pending";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
        };
        /**
         * OutOfStockProblem
         * @description Problem `out_of_stock`, status 409 Conflict.
         */
        readonly OutOfStockProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:out_of_stock";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 409;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "out_of_stock";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
            /** @description Number of pieces that are left. */
            readonly left?: number;
        };
        /**
         * OwnProof
         * @description The caller's own password, or a code of their second factor; every one that is given must be right.
         */
        readonly OwnProof: {
            /**
             * @description The caller's own password; empty if the code is given.
             * @default
             */
            readonly password?: string;
            /**
             * @description A code of the caller's second factor; empty if the password is given.
             * @default
             */
            readonly code?: string;
        };
        /**
         * PasswordChange
         * @description The password in force and the one to replace it.
         */
        readonly PasswordChange: {
            /** @description The password in force. */
            readonly current: string;
            /** @description The password to replace it: 8 to 128 characters, not a common one. */
            readonly new: string;
        };
        /**
         * PastRound
         * @description A round of the table that is over.
         */
        readonly PastRound: {
            /** @description Id of the round. */
            readonly round_id: string;
            /** @description `crashed` or `void`. */
            readonly state: string;
            /** @description Multiplier at which it ended, as text with two decimals: `"2.31"`. */
            readonly multiplier: string;
            /** @description The round's game hash, in hex. */
            readonly game_hash: string;
            /**
             * Format: date-time
             * @description When the round ended.
             */
            readonly ended_at: string;
            /** @description Number of bets. */
            readonly bets: number;
            /** @description Sum of all stakes, in whole gold. */
            readonly staked: number;
            /** @description Amount paid to all players, in whole gold. */
            readonly paid: number;
        };
        /**
         * PayloadTooLargeProblem
         * @description Problem `payload_too_large`, status 413 Request Entity Too Large.
         */
        readonly PayloadTooLargeProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:payload_too_large";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 413;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "payload_too_large";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
        };
        /**
         * PlayedRound
         * @description A settled round of the caller; `outcome` is the game's own record of it, as in its proof.
         */
        readonly PlayedRound: {
            /** @description Id of the round; of a crash round, that of the bet. */
            readonly round_id: string;
            /** @description Name of the game. */
            readonly game: string;
            /** @description When it was settled, in Unix ms. */
            readonly at: number;
            /** @description Stake, in whole gold. */
            readonly bet: number;
            /** @description Amount paid, in whole gold, the stake included; 0 if nothing. */
            readonly payout: number;
            /** @description The game's own record of the round. */
            readonly outcome: Record<string, never>;
            /** @description Version number of the definition that it was played by. */
            readonly config_version: number;
        };
        /**
         * PlayedRounds
         * @description The caller's settled rounds, newest first.
         */
        readonly PlayedRounds: {
            /** @description The items of this page. */
            readonly items: readonly components["schemas"]["PlayedRound"][];
            /**
             * @description Cursor of the page after this; null on the last one.
             * @default null
             */
            readonly next: string | null;
        };
        /**
         * PlayerPage
         * @description Players, by name.
         */
        readonly PlayerPage: {
            /** @description The items of this page. */
            readonly items: readonly components["schemas"]["PlayerRow"][];
            /**
             * @description Cursor of the page after this; null on the last one.
             * @default null
             */
            readonly next: string | null;
        };
        /**
         * PlayerPurchases
         * @description Pending purchases of a player, and all that succeeded or were refunded, newest first.
         */
        readonly PlayerPurchases: {
            /** @description The items of this page. */
            readonly items: readonly components["schemas"]["PurchaseView"][];
            /**
             * @description Cursor of the page after this; null on the last one.
             * @default null
             */
            readonly next: string | null;
        };
        /**
         * PlayerRow
         * @description A player in a list; one by their id has the rest.
         */
        readonly PlayerRow: {
            /** @description Id of the player's account. */
            readonly id: string;
            /** @description Name of the account, as it was chosen at sign-up. */
            readonly username: string;
            /**
             * Format: date-time
             * @description When it was created.
             */
            readonly created_at: string;
            /** @description What keeps the player from playing, if anything; null when this version cannot read what is stored. */
            readonly standing: ("active" | "banned" | "excluded") | null;
            /** @description The balance as it was stored last, in whole gold; null when this version cannot read it. */
            readonly gold: number | null;
            /** @description The same, in whole gems. */
            readonly gems: number | null;
            /** @description The same, in whole shards. */
            readonly shards: number | null;
            /** @description The latest log-in, refreshed token or round that is known; null when there is none. */
            readonly last_seen: string | null;
        };
        /**
         * PlayerView
         * @description A player's account, balances and standing.
         */
        readonly PlayerView: {
            /** @description Id of the player's account. */
            readonly id: string;
            /** @description Name of the account, as it was chosen at sign-up. */
            readonly username: string;
            /** @description Role of the account. */
            readonly role: string;
            /**
             * Format: date-time
             * @description When it was created.
             */
            readonly created_at: string;
            /** @description Balances, experience and tier. */
            readonly profile: components["schemas"]["Profile"];
            /** @description What keeps the player from playing. */
            readonly standing: components["schemas"]["StandingView"];
        };
        /**
         * Price
         * @description Of one piece, without any discount.
         */
        readonly Price: {
            /** @description Currency: `gold`, `gem`, `shard`, or one of a payment provider. */
            readonly currency: string;
            /** @description Price, in whole units of the currency; money in its smallest unit. */
            readonly amount: number;
        };
        /**
         * Problem400
         * @description The query, a header or the body is not what is documented.
         */
        readonly Problem400: components["schemas"]["BadRequestProblem"] | components["schemas"]["InvalidPayloadProblem"] | components["schemas"]["UnknownTypeProblem"];
        /**
         * Problem401
         * @description No valid access token, or wrong credentials.
         */
        readonly Problem401: components["schemas"]["InvalidCredentialsProblem"] | components["schemas"]["TokenExpiredProblem"] | components["schemas"]["TotpRequiredProblem"] | components["schemas"]["UnauthenticatedProblem"];
        /**
         * Problem403
         * @description The caller's role, or the player's standing, does not allow it.
         */
        readonly Problem403: components["schemas"]["ForbiddenProblem"] | components["schemas"]["LimitExceededProblem"] | components["schemas"]["SelfExcludedProblem"];
        /**
         * Problem404
         * @description There is no such thing.
         */
        readonly Problem404: components["schemas"]["NotFoundProblem"];
        /**
         * Problem405
         * @description The route does not have this method.
         */
        readonly Problem405: components["schemas"]["MethodNotAllowedProblem"];
        /**
         * Problem409
         * @description The state does not allow it; `code` says why.
         */
        readonly Problem409: components["schemas"]["AlreadyBetProblem"] | components["schemas"]["AlreadyClaimedProblem"] | components["schemas"]["DebtUnpaidProblem"] | components["schemas"]["InProgressProblem"] | components["schemas"]["InsufficientGoldProblem"] | components["schemas"]["ItemInactiveProblem"] | components["schemas"]["LastAdminProblem"] | components["schemas"]["NoBetProblem"] | components["schemas"]["NotClaimableProblem"] | components["schemas"]["NotPendingProblem"] | components["schemas"]["OutOfStockProblem"] | components["schemas"]["RoundClosedProblem"] | components["schemas"]["SamePersonProblem"] | components["schemas"]["StepUpRequiredProblem"] | components["schemas"]["UsernameTakenProblem"] | components["schemas"]["VersionConflictProblem"] | components["schemas"]["WouldReplaceProblem"] | components["schemas"]["WrongCodeProblem"];
        /**
         * Problem413
         * @description The body is too large.
         */
        readonly Problem413: components["schemas"]["PayloadTooLargeProblem"];
        /**
         * Problem415
         * @description The body is not declared as JSON.
         */
        readonly Problem415: components["schemas"]["UnsupportedMediaTypeProblem"];
        /**
         * Problem422
         * @description The idempotency key was used with another body.
         */
        readonly Problem422: components["schemas"]["IdempotencyConflictProblem"];
        /**
         * Problem429
         * @description Too many requests or attempts: come back after `retry_after_ms`.
         */
        readonly Problem429: components["schemas"]["RateLimitedProblem"];
        /**
         * Problem500
         * @description A fault of the server.
         */
        readonly Problem500: components["schemas"]["InternalProblem"];
        /**
         * Problem503
         * @description Not available at the moment: try again with the same idempotency key.
         */
        readonly Problem503: components["schemas"]["UnavailableProblem"];
        /**
         * Problem504
         * @description No answer in time, so that the outcome is unknown: try again with the same idempotency key to learn it.
         */
        readonly Problem504: components["schemas"]["TimeoutProblem"];
        /**
         * ProblemDocument
         * @description An RFC 9457 problem document; further members depend on `code`.
         */
        readonly ProblemDocument: {
            /** @description URN of the kind of problem. */
            readonly type: string;
            /** @description The code in words. */
            readonly title: string;
            /** @description HTTP status, a number. */
            readonly status: number;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it.
             * @enum {string}
             */
            readonly code: "already_bet" | "already_claimed" | "bad_request" | "debt_unpaid" | "forbidden" | "idempotency_conflict" | "in_progress" | "insufficient_gold" | "internal" | "invalid_credentials" | "invalid_payload" | "item_inactive" | "last_admin" | "limit_exceeded" | "method_not_allowed" | "no_bet" | "not_claimable" | "not_found" | "not_pending" | "out_of_stock" | "payload_too_large" | "rate_limited" | "round_closed" | "same_person" | "self_excluded" | "step_up_required" | "timeout" | "token_expired" | "totp_required" | "unauthenticated" | "unavailable" | "unknown_type" | "unsupported_media_type" | "username_taken" | "version_conflict" | "would_replace" | "wrong_code";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
        };
        /**
         * Profile
         * @description `gold` and `gold_balance` are always equal; both names are kept for old clients.
         */
        readonly Profile: {
            /** @description Balance, in whole gold. */
            readonly gold: number;
            /** @description The same as `gold`, under the name that old clients know, in whole gold. */
            readonly gold_balance: number;
            /** @description Balance, in whole gems. */
            readonly gems: number;
            /** @description Experience, in points. */
            readonly xp: number;
            /** @description Tier that the experience has reached. */
            readonly tier: string;
            /**
             * @description Balance, in whole shards.
             * @default 0
             */
            readonly shards: number;
            /**
             * @description Amounts that are owed after refunds, in whole units of each currency, by its name: nothing is spent before they are paid, and what comes in pays them first.
             * @default {}
             */
            readonly debts: {
                readonly [key: string]: number;
            };
        };
        /**
         * PurchaseList
         * @description Pending purchases, and all that succeeded or were refunded, newest first.
         */
        readonly PurchaseList: {
            /** @description The items of this page. */
            readonly items: readonly components["schemas"]["PurchaseState"][];
            /**
             * @description Cursor of the page after this; null on the last one.
             * @default null
             */
            readonly next: string | null;
        };
        /**
         * PurchaseState
         * @description A purchase as its player sees it.
         *
         *         `amount` is the whole price, 0 while the shop has not said it; `gold` the balance after it, in replies only.
         *         `pay_url` and `provider_ref` belong to pending purchases for money.
         */
        readonly PurchaseState: {
            /** @description Id of the purchase. */
            readonly purchase_id: string;
            /**
             * @description State of the purchase.
             * @enum {unknown}
             */
            readonly status: "cancelled" | "expired" | "failed" | "pending" | "refunded" | "success";
            /** @description Id of the item. */
            readonly product_id: string;
            /**
             * @description Number of pieces.
             * @default 1
             */
            readonly quantity?: number;
            /**
             * @description What was paid, or is to be paid, in whole units of `currency`.
             * @default 0
             */
            readonly amount?: number;
            /**
             * @description Currency of the amount: `gold`, `gem`, `shard`, or a currency of a payment provider.
             * @default
             */
            readonly currency?: string;
            /**
             * @description What the buyer gets in all, in whole units of each type.
             * @default []
             */
            readonly contents?: readonly components["schemas"]["Content"][];
            /**
             * @description Code on the receipt; empty until it has succeeded.
             * @default
             */
            readonly receipt_code?: string;
            /**
             * @description Why it failed; empty if it did not.
             * @default
             */
            readonly reason_code?: string;
            /**
             * @description When it was bought, in Unix ms.
             * @default 0
             */
            readonly created_at?: number;
            /**
             * @description When it succeeded, failed or was refunded, in Unix ms; 0 is not yet.
             * @default 0
             */
            readonly ended_at?: number;
            /**
             * @description When it fails unless it has been paid, in Unix ms; 0 is never.
             * @default 0
             */
            readonly expires_at?: number;
            /**
             * @description Reference at the payment provider. Empty without one.
             * @default
             */
            readonly provider_ref?: string;
            /**
             * @description Page of the payment provider where it is paid. Empty without one.
             * @default
             */
            readonly pay_url?: string;
            /**
             * @description The player's balance after it, in whole gold; null or absent where it is not known.
             * @default null
             */
            readonly gold?: number | null;
        };
        /**
         * PurchaseView
         * @description A player's purchase; moments that have not come are null.
         */
        readonly PurchaseView: {
            /** @description Id of the purchase. */
            readonly purchase_id: string;
            /** @description State of the purchase. */
            readonly status: string;
            /** @description Id of the item. */
            readonly product_id: string;
            /** @description Number of pieces. */
            readonly quantity: number;
            /** @description What was paid, or is to be paid, in whole units of `currency`. */
            readonly amount: number;
            /** @description Currency of the amount: `gold`, `gem`, or a currency of a payment provider. */
            readonly currency: string;
            /** @description What the buyer gets in all, in whole units of each type. */
            readonly contents: readonly components["schemas"]["Content"][];
            /** @description Code on the receipt; empty until it has succeeded. */
            readonly receipt_code: string;
            /** @description Why it failed; empty if it did not. */
            readonly reason_code: string;
            /** @description Reference at the payment provider; empty without one. */
            readonly provider_ref: string;
            /** @description When it was bought; null is not known. */
            readonly created_at: string | null;
            /** @description When it succeeded, failed or was refunded; null is not yet. */
            readonly ended_at: string | null;
            /** @description When it fails unless it has been paid; null is never. */
            readonly expires_at: string | null;
        };
        /**
         * RateLimitedProblem
         * @description Problem `rate_limited`, status 429 Too Many Requests.
         */
        readonly RateLimitedProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:rate_limited";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 429;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "rate_limited";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
            /** @description Time to wait, in ms; the header `Retry-After` says it in seconds. */
            readonly retry_after_ms?: number;
        };
        /**
         * RefreshRequest
         * @description The refresh token of the last answer.
         */
        readonly RefreshRequest: {
            /** @description The refresh token of the last answer. */
            readonly refresh_token: string;
        };
        /**
         * Refund
         * @description A refund: its reason, and what becomes of the pieces.
         */
        readonly Refund: {
            /** @description Why; the audit trail keeps it. */
            readonly reason: string;
            /**
             * @description True to let the pieces be sold again and count against no limit of the player; false leaves them sold.
             * @default false
             */
            readonly restock?: boolean;
        };
        /**
         * Return
         * @description Back to what version `to` was: a further version with its body.
         */
        readonly Return: {
            /** @description Version number of the newest one that the caller has seen. */
            readonly version: number;
            /** @description Version number to return to. */
            readonly to: number;
            /** @description Why; the audit trail keeps it. */
            readonly reason: string;
            /**
             * @description From when on it is in force, with an offset; null is at once.
             * @default null
             */
            readonly starts_at?: string | null;
            /**
             * @description True to give up scheduled versions that so never come into force; without it they are a reason to refuse.
             * @default false
             */
            readonly replace?: boolean;
        };
        /**
         * RevealedSeeds
         * @description Seeds that are out of force: with them every round from nonce 1 to `last_nonce` can be recomputed.
         */
        readonly RevealedSeeds: {
            /** @description The server seed that was in force, in hex. */
            readonly server_seed: string;
            /** @description SHA-256 of `server_seed`, in hex, as it was committed to. */
            readonly server_seed_hash: string;
            /** @description The client seed that was in force. */
            readonly client_seed: string;
            /** @description Number of rounds played with these seeds: they can be recomputed for nonces 1 to this count. */
            readonly last_nonce: number;
        };
        /**
         * Reversion
         * @description Back to the texts, price, contents, limits and windows of the version `to`.
         */
        readonly Reversion: {
            /**
             * @description Why; the audit trail keeps it. Null is `none given`.
             * @default null
             */
            readonly reason?: string | null;
            /**
             * @description Version number of the item that the caller has seen: 409 `version_conflict` if there is a newer one; null is any.
             * @default null
             */
            readonly version?: number | null;
            /** @description Version number of the item to go back to. */
            readonly to: number;
        };
        /**
         * Reward
         * @description What a claim gives.
         */
        readonly Reward: {
            /**
             * @description Currency.
             * @enum {unknown}
             */
            readonly type: "gem" | "gold" | "shard";
            /** @description Amount, in whole units of its currency. */
            readonly amount: number;
        };
        /**
         * RewardGrantDone
         * @description `balance` is that of the reward's currency after it.
         */
        readonly RewardGrantDone: {
            /** @description Id of the grant. */
            readonly grant_id: string;
            /** @description The player's balance in the currency of the reward, in whole units. */
            readonly balance: number;
        };
        /**
         * RoundClosedProblem
         * @description Problem `round_closed`, status 409 Conflict.
         */
        readonly RoundClosedProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:round_closed";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 409;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "round_closed";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
            /** @description How the bet ended. */
            readonly bet?: string;
        };
        /**
         * RoundInspected
         * @description A round with its bets. `proof` is that of a solo round, `table_proof` that of a round of a crash table.
         */
        readonly RoundInspected: {
            /** @description Id of the round. */
            readonly round_id: string;
            /** @description Name of the game. */
            readonly game: string;
            /** @description `settled` for a solo round, else the state of the table's round. */
            readonly state: string;
            /** @description Version numbers of the definitions that its bets were settled by. */
            readonly config_versions: readonly number[];
            /** @description Sum of all stakes, in whole gold. */
            readonly staked: number;
            /** @description Amount paid to all players, in whole gold. */
            readonly paid: number;
            /** @description Every bet of the round. */
            readonly bets: readonly components["schemas"]["BetInspected"][];
            /** @description Proof of a solo round; null for a table's round. */
            readonly proof: components["schemas"]["RoundProof"] | null;
            /** @description Proof of a table's round; null for a solo round. */
            readonly table_proof: components["schemas"]["TableRoundProof"] | null;
            /** @description What playing it again came to. */
            readonly verification: components["schemas"]["Verdict"];
        };
        /**
         * RoundPage
         * @description Settled rounds, newest first.
         */
        readonly RoundPage: {
            /** @description The items of this page. */
            readonly items: readonly components["schemas"]["RoundRow"][];
            /**
             * @description Cursor of the page after this; null on the last one.
             * @default null
             */
            readonly next: string | null;
        };
        /**
         * RoundProof
         * @description A round of one player. With `server_seed`, which is there once its player has rotated the seeds, anybody can
         *         recompute it; a bet on a crash table has no seeds, but the proof of the table's round.
         *
         *         `outcome` is the game's own record of the round; `bet` and `payout` are in gold.
         */
        readonly RoundProof: {
            /** @description Id of the round. */
            readonly round_id: string;
            /** @description Name of the game. */
            readonly game: string;
            /** @description Stake, in whole gold. */
            readonly bet: number;
            /** @description Amount paid, in whole gold, the stake included; 0 if nothing. */
            readonly payout: number;
            /** @description The game's own record of the round, from which it can be recomputed. */
            readonly outcome: Record<string, never>;
            /** @description Version number of the definition that it was played by. */
            readonly config_version: number;
            /** @description SHA-256 of the server seed of the round, in hex, as it was committed to. */
            readonly server_seed_hash: string;
            /** @description The client seed of the round. */
            readonly client_seed: string;
            /** @description Number of the round among those of its seeds, counted from 1. */
            readonly nonce: number;
            /** @description The server seed of the round, in hex. Absent until its player has rotated the seeds. */
            readonly server_seed?: string;
            /** @description Proof of the table's round that the bet was on. Absent for a solo round. */
            readonly table_round?: components["schemas"]["TableRoundProof"];
        };
        /**
         * RoundResult
         * @description The end of a round: its multiplier (`"3.07"`), empty when the round was voided.
         */
        readonly RoundResult: {
            /** @description Id of the round. */
            readonly round_id: string;
            /** @description Multiplier at which it crashed, as text with two decimals: `"3.07"`; empty when it was voided. */
            readonly multiplier: string;
        };
        /**
         * RoundRow
         * @description A settled round of a player. `table_round` is the round of a crash table that it was a bet on.
         */
        readonly RoundRow: {
            /** @description Id of the round. */
            readonly round_id: string;
            /** @description Name of the game. */
            readonly game: string;
            /** @description Id of the player's account. */
            readonly user_id: string;
            /** @description Stake, in whole gold. */
            readonly bet: number;
            /** @description Amount paid, in whole gold, the stake included; 0 if nothing. */
            readonly payout: number;
            /**
             * Format: date-time
             * @description When the player had been paid.
             */
            readonly settled_at: string;
            /** @description Version number of the definition that it was played by. */
            readonly config_version: number;
            /** @description Id of the table's round that it was a bet on; null for a solo round. */
            readonly table_round: string | null;
        };
        /**
         * RpsPlay
         * @description One round against the house; `bet` in gold.
         *
         *         With the `version` of the pays that the player was shown, a round by any other is refused: `version_conflict`.
         */
        readonly RpsPlay: {
            /** @description Stake, in whole gold. */
            readonly bet: number;
            /**
             * @description The player's choice.
             * @enum {unknown}
             */
            readonly choice: "paper" | "rock" | "scissors";
            /**
             * @description Version number of the pays that the player was shown; null is any.
             * @default null
             */
            readonly version?: number | null;
        };
        /**
         * RpsPlayed
         * @description The result of one round of rock, paper, scissors; `gold` is the balance after it.
         */
        readonly RpsPlayed: {
            /** @description Id of the round. */
            readonly round_id: string;
            /**
             * @description How the round went for the player.
             * @enum {unknown}
             */
            readonly outcome: "lose" | "tie" | "win";
            /**
             * @description The house's choice.
             * @enum {unknown}
             */
            readonly opponent: "paper" | "rock" | "scissors";
            /** @description Amount paid, in whole gold, the stake included; 0 if nothing. */
            readonly payout: number;
            /** @description The player's balance after it, in whole gold. */
            readonly gold: number;
        };
        /**
         * RpsRules
         * @description Pays of rock, paper, scissors; `rtp` is the lowest return at any stake, `rtp_at_bet` that at one of them.
         */
        readonly RpsRules: {
            /** @description Version number of the pays. */
            readonly version: number;
            /** @description Pay of a win, in hundredths of the stake. */
            readonly win_cents: number;
            /** @description Lowest return to player at any stake, as a share of 1. */
            readonly rtp: number;
            /** @description True while the game takes no bets. */
            readonly closed: boolean;
            /**
             * @description Exact return to player at the stake that was asked for with `bet`, as a share of 1, rounding to whole gold included; null without one, and for a stake that is not taken.
             * @default null
             */
            readonly rtp_at_bet: number | null;
        };
        /**
         * Rung
         * @description A day of the present run that pays `amount` when it is claimed.
         */
        readonly Rung: {
            /** @description Number of the rung in its run, counted from 1: the day of the run that it is paid for. */
            readonly rung: number;
            /** @description Reward of the rung, in whole gold. */
            readonly amount: number;
        };
        /**
         * SamePersonProblem
         * @description Problem `same_person`, status 409 Conflict.
         */
        readonly SamePersonProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:same_person";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 409;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "same_person";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
        };
        /**
         * SeedsRotate
         * @description Reveal the server seed in force and go on with the next one, under a new client seed.
         *
         *         Without `client_seed` the new one is the first 16 hex digits of the SHA-256 over
         *         `{former next_server_seed_hash}:{id of this command}`.
         */
        readonly SeedsRotate: {
            /**
             * @description The new client seed, printable ASCII; null or absent: it follows from the command's id.
             * @default null
             */
            readonly client_seed?: string | null;
        };
        /**
         * SeedsRotated
         * @description What was revealed, and the seeds now in force; `server_seed_hash` is the former `next_server_seed_hash`.
         */
        readonly SeedsRotated: {
            /** @description The seeds that are out of force now. */
            readonly revealed: components["schemas"]["RevealedSeeds"];
            /** @description SHA-256 of the server seed now in force, in hex: the former `next_server_seed_hash`. */
            readonly server_seed_hash: string;
            /** @description SHA-256 of the server seed that comes next, in hex. */
            readonly next_server_seed_hash: string;
            /** @description The client seed in force, printable ASCII. */
            readonly client_seed: string;
            /** @description Number of rounds played with the new seeds, a count: 0. */
            readonly nonce: number;
        };
        /**
         * SelfExcludedProblem
         * @description Problem `self_excluded`, status 403 Forbidden.
         */
        readonly SelfExcludedProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:self_excluded";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 403;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "self_excluded";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
            /** @description Its end, in Unix ms. */
            readonly until?: number;
        };
        /**
         * SessionList
         * @description Living sessions, newest first.
         */
        readonly SessionList: {
            /** @description The items of this page. */
            readonly items: readonly components["schemas"]["SessionView"][];
            /**
             * @description Cursor of the page after this; null on the last one.
             * @default null
             */
            readonly next: string | null;
        };
        /**
         * SessionView
         * @description A living session. Times are Unix ms; `current` marks the one that asks.
         */
        readonly SessionView: {
            /** @description Id of the session. */
            readonly id: string;
            /** @description When it was opened, in Unix ms. */
            readonly created_at: number;
            /** @description When its tokens were last refreshed, in Unix ms. */
            readonly refreshed_at: number;
            /** @description When it ends unless it is refreshed, in Unix ms. */
            readonly expires_at: number;
            /** @description Address that opened or last refreshed it. */
            readonly address: string;
            /** @description Program of the client, as it calls itself. */
            readonly client: string;
            /** @description True for the session that asks. */
            readonly current: boolean;
        };
        /**
         * ShopBuy
         * @description Buy `quantity` pieces; with the `catalog_version` that the player saw, for no other currency, at no higher price
         *         and with no less in them than that showed.
         */
        readonly ShopBuy: {
            /** @description Id of the item to buy. */
            readonly product_id: string;
            /**
             * @description Number of pieces.
             * @default 1
             */
            readonly quantity?: number;
            /**
             * @description Version number of the catalog that the player has seen: 409 `version_conflict` if the item has changed since.
             * @default null
             */
            readonly catalog_version?: number | null;
        };
        /**
         * ShopCancel
         * @description Give up a purchase that is still pending.
         */
        readonly ShopCancel: {
            /** @description Id of a purchase that waits for its payment. */
            readonly purchase_id: string;
        };
        /**
         * ShopItem
         * @description An item with what its price is now, and where its pieces are.
         */
        readonly ShopItem: {
            /** @description Id of the item. */
            readonly id: string;
            /** @description Version number; it rises by one with each change. */
            readonly version: number;
            /** @description Name, in Korean and English. */
            readonly name: components["schemas"]["Name"];
            /** @description Price of one piece. */
            readonly price: components["schemas"]["Price"];
            /** @description What a buyer gets for each piece, in whole units of each type. */
            readonly contents: readonly components["schemas"]["Content"][];
            /** @description True while it is on sale. */
            readonly active: boolean;
            /** @description Place in the catalog, a number without unit: lower ranks come first. */
            readonly rank: number;
            /** @description Number of pieces there ever are, sold and held ones included; null is any number. */
            readonly stock: number | null;
            /** @description Number of pieces that one player may buy in each `per_user_period`; null is any number. */
            readonly per_user_limit: number | null;
            /**
             * @description Period over which `per_user_limit` counts.
             * @enum {unknown}
             */
            readonly per_user_period: "day" | "ever" | "month" | "week";
            /** @description When it can be bought; null is always. */
            readonly sale_window: components["schemas"]["TimeWindow"] | null;
            /** @description Lowest tier that may buy it; null is every tier. */
            readonly minimum_tier: string | null;
            /** @description Discount and when it applies; null is none. */
            readonly discount: components["schemas"]["DiscountView"] | null;
            /** @description What one piece costs now, in whole units of the price's currency. */
            readonly price_now: number;
            /** @description Discount in force, in percent; 0 is none. `discount` is there as well when it is only scheduled. */
            readonly discount_percent: number;
            /** @description Number of pieces that were sold. */
            readonly sold: number;
            /** @description Number of pieces held by purchases that wait for their payment. */
            readonly held: number;
        };
        /**
         * ShopItems
         * @description Items by rank, those not on sale included; `version` is the catalog's.
         */
        readonly ShopItems: {
            /** @description The items of this page. */
            readonly items: readonly components["schemas"]["ShopItem"][];
            /**
             * @description Cursor of the page after this; null on the last one.
             * @default null
             */
            readonly next: string | null;
            /** @description Version number of the catalog. */
            readonly version: number;
        };
        /**
         * SignUp
         * @description A new account.
         *
         *         `username`: 3-32 letters a-z, digits, Hangul, `_`, `.`, `-`; `password`: 8-128 characters, not a common one;
         *         `time_zone`: an IANA name, it decides when the player's day ends; `locale`: a BCP 47 language tag.
         */
        readonly SignUp: {
            /** @description Name: 3 to 32 letters a-z, digits, Hangul, `_`, `.`, `-`. */
            readonly username: string;
            /** @description Password: 8 to 128 characters, not a common one. */
            readonly password: string;
            /**
             * @description Name or alias of the time zone in the IANA database, in any case; it decides when the player's day ends.
             * @default Asia/Seoul
             */
            readonly time_zone?: string;
            /**
             * @description Language of the player, a BCP 47 tag; kept in its canonical form.
             * @default ko
             */
            readonly locale?: string;
        };
        /**
         * SlotFeature
         * @description What followed the paid spin.
         */
        readonly SlotFeature: {
            /**
             * @description Type.
             * @enum {unknown}
             */
            readonly type: "free_spins";
            /** @description The free spins, in order. */
            readonly spins: readonly components["schemas"]["SlotFreeSpin"][];
        };
        /**
         * SlotFreeSpin
         * @description A free spin. `payout` = floor(bet * cents / 100); `free_spins` are those that it gives on top.
         */
        readonly SlotFreeSpin: {
            /** @description Stop of each reel, an index into its strip counted from 0. */
            readonly stops: readonly number[];
            /** @description Symbols that the window shows: one list for each reel, from top to bottom. */
            readonly window: readonly (readonly string[])[];
            /** @description Lines that won. */
            readonly lines: readonly components["schemas"]["SlotLine"][];
            /** @description Number of scatter symbols in the window. */
            readonly scatters: number;
            /** @description Payout of the scatters, in hundredths of the stake. */
            readonly scatter_cents: number;
            /** @description Factor by which every win of a free spin is multiplied, a ratio. */
            readonly multiplier: number;
            /** @description Payout, in hundredths of the stake. */
            readonly cents: number;
            /** @description Amount paid, in whole gold, the stake included; 0 if nothing. */
            readonly payout: number;
            /** @description Number of free spins that this one added. */
            readonly free_spins: number;
        };
        /**
         * SlotLine
         * @description A line that pays: its index in the machine's lines, and the first `length` symbols taken for `symbol`.
         *
         *         `cents` are for each 100 of the stake, before the spin's multiplier.
         */
        readonly SlotLine: {
            /** @description Index of the line among those of the machine, counted from 0. */
            readonly line: number;
            /** @description Symbol that the line pays for. */
            readonly symbol: string;
            /** @description Number of reels from the left that the line covers. */
            readonly length: number;
            /** @description Payout, in hundredths of the stake. */
            readonly cents: number;
        };
        /**
         * SlotMachine
         * @description A machine. `lines` name a row for each reel; pays are cents for each 100 of the stake, by length or by scatters.
         *
         *         `rtp` and `volatility` hold at the minimum stake, `rtp_min` is the lowest return at any stake, `rtp_at_bet` that at
         *         one of them; flooring is included.
         *         A `closed` one takes no bets.
         */
        readonly SlotMachine: {
            /** @description Id of the machine. */
            readonly id: string;
            /** @description Version number of the machine. */
            readonly version: number;
            /** @description Number of rows that the window shows. */
            readonly rows: number;
            /** @description Symbols on the strip of each reel, in order. */
            readonly reels: readonly (readonly string[])[];
            /** @description Lines that pay: for each reel the row, an index counted from 0. */
            readonly lines: readonly (readonly number[])[];
            /** @description Payout of a line in hundredths of the stake, by symbol and number of reels. */
            readonly paytable: {
                readonly [key: string]: {
                    readonly [key: string]: number;
                };
            };
            /** @description Symbol that stands for any other; null is none. */
            readonly wild: string | null;
            /** @description Symbol that pays anywhere; null is none. */
            readonly scatter: string | null;
            /** @description Payout of scatters in hundredths of the stake, by their number. */
            readonly scatter_pays: {
                readonly [key: string]: number;
            };
            /** @description Number of free spins, by the number of scatters. */
            readonly free_spins: {
                readonly [key: string]: number;
            };
            /** @description Factor by which every win of a free spin is multiplied, a ratio. */
            readonly free_spins_multiplier: number;
            /** @description Largest number of free spins that one spin can set off. */
            readonly free_spins_max: number;
            /** @description Least win of each class, in hundredths of the stake, by its name. */
            readonly win_classes: {
                readonly [key: string]: number;
            };
            /** @description Return to player at the minimum stake, as a share of 1. */
            readonly rtp: number;
            /** @description Lowest return to player at any stake, as a share of 1. */
            readonly rtp_min: number;
            /** @description Standard deviation of the payout at the minimum stake, as a ratio to the stake. */
            readonly volatility: number;
            /** @description Share of spins that pay anything, from 0 to 1. */
            readonly hit_rate: number;
            /** @description True while the machine takes no bets. */
            readonly closed: boolean;
            /**
             * @description Exact return to player at the stake that was asked for with `bet`, as a share of 1, rounding to whole gold included; null without one, and for a stake that is not taken.
             * @default null
             */
            readonly rtp_at_bet: number | null;
        };
        /**
         * SlotMachines
         * @description Slot machines, by id.
         */
        readonly SlotMachines: {
            /** @description The items of this page. */
            readonly items: readonly components["schemas"]["SlotMachine"][];
            /**
             * @description Cursor of the page after this; null on the last one.
             * @default null
             */
            readonly next: string | null;
        };
        /**
         * SlotSpin
         * @description One spin; `bet` is the whole stake in gold, whatever the number of lines.
         *
         *         With the `version` of the machine that the player was shown, a spin of any other is refused: `version_conflict`.
         */
        readonly SlotSpin: {
            /** @description Id of the slot machine. */
            readonly machine: string;
            /** @description The total stake of the spin, in whole gold. */
            readonly bet: number;
            /**
             * @description Version number of the machine that the player was shown; null is any.
             * @default null
             */
            readonly version?: number | null;
        };
        /**
         * SlotSpun
         * @description A settled spin with all that showing it takes; `payout` is `base_payout` and that of every feature.
         *
         *         `window` has a list for each reel, from the top row down. `win_class` is `none` or the name of one of the machine's.
         */
        readonly SlotSpun: {
            /** @description Id of the round. */
            readonly round_id: string;
            /** @description Id of the slot machine. */
            readonly machine: string;
            /** @description Version number of the machine that was played. */
            readonly version: number;
            /** @description Stop of each reel, an index into its strip counted from 0. */
            readonly stops: readonly number[];
            /** @description Symbols that the window shows: one list for each reel, from top to bottom. */
            readonly window: readonly (readonly string[])[];
            /** @description Lines that won. */
            readonly lines: readonly components["schemas"]["SlotLine"][];
            /** @description Number of scatter symbols in the window. */
            readonly scatters: number;
            /** @description Payout of the scatters, in hundredths of the stake. */
            readonly scatter_cents: number;
            /** @description Payout of lines and scatters together, in hundredths of the stake. */
            readonly cents: number;
            /** @description Amount paid by the spin without its free spins, in whole gold. */
            readonly base_payout: number;
            /** @description Features that the spin set off, such as free spins. */
            readonly features: readonly components["schemas"]["SlotFeature"][];
            /** @description Class of the win, for the show that a client makes of it. */
            readonly win_class: string;
            /** @description Amount paid, in whole gold, the stake included; 0 if nothing. */
            readonly payout: number;
            /** @description The player's balance after it, in whole gold. */
            readonly gold: number;
        };
        /**
         * Snapshot
         * @description The `initial_state` message, without the epoch that only a socket has.
         */
        readonly Snapshot: {
            /** @description Always `initial_state`. */
            readonly type: string;
            /** @description Number of the last push, for clients that go on with a socket. */
            readonly seq: number;
            /** @description Version number of the player's entity. */
            readonly version: number;
            /** @description The state. */
            readonly payload: components["schemas"]["InitialState"];
        };
        /**
         * StaffGrant
         * @description A reward from staff.
         */
        readonly StaffGrant: {
            /** @description Why; the audit trail keeps it. */
            readonly reason: string;
            /**
             * @description Currency of the reward.
             * @enum {unknown}
             */
            readonly reward_type: "gem" | "gold" | "shard";
            /** @description Amount, in whole units of the currency. */
            readonly amount: number;
        };
        /**
         * StaffList
         * @description Staff accounts, by name.
         */
        readonly StaffList: {
            /** @description The items of this page. */
            readonly items: readonly components["schemas"]["StaffView"][];
            /**
             * @description Cursor of the page after this; null on the last one.
             * @default null
             */
            readonly next: string | null;
        };
        /**
         * StaffPatch
         * @description What is to be different; any real difference ends the account's sessions. `proof` is the caller's own.
         */
        readonly StaffPatch: {
            /**
             * @description New role; absent leaves it.
             * @enum {unknown}
             */
            readonly role?: "ADMIN" | "OPERATOR" | "VIEWER";
            /** @description False to bar the account from logging in, true to let it; absent leaves it. */
            readonly active?: boolean;
            /** @description New password, 8 to 128 characters; absent leaves it. */
            readonly password?: string;
            /**
             * @description Proof that the caller is who the token says.
             * @default {
             *       "password": "",
             *       "code": ""
             *     }
             */
            readonly proof?: components["schemas"]["OwnProof"];
        };
        /**
         * StaffView
         * @description A staff account; who is not active cannot log in.
         */
        readonly StaffView: {
            /** @description Id of the staff account. */
            readonly id: string;
            /** @description Name of the account, as it was chosen at sign-up. */
            readonly username: string;
            /** @description Role of the account. */
            readonly role: string;
            /** @description False if the account cannot log in. */
            readonly active: boolean;
            /**
             * Format: date-time
             * @description When it was created.
             */
            readonly created_at: string;
        };
        /**
         * StandingView
         * @description A player's standing; `changed` false: it was so before.
         */
        readonly StandingView: {
            /** @description False if it was so before. */
            readonly changed: boolean;
            /** @description True while staff keep the player from playing. */
            readonly banned: boolean;
            /** @description Why the player is banned; empty without a ban. */
            readonly ban_reason: string;
            /** @description End of the ban; null without one, or while `banned` says that it is for ever. */
            readonly banned_until: string | null;
            /** @description True while the player's own exclusion lasts. */
            readonly excluded: boolean;
            /** @description End of the player's own exclusion; null without one. */
            readonly excluded_until: string | null;
        };
        /**
         * StatsSnapshot
         * @description Overall statistics and the same by game.
         */
        readonly StatsSnapshot: {
            /**
             * @description Number of rounds played.
             * @default 0
             */
            readonly games_played: number;
            /**
             * @description Number of rounds won.
             * @default 0
             */
            readonly wins: number;
            /**
             * @description Number of rounds lost.
             * @default 0
             */
            readonly losses: number;
            /**
             * @description Wins as a share of wins and losses, from 0 to 1; 0 without any.
             * @default 0
             */
            readonly win_rate: number;
            /**
             * @description Sum of all stakes, in whole gold.
             * @default 0
             */
            readonly total_wagered: number;
            /**
             * @description Sum of all payouts, in whole gold.
             * @default 0
             */
            readonly total_won: number;
            /**
             * @description Largest payout of one round, in whole gold.
             * @default 0
             */
            readonly biggest_win: number;
            /**
             * @description Largest payout of one round as a multiple of its stake, a ratio.
             * @default 0
             */
            readonly best_multiplier: number;
            /**
             * @description Number of rounds won in a row; negative counts losses.
             * @default 0
             */
            readonly current_streak: number;
            /**
             * @description The same by the name of the game.
             * @default {}
             */
            readonly by_game: {
                readonly [key: string]: components["schemas"]["GameStats"];
            };
        };
        /**
         * StepUpRequiredProblem
         * @description Problem `step_up_required`, status 409 Conflict.
         */
        readonly StepUpRequiredProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:step_up_required";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 409;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "step_up_required";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
        };
        /**
         * StreakClaim
         * @description Take the reward of the next rung of the run. `rung`, when it is given, must be that one.
         */
        readonly StreakClaim: {
            /**
             * @description Number of the rung to claim, which must be the next one; null or absent is the next one.
             * @default null
             */
            readonly rung?: number | null;
        };
        /**
         * StreakCounted
         * @description `counted` is whether this command made the day count; `freezes_used` saved the run, `ended` is the length of the
         *         one that they could not save, else 0.
         */
        readonly StreakCounted: {
            /**
             * @description Number of days in a row that counted; 0 when the run can no longer be saved.
             * @default 0
             */
            readonly count: number;
            /**
             * @description Number of days of the longest run ever.
             * @default 0
             */
            readonly longest: number;
            /**
             * @description Number of freezes that the player has.
             * @default 0
             */
            readonly freezes: number;
            /**
             * @description Largest number of freezes that a player may have.
             * @default 0
             */
            readonly freezes_max: number;
            /**
             * @description Price of another freeze, in whole gold.
             * @default 0
             */
            readonly freeze_price: number;
            /**
             * @description True once today has counted.
             * @default false
             */
            readonly ticked_today: boolean;
            /**
             * @description When the player's day ends, in Unix ms.
             * @default 0
             */
            readonly next_reset: number;
            /**
             * @description Number of the present run, counted from 1; 0 before the first day.
             * @default 0
             */
            readonly run: number;
            /**
             * @description Name of the time zone in the IANA database; it decides when the player's day ends.
             * @default
             */
            readonly time_zone: string;
            /**
             * @description Number of rungs that can be claimed.
             * @default 0
             */
            readonly claimable: number;
            /**
             * @description The rung that `streak.claim` would claim; null while there is none.
             * @default null
             */
            readonly next_claim: components["schemas"]["Rung"] | null;
            /** @description True if this command made the day count. */
            readonly counted: boolean;
            /** @description Number of freezes that were used to save the run. */
            readonly freezes_used: number;
            /** @description Number of days of the run that could not be saved; 0 if it was. */
            readonly ended: number;
        };
        /**
         * StreakDayRow
         * @description A day that counted, number `count` of its run. `ended` is the length of the run that this day found lost, else 0.
         *
         *         `day` is its date in `time_zone`.
         */
        readonly StreakDayRow: {
            /** @description Number of the run, counted from 1. */
            readonly run: number;
            /** @description Number of the day in its run, counted from 1. */
            readonly count: number;
            /**
             * Format: date
             * @description Date of the day in `time_zone`.
             */
            readonly day: string;
            /** @description Time zone that the player lived in, a name of the IANA database. */
            readonly time_zone: string;
            /** @description Number of freezes that saved the run on this day. */
            readonly freezes_used: number;
            /** @description Number of days of the run that this day found lost; 0 if none. */
            readonly ended: number;
        };
        /**
         * StreakHistory
         * @description Days that counted, newest first.
         */
        readonly StreakHistory: {
            /** @description The items of this page. */
            readonly items: readonly components["schemas"]["StreakDayRow"][];
            /**
             * @description Cursor of the page after this; null on the last one.
             * @default null
             */
            readonly next: string | null;
        };
        /**
         * StreakProtect
         * @description Buy a freeze: it takes the place of a day that is missed later.
         */
        readonly StreakProtect: Record<string, never>;
        /**
         * StreakProtected
         * @description The streak with one freeze more, and the `gold` that is left.
         */
        readonly StreakProtected: {
            /**
             * @description Number of days in a row that counted; 0 when the run can no longer be saved.
             * @default 0
             */
            readonly count: number;
            /**
             * @description Number of days of the longest run ever.
             * @default 0
             */
            readonly longest: number;
            /**
             * @description Number of freezes that the player has.
             * @default 0
             */
            readonly freezes: number;
            /**
             * @description Largest number of freezes that a player may have.
             * @default 0
             */
            readonly freezes_max: number;
            /**
             * @description Price of another freeze, in whole gold.
             * @default 0
             */
            readonly freeze_price: number;
            /**
             * @description True once today has counted.
             * @default false
             */
            readonly ticked_today: boolean;
            /**
             * @description When the player's day ends, in Unix ms.
             * @default 0
             */
            readonly next_reset: number;
            /**
             * @description Number of the present run, counted from 1; 0 before the first day.
             * @default 0
             */
            readonly run: number;
            /**
             * @description Name of the time zone in the IANA database; it decides when the player's day ends.
             * @default
             */
            readonly time_zone: string;
            /**
             * @description Number of rungs that can be claimed.
             * @default 0
             */
            readonly claimable: number;
            /**
             * @description The rung that `streak.claim` would claim; null while there is none.
             * @default null
             */
            readonly next_claim: components["schemas"]["Rung"] | null;
            /** @description The player's balance after it, in whole gold. */
            readonly gold: number;
        };
        /**
         * StreakRewarded
         * @description The streak after a claim; `paid` is the rung, `gold` the balance.
         */
        readonly StreakRewarded: {
            /**
             * @description Number of days in a row that counted; 0 when the run can no longer be saved.
             * @default 0
             */
            readonly count: number;
            /**
             * @description Number of days of the longest run ever.
             * @default 0
             */
            readonly longest: number;
            /**
             * @description Number of freezes that the player has.
             * @default 0
             */
            readonly freezes: number;
            /**
             * @description Largest number of freezes that a player may have.
             * @default 0
             */
            readonly freezes_max: number;
            /**
             * @description Price of another freeze, in whole gold.
             * @default 0
             */
            readonly freeze_price: number;
            /**
             * @description True once today has counted.
             * @default false
             */
            readonly ticked_today: boolean;
            /**
             * @description When the player's day ends, in Unix ms.
             * @default 0
             */
            readonly next_reset: number;
            /**
             * @description Number of the present run, counted from 1; 0 before the first day.
             * @default 0
             */
            readonly run: number;
            /**
             * @description Name of the time zone in the IANA database; it decides when the player's day ends.
             * @default
             */
            readonly time_zone: string;
            /**
             * @description Number of rungs that can be claimed.
             * @default 0
             */
            readonly claimable: number;
            /**
             * @description The rung that `streak.claim` would claim; null while there is none.
             * @default null
             */
            readonly next_claim: components["schemas"]["Rung"] | null;
            /** @description The rung that was paid. */
            readonly paid: components["schemas"]["Rung"];
            /** @description The player's balance after it, in whole gold. */
            readonly gold: number;
        };
        /**
         * StreakRules
         * @description Rewards of the days of a streak. They are those of a tier without benefits.
         */
        readonly StreakRules: {
            /** @description Version number of the ladder. */
            readonly version: number;
            /** @description Rewards of the first days of a run, in whole gold. */
            readonly ladder: readonly number[];
            /** @description Reward of each seventh day after them, in whole gold. */
            readonly every_seventh: number;
            /** @description Reward of each other day after them, in whole gold. */
            readonly otherwise: number;
            /** @description Number of freezes that a player may have. */
            readonly freezes_max: number;
            /** @description Price of a freeze, in whole gold. */
            readonly freeze_price: number;
        };
        /**
         * StreakState
         * @description The streak as it is now: `count` is 0 when it can no more be saved. The day ends at `next_reset`.
         *
         *         `next_claim` is the rung that `streak.claim` would claim, None while there is none; `claimable` counts them.
         */
        readonly StreakState: {
            /**
             * @description Number of days in a row that counted; 0 when the run can no longer be saved.
             * @default 0
             */
            readonly count: number;
            /**
             * @description Number of days of the longest run ever.
             * @default 0
             */
            readonly longest: number;
            /**
             * @description Number of freezes that the player has.
             * @default 0
             */
            readonly freezes: number;
            /**
             * @description Largest number of freezes that a player may have.
             * @default 0
             */
            readonly freezes_max: number;
            /**
             * @description Price of another freeze, in whole gold.
             * @default 0
             */
            readonly freeze_price: number;
            /**
             * @description True once today has counted.
             * @default false
             */
            readonly ticked_today: boolean;
            /**
             * @description When the player's day ends, in Unix ms.
             * @default 0
             */
            readonly next_reset: number;
            /**
             * @description Number of the present run, counted from 1; 0 before the first day.
             * @default 0
             */
            readonly run: number;
            /**
             * @description Name of the time zone in the IANA database; it decides when the player's day ends.
             * @default
             */
            readonly time_zone: string;
            /**
             * @description Number of rungs that can be claimed.
             * @default 0
             */
            readonly claimable: number;
            /**
             * @description The rung that `streak.claim` would claim; null while there is none.
             * @default null
             */
            readonly next_claim: components["schemas"]["Rung"] | null;
        };
        /**
         * StreakTick
         * @description Count today. The first connection of a day does so by itself.
         */
        readonly StreakTick: Record<string, never>;
        /**
         * StreakZone
         * @description Live in another time zone of the IANA database, at most once in 30 days; it cannot earn a day.
         */
        readonly StreakZone: {
            /** @description Name of a time zone in the IANA database. */
            readonly time_zone: string;
        };
        /**
         * TableBetShown
         * @description One bet as others see it; `multiplier` and `payout` once it is cashed out.
         */
        readonly TableBetShown: {
            /** @description Name of the player, masked: `k***m`. */
            readonly player: string;
            /** @description Stake, in whole gold. */
            readonly bet: number;
            /**
             * @description Multiplier at which the bet left the curve, as text with two decimals; empty while it is open.
             * @default
             */
            readonly multiplier?: string;
            /**
             * @description Amount paid, in whole gold, the stake included; 0 if nothing.
             * @default 0
             */
            readonly payout?: number;
        };
        /**
         * TableLive
         * @description A crash table as it is now; `state` is null, and `error` says why, when it cannot be asked.
         */
        readonly TableLive: {
            /** @description Name of the crash table. */
            readonly table: string;
            /** @description The table; null when it cannot be asked. */
            readonly state: components["schemas"]["TableNow"] | null;
            /** @description Error code when it cannot be asked, else empty. */
            readonly error: string;
        };
        /**
         * TableNow
         * @description What staff see of a table: no more of the round's end than anybody.
         */
        readonly TableNow: {
            /** @description The table as its watchers see it. */
            readonly shown: components["schemas"]["TableState"];
            /** @description Every bet of the present round. */
            readonly bets: readonly components["schemas"]["BetSeen"][];
            /** @description The house's bankroll at this table, in whole gold. */
            readonly bankroll: number;
            /** @description The most that all players together may win in this round, in whole gold. */
            readonly allowance: number;
            /** @description Amount that players have won in this round so far, in whole gold. */
            readonly won: number;
            /** @description Version number of the table's definition that this round is played by. */
            readonly round_config_version: number;
        };
        /**
         * TableRoundProof
         * @description What proves a round; `game_hash` and `crash_cents` once it is over.
         */
        readonly TableRoundProof: {
            /** @description Id of the round. */
            readonly round_id: string;
            /** @description Name of the crash table. */
            readonly table: string;
            /** @description Salt under which the round is played, in hex: SHA-256 over `terminating_hash` and `salt_contributions`, with `:` between. While bets are taken on a chain without a salt, that of no contributions. */
            readonly salt: string;
            /** @description Last hash of the table's chain, in hex: the commitment to all of its rounds. */
            readonly terminating_hash: string;
            /** @description Place of the round in the chain, a number counted from the end that was committed to. */
            readonly chain_index: number;
            /** @description `betting`, `closing`, `running`, `crashed` or `voided`. */
            readonly state: string;
            /**
             * @description The round's game hash, in hex: it proves where the curve ended. Absent until the round is over.
             * @default
             */
            readonly game_hash?: string;
            /**
             * @description Multiplier at which the curve ended, in hundredths. Absent until the round is over.
             * @default 0
             */
            readonly crash_cents?: number;
            /**
             * @description Bets that the salt was made of, in order: the SHA-256 of each bet's id, in hex. Absent for a round of a chain on which nobody had bet yet, and for chains of former releases.
             * @default []
             */
            readonly salt_contributions?: readonly string[];
        };
        /**
         * TableState
         * @description A table as its watchers see it; times that do not apply in its phase are null.
         */
        readonly TableState: {
            /** @description Name of the crash table. */
            readonly table: string;
            /** @description Id of the present round. */
            readonly round_id: string;
            /**
             * @description Phase of the present round.
             * @enum {unknown}
             */
            readonly phase: "betting" | "closing" | "ended" | "new" | "running";
            /**
             * Format: date-time
             * @description The server's clock.
             */
            readonly now: string;
            /** @description SHA-256 of the hex of this round's game hash: the commitment to its end. */
            readonly commit: string;
            /** @description The hash chain that the rounds come from. */
            readonly chain: components["schemas"]["ChainShown"];
            /** @description Place of the round in the chain, a number counted from the end that was committed to. */
            readonly chain_index: number;
            /** @description The chain that follows when this one is used up; null while none is committed to. */
            readonly next_chain: components["schemas"]["ChainShown"] | null;
            /** @description Smallest stake, in whole gold. */
            readonly bet_min: number;
            /** @description Largest stake, in whole gold. */
            readonly bet_max: number;
            /** @description Number of bets in the present round. */
            readonly players: number;
            /** @description Sum of all stakes, in whole gold. */
            readonly staked: number;
            /** @description Growth of the curve per ms: after t ms it stands at `floor(100 * e^(growth_per_ms * t))` hundredths. */
            readonly growth_per_ms: number;
            /** @description When betting ends; null unless bets are taken. */
            readonly closes_at: string | null;
            /** @description When the curve started; null before. */
            readonly started_at: string | null;
            /** @description The latest bets of the present round. */
            readonly bets: readonly components["schemas"]["TableBetShown"][];
            /** @description The latest rounds that are over. */
            readonly history: readonly components["schemas"]["PastRound"][];
        };
        /**
         * TableSummary
         * @description A table for whoever asks now and then, with nothing of its bets but how many are open.
         *
         *         `closes_at` (Unix ms) is there until the curve starts, `started_at` from then on. All players together can win at
         *         most `profit_max` gold in this round. `last` are the rounds that ended, newest first.
         */
        readonly TableSummary: {
            /** @description Name of the crash table. */
            readonly id: string;
            /**
             * @description Phase of the round: bets are taken in `betting`, the curve runs in `running`.
             * @enum {unknown}
             */
            readonly phase: "betting" | "closing" | "ended" | "new" | "running";
            /** @description Id of the present round. */
            readonly round_id: string;
            /** @description Smallest stake, in whole gold. */
            readonly bet_min: number;
            /** @description Largest stake, in whole gold. */
            readonly bet_max: number;
            /** @description Amount that all players together can win in this round at most, in whole gold. */
            readonly profit_max: number;
            /** @description Number of bets of this round that have not ended. */
            readonly bets_open: number;
            /** @description Rounds that have ended, newest first. */
            readonly last: readonly components["schemas"]["RoundResult"][];
            /**
             * @description When betting ends, in Unix ms; absent once the curve runs.
             * @default 0
             */
            readonly closes_at?: number;
            /**
             * @description When the curve started, in Unix ms; absent before.
             * @default 0
             */
            readonly started_at?: number;
        };
        /**
         * TablesLive
         * @description Crash tables, by name.
         */
        readonly TablesLive: {
            /** @description The items of this page. */
            readonly items: readonly components["schemas"]["TableLive"][];
            /**
             * @description Cursor of the page after this; null on the last one.
             * @default null
             */
            readonly next: string | null;
        };
        /**
         * Tier
         * @description A tier and what it brings.
         */
        readonly Tier: {
            /** @description Name of the tier. */
            readonly name: string;
            /** @description Experience from which it is reached, in points. */
            readonly xp: number;
            /** @description Rewards of the streak, in percent of its ladder. */
            readonly streak_percent: number;
            /** @description Number of freezes that a player may have beyond those of everybody. */
            readonly extra_freezes: number;
        };
        /**
         * TimeWindow
         * @description From `starts_at` on and before `ends_at`; null is open.
         */
        readonly TimeWindow: {
            /**
             * @description When it opens, with an offset; null is open.
             * @default null
             */
            readonly starts_at?: string | null;
            /**
             * @description When it closes, with an offset, not included; null is open.
             * @default null
             */
            readonly ends_at?: string | null;
        };
        /**
         * TimeoutProblem
         * @description Problem `timeout`, status 504 Gateway Timeout.
         */
        readonly TimeoutProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:timeout";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 504;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "timeout";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
        };
        /**
         * Title
         * @description What players read.
         */
        readonly Title: {
            /** @description In Korean. */
            readonly ko: string;
            /** @description In English. */
            readonly en: string;
        };
        /**
         * TokenAnswer
         * @description Tokens of a session; `expires_in` is the access token's life in seconds.
         */
        readonly TokenAnswer: {
            /** @description Access token, to be sent as `Authorization: Bearer ...`. */
            readonly access_token: string;
            /** @description Refresh token: good for one refresh, replaced by it. */
            readonly refresh_token: string;
            /** @description Life of the access token, in seconds. */
            readonly expires_in: number;
            /** @description The account. */
            readonly user: components["schemas"]["UserView"];
            /**
             * @description Always `bearer`.
             * @default bearer
             */
            readonly token_type: string;
        };
        /**
         * TokenExpiredProblem
         * @description Problem `token_expired`, status 401 Unauthorized.
         */
        readonly TokenExpiredProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:token_expired";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 401;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "token_expired";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
        };
        /**
         * TotpCode
         * @description The code that the authenticator shows now.
         */
        readonly TotpCode: {
            /** @description The six digits that the authenticator shows now. */
            readonly code: string;
        };
        /**
         * TotpRequiredProblem
         * @description Problem `totp_required`, status 401 Unauthorized.
         */
        readonly TotpRequiredProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:totp_required";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 401;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "totp_required";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
        };
        /**
         * TotpSecret
         * @description What goes into the authenticator; it is shown this once.
         */
        readonly TotpSecret: {
            /** @description The secret in base32, to be typed into an authenticator. */
            readonly secret: string;
            /** @description The same as an `otpauth` address, to be shown as a QR code. */
            readonly uri: string;
        };
        /**
         * UnackedEvent
         * @description An event-class push that the client has not acknowledged yet.
         */
        readonly UnackedEvent: {
            /** @description Id to acknowledge it by. */
            readonly id: string;
            /** @description Type of the push. */
            readonly type: string;
            /** @description Payload of the push, as it was sent. */
            readonly payload: Record<string, never>;
        };
        /**
         * UnackedEvents
         * @description Notices that are not in the snapshot and not acknowledged yet, oldest first.
         */
        readonly UnackedEvents: {
            /** @description The items of this page. */
            readonly items: readonly components["schemas"]["UnackedEvent"][];
            /**
             * @description Cursor of the page after this; null on the last one.
             * @default null
             */
            readonly next: string | null;
        };
        /**
         * UnauthenticatedProblem
         * @description Problem `unauthenticated`, status 401 Unauthorized.
         */
        readonly UnauthenticatedProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:unauthenticated";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 401;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "unauthenticated";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
        };
        /**
         * UnavailableProblem
         * @description Problem `unavailable`, status 503 Service Unavailable.
         */
        readonly UnavailableProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:unavailable";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 503;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "unavailable";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
            /** @description Time to wait, in ms; the header `Retry-After` says it in seconds. */
            readonly retry_after_ms?: number;
            /** @description Name of the stored part of the player that cannot be read, and is to be repaired. */
            readonly part?: string;
            /** @description `ok` or a reason, by the name of the check (readiness only). */
            readonly checks?: {
                readonly [key: string]: string;
            };
        };
        /**
         * UnknownTypeProblem
         * @description Problem `unknown_type`, status 400 Bad Request.
         */
        readonly UnknownTypeProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:unknown_type";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 400;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "unknown_type";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
        };
        /**
         * UnsupportedMediaTypeProblem
         * @description Problem `unsupported_media_type`, status 415 Unsupported Media Type.
         */
        readonly UnsupportedMediaTypeProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:unsupported_media_type";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 415;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "unsupported_media_type";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
        };
        /**
         * UserKicked
         * @description The player's sockets are being closed.
         */
        readonly UserKicked: Record<string, never>;
        /**
         * UserProfile
         * @description The caller's profile at `version` of the user entity; `gold` and `gold_balance` are always equal.
         */
        readonly UserProfile: {
            /** @description Balance, in whole gold. */
            readonly gold: number;
            /** @description The same as `gold`, under the name that old clients know, in whole gold. */
            readonly gold_balance: number;
            /** @description Balance, in whole gems. */
            readonly gems: number;
            /** @description Experience, in points. */
            readonly xp: number;
            /** @description Tier that the experience has reached. */
            readonly tier: string;
            /**
             * @description Balance, in whole shards.
             * @default 0
             */
            readonly shards: number;
            /**
             * @description Amounts that are owed after refunds, in whole units of each currency, by its name: nothing is spent before they are paid, and what comes in pays them first.
             * @default {}
             */
            readonly debts: {
                readonly [key: string]: number;
            };
            /** @description Id of the caller's account. */
            readonly id: string;
            /** @description Name of the account, as it was chosen at sign-up. */
            readonly username: string;
            /** @description Version number of the player's entity; it never goes backwards. */
            readonly version: number;
        };
        /**
         * UserView
         * @description An account as its owner sees it.
         */
        readonly UserView: {
            /** @description Id of the account. */
            readonly id: string;
            /** @description Name of the account, as it was chosen at sign-up. */
            readonly username: string;
            /** @description Role of the account. */
            readonly role: string;
        };
        /**
         * UsernameTakenProblem
         * @description Problem `username_taken`, status 409 Conflict.
         */
        readonly UsernameTakenProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:username_taken";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 409;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "username_taken";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
        };
        /**
         * Verdict
         * @description `computed` and `payout_computed` are what the published data come to, once they are enough for that.
         */
        readonly Verdict: {
            /**
             * @description What the check came to.
             * @enum {unknown}
             */
            readonly verdict: "consistent" | "proven" | "refuted" | "secret" | "unchecked";
            /** @description The same in words. */
            readonly says: string;
            /**
             * @description What was computed anew, by name.
             * @default null
             */
            readonly computed: Record<string, never> | null;
            /**
             * @description Payout that was computed anew, in whole gold; null where it cannot be.
             * @default null
             */
            readonly payout_computed: number | null;
        };
        /**
         * VersionConflictProblem
         * @description Problem `version_conflict`, status 409 Conflict.
         */
        readonly VersionConflictProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:version_conflict";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 409;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "version_conflict";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
            /** @description The definition that has changed (staff only). */
            readonly definition?: string;
            /** @description The newest version number. */
            readonly version?: number;
            /** @description The slot machine that has changed. */
            readonly machine?: string;
            /** @description The banner that has changed. */
            readonly banner?: string;
            /** @description The game whose pays have changed. */
            readonly game?: string;
            /** @description The item as it is now (staff only). */
            readonly item?: unknown;
            /** @description The price as it is now. */
            readonly price?: unknown;
            /** @description Version number of the catalog now. */
            readonly catalog_version?: number;
        };
        /**
         * VersionOfMany
         * @description The next version of one of several definitions.
         */
        readonly VersionOfMany: {
            /** @description Id of the definition. */
            readonly id: string;
            /** @description Version number that it is made from: the newest one that the caller has seen, 0 to create. */
            readonly version: number;
            /**
             * @description The definition itself; null keeps the body of the version before.
             * @default null
             */
            readonly body?: Record<string, never> | null;
            /**
             * @description True to take it out of use.
             * @default false
             */
            readonly closed?: boolean;
        };
        /**
         * Why
         * @description The reason that the audit trail keeps.
         */
        readonly Why: {
            /** @description Why; the audit trail keeps it. */
            readonly reason: string;
        };
        /**
         * Window
         * @description From `starts_at` on and before `ends_at`.
         */
        readonly Window: {
            /**
             * @description When it opens, in Unix ms; null is open.
             * @default null
             */
            readonly starts_at: number | null;
            /**
             * @description When it closes, in Unix ms, not included; null is open.
             * @default null
             */
            readonly ends_at: number | null;
        };
        /**
         * WouldReplaceProblem
         * @description Problem `would_replace`, status 409 Conflict.
         */
        readonly WouldReplaceProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:would_replace";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 409;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "would_replace";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
            /** @description Versions that would be replaced, each `{id, version, starts_at}`; `replace` gives them up. */
            readonly scheduled?: readonly unknown[];
        };
        /**
         * WrongCodeProblem
         * @description Problem `wrong_code`, status 409 Conflict.
         */
        readonly WrongCodeProblem: {
            /**
             * @description URN of the kind of problem.
             * @constant
             */
            readonly type: "urn:pitboss:problem:wrong_code";
            /** @description The code in words. */
            readonly title: string;
            /**
             * @description HTTP status, a number.
             * @constant
             */
            readonly status: 409;
            /** @description What happened, in words. */
            readonly detail: string;
            /**
             * @description Machine-readable reason; further members depend on it. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            readonly code: "wrong_code";
            /** @description Id of the request, for support; `X-Request-ID` has it as well. */
            readonly request_id: string;
        };
    };
    responses: {
        /** @description The query, a header or the body is not what is documented. */
        readonly Problem400: {
            headers: {
                /** @description Id of the request, for support: the one that was sent, or a new one. */
                readonly "X-Request-ID": string;
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem400"];
            };
        };
        /** @description No valid access token, or wrong credentials. */
        readonly Problem401: {
            headers: {
                /** @description Id of the request, for support: the one that was sent, or a new one. */
                readonly "X-Request-ID": string;
                /** @description How to authenticate (RFC 6750). */
                readonly "WWW-Authenticate": string;
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem401"];
            };
        };
        /** @description The caller's role, or the player's standing, does not allow it. */
        readonly Problem403: {
            headers: {
                /** @description Id of the request, for support: the one that was sent, or a new one. */
                readonly "X-Request-ID": string;
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem403"];
            };
        };
        /** @description There is no such thing. */
        readonly Problem404: {
            headers: {
                /** @description Id of the request, for support: the one that was sent, or a new one. */
                readonly "X-Request-ID": string;
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem404"];
            };
        };
        /** @description The route does not have this method. */
        readonly Problem405: {
            headers: {
                /** @description Id of the request, for support: the one that was sent, or a new one. */
                readonly "X-Request-ID": string;
                /** @description Methods that are served at this path, with commas. */
                readonly Allow: string;
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem405"];
            };
        };
        /** @description The state does not allow it; `code` says why. */
        readonly Problem409: {
            headers: {
                /** @description Id of the request, for support: the one that was sent, or a new one. */
                readonly "X-Request-ID": string;
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem409"];
            };
        };
        /** @description The body is too large. */
        readonly Problem413: {
            headers: {
                /** @description Id of the request, for support: the one that was sent, or a new one. */
                readonly "X-Request-ID": string;
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem413"];
            };
        };
        /** @description The body is not declared as JSON. */
        readonly Problem415: {
            headers: {
                /** @description Id of the request, for support: the one that was sent, or a new one. */
                readonly "X-Request-ID": string;
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem415"];
            };
        };
        /** @description The idempotency key was used with another body. */
        readonly Problem422: {
            headers: {
                /** @description Id of the request, for support: the one that was sent, or a new one. */
                readonly "X-Request-ID": string;
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem422"];
            };
        };
        /** @description Too many requests or attempts: come back after `retry_after_ms`. */
        readonly Problem429: {
            headers: {
                /** @description Id of the request, for support: the one that was sent, or a new one. */
                readonly "X-Request-ID": string;
                /** @description Time to wait, in seconds. */
                readonly "Retry-After"?: number;
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem429"];
            };
        };
        /** @description A fault of the server. */
        readonly Problem500: {
            headers: {
                /** @description Id of the request, for support: the one that was sent, or a new one. */
                readonly "X-Request-ID": string;
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem500"];
            };
        };
        /** @description Not available at the moment: try again with the same idempotency key. */
        readonly Problem503: {
            headers: {
                /** @description Id of the request, for support: the one that was sent, or a new one. */
                readonly "X-Request-ID": string;
                /** @description Time to wait, in seconds. */
                readonly "Retry-After"?: number;
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem503"];
            };
        };
        /** @description No answer in time, so that the outcome is unknown: try again with the same idempotency key to learn it. */
        readonly Problem504: {
            headers: {
                /** @description Id of the request, for support: the one that was sent, or a new one. */
                readonly "X-Request-ID": string;
                /** @description Time to wait, in seconds. */
                readonly "Retry-After"?: number;
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem504"];
            };
        };
        /** @description Any other error. */
        readonly ProblemDocument: {
            headers: {
                /** @description Id of the request, for support: the one that was sent, or a new one. */
                readonly "X-Request-ID": string;
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["ProblemDocument"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type AccountExclude = components['schemas']['AccountExclude'];
export type AccountExcluded = components['schemas']['AccountExcluded'];
export type ActiveEvent = components['schemas']['ActiveEvent'];
export type ActiveEvents = components['schemas']['ActiveEvents'];
export type Alive = components['schemas']['Alive'];
export type AlreadyBetProblem = components['schemas']['AlreadyBetProblem'];
export type AlreadyClaimedProblem = components['schemas']['AlreadyClaimedProblem'];
export type ApprovalList = components['schemas']['ApprovalList'];
export type ApprovalVerdict = components['schemas']['ApprovalVerdict'];
export type ApprovalView = components['schemas']['ApprovalView'];
export type AuditPage = components['schemas']['AuditPage'];
export type AuditView = components['schemas']['AuditView'];
export type BadRequestProblem = components['schemas']['BadRequestProblem'];
export type Ban = components['schemas']['Ban'];
export type BannerItem = components['schemas']['BannerItem'];
export type BannerPeriod = components['schemas']['BannerPeriod'];
export type BannerPity = components['schemas']['BannerPity'];
export type BannerRarity = components['schemas']['BannerRarity'];
export type BannerRates = components['schemas']['BannerRates'];
export type Banners = components['schemas']['Banners'];
export type BetInspected = components['schemas']['BetInspected'];
export type BetSeen = components['schemas']['BetSeen'];
export type Catalog = components['schemas']['Catalog'];
export type ChainShown = components['schemas']['ChainShown'];
export type Change = components['schemas']['Change'];
export type Closing = components['schemas']['Closing'];
export type Content = components['schemas']['Content'];
export type CookieTokenAnswer = components['schemas']['CookieTokenAnswer'];
export type Correction = components['schemas']['Correction'];
export type CrashBet = components['schemas']['CrashBet'];
export type CrashBetPlaced = components['schemas']['CrashBetPlaced'];
export type CrashBetState = components['schemas']['CrashBetState'];
export type CrashCashedOut = components['schemas']['CrashCashedOut'];
export type CrashCashout = components['schemas']['CrashCashout'];
export type CrashTable = components['schemas']['CrashTable'];
export type CrashTables = components['schemas']['CrashTables'];
export type DebtForgiven = components['schemas']['DebtForgiven'];
export type DebtUnpaidProblem = components['schemas']['DebtUnpaidProblem'];
export type Deducted = components['schemas']['Deducted'];
export type DefinitionDiff = components['schemas']['DefinitionDiff'];
export type DefinitionDone = components['schemas']['DefinitionDone'];
export type DefinitionHistory = components['schemas']['DefinitionHistory'];
export type DefinitionList = components['schemas']['DefinitionList'];
export type DefinitionSummary = components['schemas']['DefinitionSummary'];
export type DefinitionVersion = components['schemas']['DefinitionVersion'];
export type DefinitionsDone = components['schemas']['DefinitionsDone'];
export type DiscountView = components['schemas']['DiscountView'];
export type EconomyRules = components['schemas']['EconomyRules'];
export type EventAck = components['schemas']['EventAck'];
export type EventClaimed = components['schemas']['EventClaimed'];
export type EventState = components['schemas']['EventState'];
export type EventsAcknowledged = components['schemas']['EventsAcknowledged'];
export type FairnessCommitment = components['schemas']['FairnessCommitment'];
export type ForbiddenProblem = components['schemas']['ForbiddenProblem'];
export type FreezeGrant = components['schemas']['FreezeGrant'];
export type FreezesCounted = components['schemas']['FreezesCounted'];
export type GachaItem = components['schemas']['GachaItem'];
export type GachaPity = components['schemas']['GachaPity'];
export type GachaPull = components['schemas']['GachaPull'];
export type GachaPulled = components['schemas']['GachaPulled'];
export type GameStats = components['schemas']['GameStats'];
export type Grant = components['schemas']['Grant'];
export type Health = components['schemas']['Health'];
export type IdempotencyConflictProblem = components['schemas']['IdempotencyConflictProblem'];
export type InProgressProblem = components['schemas']['InProgressProblem'];
export type InitialState = components['schemas']['InitialState'];
export type InsufficientGoldProblem = components['schemas']['InsufficientGoldProblem'];
export type InternalProblem = components['schemas']['InternalProblem'];
export type InvalidCredentialsProblem = components['schemas']['InvalidCredentialsProblem'];
export type InvalidPayloadProblem = components['schemas']['InvalidPayloadProblem'];
export type ItemActive = components['schemas']['ItemActive'];
export type ItemArchival = components['schemas']['ItemArchival'];
export type ItemChange = components['schemas']['ItemChange'];
export type ItemGrant = components['schemas']['ItemGrant'];
export type ItemInactiveProblem = components['schemas']['ItemInactiveProblem'];
export type ItemOrdered = components['schemas']['ItemOrdered'];
export type ItemPatch = components['schemas']['ItemPatch'];
export type ItemShown = components['schemas']['ItemShown'];
export type ItemVersion = components['schemas']['ItemVersion'];
export type ItemVersions = components['schemas']['ItemVersions'];
export type ItemsOwned = components['schemas']['ItemsOwned'];
export type LanguageChoice = components['schemas']['LanguageChoice'];
export type LanguageKept = components['schemas']['LanguageKept'];
export type LastAdminProblem = components['schemas']['LastAdminProblem'];
export type LedgerPage = components['schemas']['LedgerPage'];
export type LedgerRow = components['schemas']['LedgerRow'];
export type LimitExceededProblem = components['schemas']['LimitExceededProblem'];
export type LogIn = components['schemas']['LogIn'];
export type Me = components['schemas']['Me'];
export type MethodNotAllowedProblem = components['schemas']['MethodNotAllowedProblem'];
export type MyStanding = components['schemas']['MyStanding'];
export type Name = components['schemas']['Name'];
export type NewDiscount = components['schemas']['NewDiscount'];
export type NewItem = components['schemas']['NewItem'];
export type NewRank = components['schemas']['NewRank'];
export type NewStaff = components['schemas']['NewStaff'];
export type NewStock = components['schemas']['NewStock'];
export type NewVersion = components['schemas']['NewVersion'];
export type NewVersions = components['schemas']['NewVersions'];
export type NewWindow = components['schemas']['NewWindow'];
export type NoBetProblem = components['schemas']['NoBetProblem'];
export type NotClaimableProblem = components['schemas']['NotClaimableProblem'];
export type NotFoundProblem = components['schemas']['NotFoundProblem'];
export type NotPendingProblem = components['schemas']['NotPendingProblem'];
export type OutOfStockProblem = components['schemas']['OutOfStockProblem'];
export type OwnProof = components['schemas']['OwnProof'];
export type PasswordChange = components['schemas']['PasswordChange'];
export type PastRound = components['schemas']['PastRound'];
export type PayloadTooLargeProblem = components['schemas']['PayloadTooLargeProblem'];
export type PlayedRound = components['schemas']['PlayedRound'];
export type PlayedRounds = components['schemas']['PlayedRounds'];
export type PlayerPage = components['schemas']['PlayerPage'];
export type PlayerPurchases = components['schemas']['PlayerPurchases'];
export type PlayerRow = components['schemas']['PlayerRow'];
export type PlayerView = components['schemas']['PlayerView'];
export type Price = components['schemas']['Price'];
export type Problem400 = components['schemas']['Problem400'];
export type Problem401 = components['schemas']['Problem401'];
export type Problem403 = components['schemas']['Problem403'];
export type Problem404 = components['schemas']['Problem404'];
export type Problem405 = components['schemas']['Problem405'];
export type Problem409 = components['schemas']['Problem409'];
export type Problem413 = components['schemas']['Problem413'];
export type Problem415 = components['schemas']['Problem415'];
export type Problem422 = components['schemas']['Problem422'];
export type Problem429 = components['schemas']['Problem429'];
export type Problem500 = components['schemas']['Problem500'];
export type Problem503 = components['schemas']['Problem503'];
export type Problem504 = components['schemas']['Problem504'];
export type ProblemDocument = components['schemas']['ProblemDocument'];
export type Profile = components['schemas']['Profile'];
export type PurchaseList = components['schemas']['PurchaseList'];
export type PurchaseState = components['schemas']['PurchaseState'];
export type PurchaseView = components['schemas']['PurchaseView'];
export type RateLimitedProblem = components['schemas']['RateLimitedProblem'];
export type RefreshRequest = components['schemas']['RefreshRequest'];
export type Refund = components['schemas']['Refund'];
export type Return = components['schemas']['Return'];
export type RevealedSeeds = components['schemas']['RevealedSeeds'];
export type Reversion = components['schemas']['Reversion'];
export type Reward = components['schemas']['Reward'];
export type RewardGrantDone = components['schemas']['RewardGrantDone'];
export type RoundClosedProblem = components['schemas']['RoundClosedProblem'];
export type RoundInspected = components['schemas']['RoundInspected'];
export type RoundPage = components['schemas']['RoundPage'];
export type RoundProof = components['schemas']['RoundProof'];
export type RoundResult = components['schemas']['RoundResult'];
export type RoundRow = components['schemas']['RoundRow'];
export type RpsPlay = components['schemas']['RpsPlay'];
export type RpsPlayed = components['schemas']['RpsPlayed'];
export type RpsRules = components['schemas']['RpsRules'];
export type Rung = components['schemas']['Rung'];
export type SamePersonProblem = components['schemas']['SamePersonProblem'];
export type SeedsRotate = components['schemas']['SeedsRotate'];
export type SeedsRotated = components['schemas']['SeedsRotated'];
export type SelfExcludedProblem = components['schemas']['SelfExcludedProblem'];
export type SessionList = components['schemas']['SessionList'];
export type SessionView = components['schemas']['SessionView'];
export type ShopBuy = components['schemas']['ShopBuy'];
export type ShopCancel = components['schemas']['ShopCancel'];
export type ShopItem = components['schemas']['ShopItem'];
export type ShopItems = components['schemas']['ShopItems'];
export type SignUp = components['schemas']['SignUp'];
export type SlotFeature = components['schemas']['SlotFeature'];
export type SlotFreeSpin = components['schemas']['SlotFreeSpin'];
export type SlotLine = components['schemas']['SlotLine'];
export type SlotMachine = components['schemas']['SlotMachine'];
export type SlotMachines = components['schemas']['SlotMachines'];
export type SlotSpin = components['schemas']['SlotSpin'];
export type SlotSpun = components['schemas']['SlotSpun'];
export type Snapshot = components['schemas']['Snapshot'];
export type StaffGrant = components['schemas']['StaffGrant'];
export type StaffList = components['schemas']['StaffList'];
export type StaffPatch = components['schemas']['StaffPatch'];
export type StaffView = components['schemas']['StaffView'];
export type StandingView = components['schemas']['StandingView'];
export type StatsSnapshot = components['schemas']['StatsSnapshot'];
export type StepUpRequiredProblem = components['schemas']['StepUpRequiredProblem'];
export type StreakClaim = components['schemas']['StreakClaim'];
export type StreakCounted = components['schemas']['StreakCounted'];
export type StreakDayRow = components['schemas']['StreakDayRow'];
export type StreakHistory = components['schemas']['StreakHistory'];
export type StreakProtect = components['schemas']['StreakProtect'];
export type StreakProtected = components['schemas']['StreakProtected'];
export type StreakRewarded = components['schemas']['StreakRewarded'];
export type StreakRules = components['schemas']['StreakRules'];
export type StreakState = components['schemas']['StreakState'];
export type StreakTick = components['schemas']['StreakTick'];
export type StreakZone = components['schemas']['StreakZone'];
export type TableBetShown = components['schemas']['TableBetShown'];
export type TableLive = components['schemas']['TableLive'];
export type TableNow = components['schemas']['TableNow'];
export type TableRoundProof = components['schemas']['TableRoundProof'];
export type TableState = components['schemas']['TableState'];
export type TableSummary = components['schemas']['TableSummary'];
export type TablesLive = components['schemas']['TablesLive'];
export type Tier = components['schemas']['Tier'];
export type TimeWindow = components['schemas']['TimeWindow'];
export type TimeoutProblem = components['schemas']['TimeoutProblem'];
export type Title = components['schemas']['Title'];
export type TokenAnswer = components['schemas']['TokenAnswer'];
export type TokenExpiredProblem = components['schemas']['TokenExpiredProblem'];
export type TotpCode = components['schemas']['TotpCode'];
export type TotpRequiredProblem = components['schemas']['TotpRequiredProblem'];
export type TotpSecret = components['schemas']['TotpSecret'];
export type UnackedEvent = components['schemas']['UnackedEvent'];
export type UnackedEvents = components['schemas']['UnackedEvents'];
export type UnauthenticatedProblem = components['schemas']['UnauthenticatedProblem'];
export type UnavailableProblem = components['schemas']['UnavailableProblem'];
export type UnknownTypeProblem = components['schemas']['UnknownTypeProblem'];
export type UnsupportedMediaTypeProblem = components['schemas']['UnsupportedMediaTypeProblem'];
export type UserKicked = components['schemas']['UserKicked'];
export type UserProfile = components['schemas']['UserProfile'];
export type UserView = components['schemas']['UserView'];
export type UsernameTakenProblem = components['schemas']['UsernameTakenProblem'];
export type Verdict = components['schemas']['Verdict'];
export type VersionConflictProblem = components['schemas']['VersionConflictProblem'];
export type VersionOfMany = components['schemas']['VersionOfMany'];
export type Why = components['schemas']['Why'];
export type Window = components['schemas']['Window'];
export type WouldReplaceProblem = components['schemas']['WouldReplaceProblem'];
export type WrongCodeProblem = components['schemas']['WrongCodeProblem'];
export type ResponseProblem400 = components['responses']['Problem400'];
export type ResponseProblem401 = components['responses']['Problem401'];
export type ResponseProblem403 = components['responses']['Problem403'];
export type ResponseProblem404 = components['responses']['Problem404'];
export type ResponseProblem405 = components['responses']['Problem405'];
export type ResponseProblem409 = components['responses']['Problem409'];
export type ResponseProblem413 = components['responses']['Problem413'];
export type ResponseProblem415 = components['responses']['Problem415'];
export type ResponseProblem422 = components['responses']['Problem422'];
export type ResponseProblem429 = components['responses']['Problem429'];
export type ResponseProblem500 = components['responses']['Problem500'];
export type ResponseProblem503 = components['responses']['Problem503'];
export type ResponseProblem504 = components['responses']['Problem504'];
export type ResponseProblemDocument = components['responses']['ProblemDocument'];
export type $defs = Record<string, never>;
export interface operations {
    readonly auth_signup: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description `cookie`, for the pages of this host alone: the refresh token is kept in an `HttpOnly` cookie, and stands in no body. */
                readonly "X-Pitboss-Session"?: "cookie";
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SignUp"];
            };
        };
        readonly responses: {
            /** @description The account and its first session. */
            readonly 201: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description The refresh token, or its end, for who asks for a session in a cookie. */
                    readonly "Set-Cookie"?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TokenAnswer"];
                    readonly "application/vnd.pitboss.cookie-session+json": components["schemas"]["CookieTokenAnswer"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 403: components["responses"]["Problem403"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly auth_login: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description `cookie`, for the pages of this host alone: the refresh token is kept in an `HttpOnly` cookie, and stands in no body. */
                readonly "X-Pitboss-Session"?: "cookie";
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["LogIn"];
            };
        };
        readonly responses: {
            /** @description A new session. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description The refresh token, or its end, for who asks for a session in a cookie. */
                    readonly "Set-Cookie"?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TokenAnswer"];
                    readonly "application/vnd.pitboss.cookie-session+json": components["schemas"]["CookieTokenAnswer"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly auth_refresh: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description `cookie`, for the pages of this host alone: the refresh token is kept in an `HttpOnly` cookie, and stands in no body. */
                readonly "X-Pitboss-Session"?: "cookie";
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["RefreshRequest"];
            };
        };
        readonly responses: {
            /** @description Fresh tokens of the same session. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description The refresh token, or its end, for who asks for a session in a cookie. */
                    readonly "Set-Cookie"?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TokenAnswer"];
                    readonly "application/vnd.pitboss.cookie-session+json": components["schemas"]["CookieTokenAnswer"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly auth_logout: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description `cookie`, for the pages of this host alone: the refresh token is kept in an `HttpOnly` cookie, and stands in no body. */
                readonly "X-Pitboss-Session"?: "cookie";
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The session has ended. */
            readonly 204: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description The refresh token, or its end, for who asks for a session in a cookie. */
                    readonly "Set-Cookie"?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly auth_password_change: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PasswordChange"];
            };
        };
        readonly responses: {
            /** @description The password is changed, all other sessions have ended. */
            readonly 204: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly auth_me_get: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The caller. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Me"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly auth_sessions_list: {
        readonly parameters: {
            readonly query?: {
                /** @description Items of the page, at most. */
                readonly limit?: number;
                /** @description `next` of the page before. */
                readonly cursor?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Living sessions. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SessionList"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly auth_sessions_end_all: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description `cookie`, for the pages of this host alone: the refresh token is kept in an `HttpOnly` cookie, and stands in no body. */
                readonly "X-Pitboss-Session"?: "cookie";
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Every session has ended, this one too. */
            readonly 204: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description The refresh token, or its end, for who asks for a session in a cookie. */
                    readonly "Set-Cookie"?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly auth_sessions_end: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description `cookie`, for the pages of this host alone: the refresh token is kept in an `HttpOnly` cookie, and stands in no body. */
                readonly "X-Pitboss-Session"?: "cookie";
            };
            readonly path: {
                readonly session_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The session has ended. */
            readonly 204: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description The refresh token, or its end, for who asks for a session in a cookie. */
                    readonly "Set-Cookie"?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly users_me_get: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The profile. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["UserProfile"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly games_stats_me_get: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Overall and by game. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StatsSnapshot"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly fairness_seeds_get: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Commitments and the client seed. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["FairnessCommitment"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly realtime_snapshot_get: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag of the last answer. */
                readonly "If-None-Match"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The state that a socket gets as `initial_state`. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description Tag of what is shown, for `If-None-Match`. */
                    readonly ETag: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Snapshot"];
                };
            };
            /** @description Nothing has changed since. */
            readonly 304: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description Tag of what is shown, for `If-None-Match`. */
                    readonly ETag: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly users_me_ledger_list: {
        readonly parameters: {
            readonly query?: {
                /** @description Entries in this currency alone. */
                readonly currency?: ("gold" | "gem" | "shard") | null;
                /** @description Items of the page, at most. */
                readonly limit?: number;
                /** @description `next` of the page before. */
                readonly cursor?: string;
                /** @description From this moment on, Unix ms. */
                readonly from?: number | null;
                /** @description Before this moment, Unix ms. */
                readonly to?: number | null;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Entries, newest first. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["LedgerPage"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly games_history_list: {
        readonly parameters: {
            readonly query?: {
                /** @description Rounds of this game alone. */
                readonly game?: ("rps" | "slot" | "gacha" | "crash") | null;
                /** @description Items of the page, at most. */
                readonly limit?: number;
                /** @description `next` of the page before. */
                readonly cursor?: string;
                /** @description From this moment on, Unix ms. */
                readonly from?: number | null;
                /** @description Before this moment, Unix ms. */
                readonly to?: number | null;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Settled rounds, newest first. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PlayedRounds"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly fairness_rounds_get: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly round_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The proof, as far as it is revealed: of a solo round, a bet on a crash table, or a table's round. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RoundProof"] | components["schemas"]["TableRoundProof"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 404: components["responses"]["Problem404"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly games_slot_machines_list: {
        readonly parameters: {
            readonly query?: {
                /** @description A stake, in whole gold, whose return `rtp_at_bet` is to say. */
                readonly bet?: number | null;
                /** @description Items of the page, at most. */
                readonly limit?: number;
                /** @description `next` of the page before. */
                readonly cursor?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Machines with their strips, pays and returns. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SlotMachines"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly games_slot_machines_get: {
        readonly parameters: {
            readonly query?: {
                /** @description A version; the one in force by default. */
                readonly version?: number | null;
                /** @description A stake, in whole gold, whose return `rtp_at_bet` is to say. */
                readonly bet?: number | null;
            };
            readonly header?: never;
            readonly path: {
                readonly machine_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Its strips, pays and returns. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SlotMachine"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 404: components["responses"]["Problem404"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly games_gacha_banners_list: {
        readonly parameters: {
            readonly query?: {
                /** @description Items of the page, at most. */
                readonly limit?: number;
                /** @description `next` of the page before. */
                readonly cursor?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Banners with their rates. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Banners"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly games_gacha_banners_rates_get: {
        readonly parameters: {
            readonly query?: {
                /** @description A version; the one in force by default. */
                readonly version?: number | null;
            };
            readonly header?: never;
            readonly path: {
                readonly banner_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Rates, pity, period, version, change notice. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["BannerRates"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 404: components["responses"]["Problem404"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly games_rps_get: {
        readonly parameters: {
            readonly query?: {
                /** @description A version; the one in force by default. */
                readonly version?: number | null;
                /** @description A stake, in whole gold, whose return `rtp_at_bet` is to say. */
                readonly bet?: number | null;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What a win pays, and the return. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RpsRules"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 404: components["responses"]["Problem404"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly economy_get: {
        readonly parameters: {
            readonly query?: {
                /** @description A version; the one in force by default. */
                readonly version?: number | null;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Stakes, experience and tiers. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["EconomyRules"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 404: components["responses"]["Problem404"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly streak_ladder_get: {
        readonly parameters: {
            readonly query?: {
                /** @description A version; the one in force by default. */
                readonly version?: number | null;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What each day pays. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StreakRules"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 404: components["responses"]["Problem404"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly games_crash_tables_list: {
        readonly parameters: {
            readonly query?: {
                /** @description A stake, in whole gold, whose return `rtp_at_bet` is to say. */
                readonly bet?: number | null;
                /** @description Target of that stake, in hundredths: 250 is 2.50x. */
                readonly auto_cashout?: number | null;
                /** @description Items of the page, at most. */
                readonly limit?: number;
                /** @description `next` of the page before. */
                readonly cursor?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description All tables with their limits. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CrashTables"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly games_crash_tables_get: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly table_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The table as it is now. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TableSummary"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly games_crash_bets_get: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly bet_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The bet as it is now. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CrashBetState"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly shop_catalog: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag of the last answer. */
                readonly "If-None-Match"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The items on sale, by rank; `price_now` is what is charged. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description Tag of what is shown, for `If-None-Match`. */
                    readonly ETag: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Catalog"];
                };
            };
            /** @description Nothing has changed since. */
            readonly 304: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description Tag of what is shown, for `If-None-Match`. */
                    readonly ETag: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly shop_purchases_list: {
        readonly parameters: {
            readonly query?: {
                /** @description Items of the page, at most. */
                readonly limit?: number;
                /** @description `next` of the page before. */
                readonly cursor?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Purchases, newest first. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PurchaseList"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly shop_purchases_get: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly purchase_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The purchase. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PurchaseState"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly events_active: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What can be joined, counts or can be claimed. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ActiveEvents"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly events_unacked_list: {
        readonly parameters: {
            readonly query?: {
                /** @description Items of the page, at most. */
                readonly limit?: number;
                /** @description `next` of the page before. */
                readonly cursor?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Older notices, oldest first. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["UnackedEvents"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly events_join: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Made once and kept for every retry: a repeat gets the stored reply and `Idempotency-Replayed: true`. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly event_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The reply's payload. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    /** @description `seq` of the push that carries the effect, a count. */
                    readonly "Pitboss-Seq": number;
                    /** @description Version number of the player's entity afterwards. */
                    readonly "Pitboss-Version": number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["EventState"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly events_claim: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Made once and kept for every retry: a repeat gets the stored reply and `Idempotency-Replayed: true`. */
                readonly "Idempotency-Key": string;
            };
            readonly path: {
                readonly event_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The reply's payload. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    /** @description `seq` of the push that carries the effect, a count. */
                    readonly "Pitboss-Seq": number;
                    /** @description Version number of the player's entity afterwards. */
                    readonly "Pitboss-Version": number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["EventClaimed"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly streak_protection_get: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The streak, its freezes and their price. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StreakState"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly streak_protection_buy: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Made once for each command and kept for every retry: a repeat gets the stored reply and the header `Idempotency-Replayed: true`. */
                readonly "Idempotency-Key": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["StreakProtect"];
            };
        };
        readonly responses: {
            /** @description The reply's payload. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    /** @description `seq` of the push that carries the effect, a count. */
                    readonly "Pitboss-Seq": number;
                    /** @description Version number of the player's entity afterwards. */
                    readonly "Pitboss-Version": number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StreakProtected"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly streak_history_list: {
        readonly parameters: {
            readonly query?: {
                /** @description Items of the page, at most. */
                readonly limit?: number;
                /** @description `next` of the page before. */
                readonly cursor?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Days that counted. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StreakHistory"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly users_me_locale_create: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["LanguageChoice"];
            };
        };
        readonly responses: {
            /** @description It is kept. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["LanguageKept"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly users_me_standing_get: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What keeps the caller from playing. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["MyStanding"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly games_rps_play: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Made once for each command and kept for every retry: a repeat gets the stored reply and the header `Idempotency-Replayed: true`. */
                readonly "Idempotency-Key": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["RpsPlay"];
            };
        };
        readonly responses: {
            /** @description The reply's payload. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    /** @description `seq` of the push that carries the effect, a count. */
                    readonly "Pitboss-Seq": number;
                    /** @description Version number of the player's entity afterwards. */
                    readonly "Pitboss-Version": number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RpsPlayed"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly games_slot_spin: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Made once for each command and kept for every retry: a repeat gets the stored reply and the header `Idempotency-Replayed: true`. */
                readonly "Idempotency-Key": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SlotSpin"];
            };
        };
        readonly responses: {
            /** @description The reply's payload. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    /** @description `seq` of the push that carries the effect, a count. */
                    readonly "Pitboss-Seq": number;
                    /** @description Version number of the player's entity afterwards. */
                    readonly "Pitboss-Version": number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SlotSpun"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly games_gacha_pull: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Made once for each command and kept for every retry: a repeat gets the stored reply and the header `Idempotency-Replayed: true`. */
                readonly "Idempotency-Key": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["GachaPull"];
            };
        };
        readonly responses: {
            /** @description The reply's payload. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    /** @description `seq` of the push that carries the effect, a count. */
                    readonly "Pitboss-Seq": number;
                    /** @description Version number of the player's entity afterwards. */
                    readonly "Pitboss-Version": number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["GachaPulled"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly games_crash_bet: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Made once for each command and kept for every retry: a repeat gets the stored reply and the header `Idempotency-Replayed: true`. */
                readonly "Idempotency-Key": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CrashBet"];
            };
        };
        readonly responses: {
            /** @description The reply's payload. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    /** @description `seq` of the push that carries the effect, a count. */
                    readonly "Pitboss-Seq": number;
                    /** @description Version number of the player's entity afterwards. */
                    readonly "Pitboss-Version": number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CrashBetPlaced"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly games_crash_cashout: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Made once for each command and kept for every retry: a repeat gets the stored reply and the header `Idempotency-Replayed: true`. */
                readonly "Idempotency-Key": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CrashCashout"];
            };
        };
        readonly responses: {
            /** @description The reply's payload. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    /** @description `seq` of the push that carries the effect, a count. */
                    readonly "Pitboss-Seq": number;
                    /** @description Version number of the player's entity afterwards. */
                    readonly "Pitboss-Version": number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CrashCashedOut"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly shop_buy: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Made once for each command and kept for every retry: a repeat gets the stored reply and the header `Idempotency-Replayed: true`. */
                readonly "Idempotency-Key": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ShopBuy"];
            };
        };
        readonly responses: {
            /** @description The reply's payload. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    /** @description `seq` of the push that carries the effect, a count. */
                    readonly "Pitboss-Seq": number;
                    /** @description Version number of the player's entity afterwards. */
                    readonly "Pitboss-Version": number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PurchaseState"];
                };
            };
            /** @description The purchase waits for its payment. */
            readonly 202: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    /** @description `seq` of the push that carries the effect, a count. */
                    readonly "Pitboss-Seq": number;
                    /** @description Version number of the player's entity afterwards. */
                    readonly "Pitboss-Version": number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PurchaseState"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly shop_cancel: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Made once for each command and kept for every retry: a repeat gets the stored reply and the header `Idempotency-Replayed: true`. */
                readonly "Idempotency-Key": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ShopCancel"];
            };
        };
        readonly responses: {
            /** @description The reply's payload. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    /** @description `seq` of the push that carries the effect, a count. */
                    readonly "Pitboss-Seq": number;
                    /** @description Version number of the player's entity afterwards. */
                    readonly "Pitboss-Version": number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PurchaseState"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly streak_tick: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Made once for each command and kept for every retry: a repeat gets the stored reply and the header `Idempotency-Replayed: true`. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["StreakTick"];
            };
        };
        readonly responses: {
            /** @description The reply's payload. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    /** @description `seq` of the push that carries the effect, a count. */
                    readonly "Pitboss-Seq": number;
                    /** @description Version number of the player's entity afterwards. */
                    readonly "Pitboss-Version": number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StreakCounted"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly streak_claim: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Made once for each command and kept for every retry: a repeat gets the stored reply and the header `Idempotency-Replayed: true`. */
                readonly "Idempotency-Key": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["StreakClaim"];
            };
        };
        readonly responses: {
            /** @description The reply's payload. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    /** @description `seq` of the push that carries the effect, a count. */
                    readonly "Pitboss-Seq": number;
                    /** @description Version number of the player's entity afterwards. */
                    readonly "Pitboss-Version": number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StreakRewarded"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly streak_time_zone_set: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Made once for each command and kept for every retry: a repeat gets the stored reply and the header `Idempotency-Replayed: true`. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["StreakZone"];
            };
        };
        readonly responses: {
            /** @description The reply's payload. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    /** @description `seq` of the push that carries the effect, a count. */
                    readonly "Pitboss-Seq": number;
                    /** @description Version number of the player's entity afterwards. */
                    readonly "Pitboss-Version": number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StreakState"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly fairness_seeds_rotate: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Made once for each command and kept for every retry: a repeat gets the stored reply and the header `Idempotency-Replayed: true`. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["SeedsRotate"];
            };
        };
        readonly responses: {
            /** @description The reply's payload. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    /** @description `seq` of the push that carries the effect, a count. */
                    readonly "Pitboss-Seq": number;
                    /** @description Version number of the player's entity afterwards. */
                    readonly "Pitboss-Version": number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SeedsRotated"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly events_ack: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Made once for each command and kept for every retry: a repeat gets the stored reply and the header `Idempotency-Replayed: true`. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["EventAck"];
            };
        };
        readonly responses: {
            /** @description The reply's payload. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    /** @description `seq` of the push that carries the effect, a count. */
                    readonly "Pitboss-Seq": number;
                    /** @description Version number of the player's entity afterwards. */
                    readonly "Pitboss-Version": number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["EventsAcknowledged"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly users_me_exclusion_set: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Made once for each command and kept for every retry: a repeat gets the stored reply and the header `Idempotency-Replayed: true`. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["AccountExclude"];
            };
        };
        readonly responses: {
            /** @description The reply's payload. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    /** @description `seq` of the push that carries the effect, a count. */
                    readonly "Pitboss-Seq": number;
                    /** @description Version number of the player's entity afterwards. */
                    readonly "Pitboss-Version": number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AccountExcluded"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly staff_list: {
        readonly parameters: {
            readonly query?: {
                /** @description Items of the page, at most. */
                readonly limit?: number;
                /** @description `next` of the page before. */
                readonly cursor?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description All of them. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StaffList"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly staff_create: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Made once for each order and kept for every retry: a repeat is not carried out again, and is answered with `Idempotency-Replayed: true`. Without one every request acts. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewStaff"];
            };
        };
        readonly responses: {
            /** @description The account. */
            readonly 201: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StaffView"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly staff_change: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Made once for each order and kept for every retry: a repeat is not carried out again, and is answered with `Idempotency-Replayed: true`. Without one every request acts. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly staff_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["StaffPatch"];
            };
        };
        readonly responses: {
            /** @description The account. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StaffView"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly totp_enrol: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["OwnProof"];
            };
        };
        readonly responses: {
            /** @description The secret. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TotpSecret"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly totp_confirm: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Made once for each order and kept for every retry: a repeat is not carried out again, and is answered with `Idempotency-Replayed: true`. Without one every request acts. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["TotpCode"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly totp_remove: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Made once for each order and kept for every retry: a repeat is not carried out again, and is answered with `Idempotency-Replayed: true`. Without one every request acts. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["OwnProof"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly staff_totp_remove: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Made once for each order and kept for every retry: a repeat is not carried out again, and is answered with `Idempotency-Replayed: true`. Without one every request acts. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly staff_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["OwnProof"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly audit_list: {
        readonly parameters: {
            readonly query?: {
                readonly event?: string;
                readonly actor?: string;
                readonly target?: string;
                readonly result?: string;
                readonly request_id?: string;
                /** @description From this moment on, RFC 3339. */
                readonly from?: string | null;
                /** @description Before this moment, RFC 3339. */
                readonly to?: string | null;
                /** @description Items of the page, at most. */
                readonly limit?: number;
                /** @description `next` of the page before. */
                readonly cursor?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of it. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AuditPage"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly audit_export: {
        readonly parameters: {
            readonly query?: {
                readonly format?: "csv" | "jsonl";
                /** @description Of `Link` of the part before. */
                readonly cursor?: string;
                readonly event?: string;
                readonly actor?: string;
                readonly target?: string;
                readonly result?: string;
                readonly request_id?: string;
                /** @description From this moment on, RFC 3339. */
                readonly from?: string | null;
                /** @description Before this moment, RFC 3339. */
                readonly to?: string | null;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description CSV with a header line, or one JSON object a line. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/csv": string;
                    readonly "application/jsonl": string;
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly users_list: {
        readonly parameters: {
            readonly query?: {
                /** @description How the name begins, in any case. */
                readonly q?: string;
                /** @description Items of the page, at most. */
                readonly limit?: number;
                /** @description `next` of the page before. */
                readonly cursor?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Players, by name. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PlayerPage"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly users_get: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly user_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The player. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PlayerView"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly users_ban: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Made once for each order and kept for every retry: a repeat is not carried out again, and is answered with `Idempotency-Replayed: true`. Without one every request acts. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly user_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Ban"];
            };
        };
        readonly responses: {
            /** @description The player's standing. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StandingView"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly users_unban: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Made once for each order and kept for every retry: a repeat is not carried out again, and is answered with `Idempotency-Replayed: true`. Without one every request acts. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly user_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Why"];
            };
        };
        readonly responses: {
            /** @description The player's standing. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StandingView"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly users_kick: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Made once for each order and kept for every retry: a repeat is not carried out again, and is answered with `Idempotency-Replayed: true`. Without one every request acts. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly user_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Why"];
            };
        };
        readonly responses: {
            /** @description The sockets are being closed. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["UserKicked"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly users_grant: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Made once for each order and kept for every retry. */
                readonly "Idempotency-Key": string;
            };
            readonly path: {
                readonly user_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["StaffGrant"];
            };
        };
        readonly responses: {
            /** @description It is granted. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RewardGrantDone"];
                };
            };
            /** @description So much needs a second person: this is the approval that waits for one. */
            readonly 202: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ApprovalView"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly users_deduct: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Made once for each order and kept for every retry. */
                readonly "Idempotency-Key": string;
            };
            readonly path: {
                readonly user_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Correction"];
            };
        };
        readonly responses: {
            /** @description It is taken. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Deducted"];
                };
            };
            /** @description So much needs a second person: this is the approval that waits for one. */
            readonly 202: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ApprovalView"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly users_debts_forgive_create: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Made once for each order and kept for every retry. */
                readonly "Idempotency-Key": string;
            };
            readonly path: {
                readonly user_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Correction"];
            };
        };
        readonly responses: {
            /** @description It is forgiven. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DebtForgiven"];
                };
            };
            /** @description So much needs a second person: this is the approval that waits for one. */
            readonly 202: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ApprovalView"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly users_grant_freezes: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Made once for each order and kept for every retry. */
                readonly "Idempotency-Key": string;
            };
            readonly path: {
                readonly user_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["FreezeGrant"];
            };
        };
        readonly responses: {
            /** @description They are granted. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["FreezesCounted"];
                };
            };
            /** @description So much needs a second person: this is the approval that waits for one. */
            readonly 202: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ApprovalView"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly users_grant_item: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Made once for each order and kept for every retry. */
                readonly "Idempotency-Key": string;
            };
            readonly path: {
                readonly user_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ItemGrant"];
            };
        };
        readonly responses: {
            /** @description It is granted. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ItemsOwned"];
                };
            };
            /** @description So much needs a second person: this is the approval that waits for one. */
            readonly 202: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ApprovalView"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly users_purchases_list: {
        readonly parameters: {
            readonly query?: {
                /** @description Items of the page, at most. */
                readonly limit?: number;
                /** @description `next` of the page before. */
                readonly cursor?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly user_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The player's purchases. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PlayerPurchases"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly users_purchases_refund: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Made once for each order and kept for every retry. */
                readonly "Idempotency-Key": string;
            };
            readonly path: {
                readonly user_id: string;
                readonly purchase_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Refund"];
            };
        };
        readonly responses: {
            /** @description The purchase. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PurchaseView"];
                };
            };
            /** @description So much needs a second person: this is the approval that waits for one. */
            readonly 202: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ApprovalView"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly rounds_list: {
        readonly parameters: {
            readonly query?: {
                readonly user?: string;
                readonly game?: string;
                readonly table?: string;
                /** @description From this moment on, RFC 3339. */
                readonly from?: string | null;
                /** @description Before this moment, RFC 3339. */
                readonly to?: string | null;
                /** @description Items of the page, at most. */
                readonly limit?: number;
                /** @description `next` of the page before. */
                readonly cursor?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of them. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RoundPage"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly rounds_get: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly round_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The round, played again. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RoundInspected"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly crash_tables_list: {
        readonly parameters: {
            readonly query?: {
                /** @description Items of the page, at most. */
                readonly limit?: number;
                /** @description `next` of the page before. */
                readonly cursor?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Tables as they are now. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TablesLive"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly shop_items_list: {
        readonly parameters: {
            readonly query?: {
                /** @description The archived items instead of all others. */
                readonly archived?: boolean;
                /** @description Items of the page, at most. */
                readonly limit?: number;
                /** @description `next` of the page before. */
                readonly cursor?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Items by rank. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ShopItems"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly shop_items_create: {
        readonly parameters: {
            readonly query?: {
                /** @description Only say what would be. */
                readonly dry_run?: boolean;
            };
            readonly header?: {
                /** @description Made once for each order and kept for every retry: a repeat is not carried out again, and is answered with `Idempotency-Replayed: true`. Without one every request acts. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewItem"];
            };
        };
        readonly responses: {
            /** @description With `dry_run`: as it would be. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ItemOrdered"];
                };
            };
            /** @description The new item. */
            readonly 201: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ItemOrdered"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly shop_items_versions: {
        readonly parameters: {
            readonly query?: {
                /** @description Items of the page, at most. */
                readonly limit?: number;
                /** @description `next` of the page before. */
                readonly cursor?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly item_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The latest versions. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ItemVersions"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly shop_items_change: {
        readonly parameters: {
            readonly query?: {
                /** @description Only say what would be. */
                readonly dry_run?: boolean;
            };
            readonly header?: {
                /** @description Made once for each order and kept for every retry: a repeat is not carried out again, and is answered with `Idempotency-Replayed: true`. Without one every request acts. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly item_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["ItemPatch"];
            };
        };
        readonly responses: {
            /** @description The item, and what changed. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ItemOrdered"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly shop_items_toggle: {
        readonly parameters: {
            readonly query?: {
                /** @description Only say what would be. */
                readonly dry_run?: boolean;
            };
            readonly header?: {
                /** @description Made once for each order and kept for every retry: a repeat is not carried out again, and is answered with `Idempotency-Replayed: true`. Without one every request acts. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly item_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ItemActive"];
            };
        };
        readonly responses: {
            /** @description The item, and what changed. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ItemOrdered"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly shop_items_discount: {
        readonly parameters: {
            readonly query?: {
                /** @description Only say what would be. */
                readonly dry_run?: boolean;
            };
            readonly header?: {
                /** @description Made once for each order and kept for every retry: a repeat is not carried out again, and is answered with `Idempotency-Replayed: true`. Without one every request acts. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly item_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewDiscount"];
            };
        };
        readonly responses: {
            /** @description The item, and what changed. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ItemOrdered"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly shop_items_rank: {
        readonly parameters: {
            readonly query?: {
                /** @description Only say what would be. */
                readonly dry_run?: boolean;
            };
            readonly header?: {
                /** @description Made once for each order and kept for every retry: a repeat is not carried out again, and is answered with `Idempotency-Replayed: true`. Without one every request acts. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly item_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewRank"];
            };
        };
        readonly responses: {
            /** @description The item, and what changed. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ItemOrdered"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly shop_items_stock: {
        readonly parameters: {
            readonly query?: {
                /** @description Only say what would be. */
                readonly dry_run?: boolean;
            };
            readonly header?: {
                /** @description Made once for each order and kept for every retry: a repeat is not carried out again, and is answered with `Idempotency-Replayed: true`. Without one every request acts. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly item_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewStock"];
            };
        };
        readonly responses: {
            /** @description The item, and what changed. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ItemOrdered"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly shop_items_window: {
        readonly parameters: {
            readonly query?: {
                /** @description Only say what would be. */
                readonly dry_run?: boolean;
            };
            readonly header?: {
                /** @description Made once for each order and kept for every retry: a repeat is not carried out again, and is answered with `Idempotency-Replayed: true`. Without one every request acts. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly item_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewWindow"];
            };
        };
        readonly responses: {
            /** @description The item, and what changed. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ItemOrdered"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly shop_items_revert: {
        readonly parameters: {
            readonly query?: {
                /** @description Only say what would be. */
                readonly dry_run?: boolean;
            };
            readonly header?: {
                /** @description Made once for each order and kept for every retry: a repeat is not carried out again, and is answered with `Idempotency-Replayed: true`. Without one every request acts. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly item_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Reversion"];
            };
        };
        readonly responses: {
            /** @description The item, and what changed. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ItemOrdered"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly shop_items_archive: {
        readonly parameters: {
            readonly query?: {
                /** @description Only say what would be. */
                readonly dry_run?: boolean;
            };
            readonly header?: {
                /** @description Made once for each order and kept for every retry: a repeat is not carried out again, and is answered with `Idempotency-Replayed: true`. Without one every request acts. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly item_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["ItemArchival"];
            };
        };
        readonly responses: {
            /** @description The item, and what changed. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ItemOrdered"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly definitions_missions_publish_together: {
        readonly parameters: {
            readonly query?: {
                /** @description Only say what would be. */
                readonly dry_run?: boolean;
            };
            readonly header?: {
                /** @description Made once for each order and kept for every retry: a repeat is not carried out again, and is answered with `Idempotency-Replayed: true`. Without one every request acts. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewVersions"];
            };
        };
        readonly responses: {
            /** @description What the version would be. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DefinitionsDone"];
                };
            };
            /** @description The version. */
            readonly 201: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DefinitionsDone"];
                };
            };
            /** @description Waits for a second person. */
            readonly 202: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ApprovalView"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly definitions_missions_publish: {
        readonly parameters: {
            readonly query?: {
                /** @description Only say what would be. */
                readonly dry_run?: boolean;
            };
            readonly header?: {
                /** @description Made once for each order and kept for every retry: a repeat is not carried out again, and is answered with `Idempotency-Replayed: true`. Without one every request acts. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly definition_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewVersion"];
            };
        };
        readonly responses: {
            /** @description What the version would be. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DefinitionDone"];
                };
            };
            /** @description The version. */
            readonly 201: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DefinitionDone"];
                };
            };
            /** @description Waits for a second person. */
            readonly 202: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ApprovalView"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly definitions_missions_close: {
        readonly parameters: {
            readonly query?: {
                /** @description Only say what would be. */
                readonly dry_run?: boolean;
            };
            readonly header?: {
                /** @description Made once for each order and kept for every retry: a repeat is not carried out again, and is answered with `Idempotency-Replayed: true`. Without one every request acts. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly definition_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Closing"];
            };
        };
        readonly responses: {
            /** @description What the version would be. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DefinitionDone"];
                };
            };
            /** @description The version. */
            readonly 201: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DefinitionDone"];
                };
            };
            /** @description Waits for a second person. */
            readonly 202: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ApprovalView"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly definitions_missions_revert: {
        readonly parameters: {
            readonly query?: {
                /** @description Only say what would be. */
                readonly dry_run?: boolean;
            };
            readonly header?: {
                /** @description Made once for each order and kept for every retry: a repeat is not carried out again, and is answered with `Idempotency-Replayed: true`. Without one every request acts. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly definition_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Return"];
            };
        };
        readonly responses: {
            /** @description What the version would be. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DefinitionDone"];
                };
            };
            /** @description The version. */
            readonly 201: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DefinitionDone"];
                };
            };
            /** @description Waits for a second person. */
            readonly 202: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ApprovalView"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly definitions_list: {
        readonly parameters: {
            readonly query?: {
                /** @description Items of the page, at most. */
                readonly limit?: number;
                /** @description `next` of the page before. */
                readonly cursor?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly area: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description All of the area. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DefinitionList"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly definitions_publish_together: {
        readonly parameters: {
            readonly query?: {
                /** @description Only say what would be. */
                readonly dry_run?: boolean;
            };
            readonly header?: {
                /** @description Made once for each order and kept for every retry: a repeat is not carried out again, and is answered with `Idempotency-Replayed: true`. Without one every request acts. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly area: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewVersions"];
            };
        };
        readonly responses: {
            /** @description What the version would be. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DefinitionsDone"];
                };
            };
            /** @description The version. */
            readonly 201: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DefinitionsDone"];
                };
            };
            /** @description Waits for a second person. */
            readonly 202: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ApprovalView"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly definitions_versions: {
        readonly parameters: {
            readonly query?: {
                /** @description Items of the page, at most. */
                readonly limit?: number;
                /** @description `next` of the page before. */
                readonly cursor?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly area: string;
                readonly definition_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Its versions. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DefinitionHistory"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly definitions_publish: {
        readonly parameters: {
            readonly query?: {
                /** @description Only say what would be. */
                readonly dry_run?: boolean;
            };
            readonly header?: {
                /** @description Made once for each order and kept for every retry: a repeat is not carried out again, and is answered with `Idempotency-Replayed: true`. Without one every request acts. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly definition_id: string;
                readonly area: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewVersion"];
            };
        };
        readonly responses: {
            /** @description What the version would be. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DefinitionDone"];
                };
            };
            /** @description The version. */
            readonly 201: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DefinitionDone"];
                };
            };
            /** @description Waits for a second person. */
            readonly 202: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ApprovalView"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly definitions_close: {
        readonly parameters: {
            readonly query?: {
                /** @description Only say what would be. */
                readonly dry_run?: boolean;
            };
            readonly header?: {
                /** @description Made once for each order and kept for every retry: a repeat is not carried out again, and is answered with `Idempotency-Replayed: true`. Without one every request acts. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly definition_id: string;
                readonly area: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Closing"];
            };
        };
        readonly responses: {
            /** @description What the version would be. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DefinitionDone"];
                };
            };
            /** @description The version. */
            readonly 201: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DefinitionDone"];
                };
            };
            /** @description Waits for a second person. */
            readonly 202: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ApprovalView"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly definitions_revert: {
        readonly parameters: {
            readonly query?: {
                /** @description Only say what would be. */
                readonly dry_run?: boolean;
            };
            readonly header?: {
                /** @description Made once for each order and kept for every retry: a repeat is not carried out again, and is answered with `Idempotency-Replayed: true`. Without one every request acts. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly definition_id: string;
                readonly area: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Return"];
            };
        };
        readonly responses: {
            /** @description What the version would be. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DefinitionDone"];
                };
            };
            /** @description The version. */
            readonly 201: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DefinitionDone"];
                };
            };
            /** @description Waits for a second person. */
            readonly 202: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ApprovalView"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly definitions_diff: {
        readonly parameters: {
            readonly query: {
                readonly old: number;
                readonly new: number;
            };
            readonly header?: never;
            readonly path: {
                readonly area: string;
                readonly definition_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The differences. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DefinitionDiff"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly approvals_list: {
        readonly parameters: {
            readonly query?: {
                readonly state?: ("pending" | "approved" | "refused" | "expired" | "done") | null;
                /** @description Items of the page, at most. */
                readonly limit?: number;
                /** @description `next` of the page before. */
                readonly cursor?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of them, newest first. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ApprovalList"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly approvals_approve: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Made once for each order and kept for every retry: a repeat is not carried out again, and is answered with `Idempotency-Replayed: true`. Without one every request acts. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly approval_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ApprovalVerdict"];
            };
        };
        readonly responses: {
            /** @description The approval afterwards. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ApprovalView"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly approvals_refuse: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Made once for each order and kept for every retry: a repeat is not carried out again, and is answered with `Idempotency-Replayed: true`. Without one every request acts. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly approval_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ApprovalVerdict"];
            };
        };
        readonly responses: {
            /** @description The approval afterwards. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    /** @description `true`: the stored answer of a repeat. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ApprovalView"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 401: components["responses"]["Problem401"];
            readonly 403: components["responses"]["Problem403"];
            readonly 404: components["responses"]["Problem404"];
            readonly 409: components["responses"]["Problem409"];
            readonly 413: components["responses"]["Problem413"];
            readonly 415: components["responses"]["Problem415"];
            readonly 422: components["responses"]["Problem422"];
            readonly 429: components["responses"]["Problem429"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly 504: components["responses"]["Problem504"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly health_summary: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What works and what does not. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Health"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 500: components["responses"]["Problem500"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly health_live: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The event loop turns. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Alive"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 500: components["responses"]["Problem500"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
    readonly health_ready: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Send traffic. */
            readonly 200: {
                headers: {
                    /** @description Id of the request, for support: the one that was sent, or a new one. */
                    readonly "X-Request-ID": string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Health"];
                };
            };
            readonly 400: components["responses"]["Problem400"];
            readonly 500: components["responses"]["Problem500"];
            readonly 503: components["responses"]["Problem503"];
            readonly default: components["responses"]["ProblemDocument"];
        };
    };
}
