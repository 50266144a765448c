/**
 * The messages of the socket, pitboss.v1.json: what a client may send, what the server sends, and what each code means.
 *
 * Made of docs/api/messages.schema.json by `python -m gateway.documents.export_typescript`; a test fails when it is
 * stale. Never edited. Amounts are whole numbers, times are Unix milliseconds. A client ignores types, fields and codes
 * that it does not know: a later server of the same subprotocol may send more than is here.
 */

export const SUBPROTOCOL = "pitboss.v1.json";

/** An object whose fields its place in the protocol leaves open. */
export interface AnyObject {
  readonly [name: string]: unknown;
}

/** The socket is closed with 4503 behind this; play is possible again at `until` (Unix ms; None: never, or now). */
export interface AccountClosed {
  /** Why the socket is closed. */
  readonly code: "banned" | "kicked" | "self_excluded";
  /** Why, in the words of staff; empty for the player's own exclusion. */
  readonly reason: string;
  /** When play is possible again, in Unix ms; null is never, or at once after a kick. */
  readonly until: number | null;
}

/** Exclude yourself from play until a time (Unix ms): a day to five years; it can only be made longer. */
export interface AccountExclude {
  /** Until when the player cannot play, in Unix ms; it can be put off, never brought forward. */
  readonly until: number;
}

/** The player cannot play before `until` (Unix ms). */
export interface AccountExcluded {
  /** End of the exclusion, in Unix ms. */
  readonly until: number;
}

/** The reward that was paid before. */
export interface AlreadyClaimed {
  /** The event. */
  readonly event_id?: string;
  /** Number of the rung that was asked for. */
  readonly rung?: number;
  /** Number of the last rung that was claimed. */
  readonly claimed?: number;
}

/** A fresh access token for a socket that stays open; the subject must be the same. */
export interface AuthRefresh {
  /** A fresh access token of the same account. */
  readonly token: string;
}

export interface AuthRefreshed {
  /** When the new access token expires, in Unix ms. */
  readonly token_exp: number;
}

/** Somebody bets; `more` are others who did at the same moment. */
export interface BetPlaced {
  /** Id of the round. */
  readonly round_id: string;
  /** Name of the player, masked: `k***m`. */
  readonly player: string;
  /** Stake, in whole gold. */
  readonly bet: number;
  /** Others who bet at the same moment. */
  readonly more?: readonly TableBetShown[];
}

/** Somebody has won; `more` are others who did at the same moment. */
export interface CashedOut {
  /** Id of the round. */
  readonly round_id: string;
  /** Name of the player, masked: `k***m`. */
  readonly player: string;
  /** Multiplier at which it ended, as text with two decimals: `"2.31"`. */
  readonly multiplier: string;
  /** Amount paid, in whole gold, the stake included; 0 if nothing. */
  readonly payout: number;
  /** Others who cashed out at the same moment. */
  readonly more?: readonly TableBetShown[];
}

/** The commitment to a chain of rounds. */
export interface ChainShown {
  /** Last hash of the table's chain, in hex: the commitment to all of its rounds. */
  readonly terminating_hash: string;
  /** Salt of the chain, in hex; empty until betting has closed in its first round that somebody has bet on. */
  readonly salt: string;
  /** Number of rounds in the chain. */
  readonly length: number;
}

/** The thing as it is now, another than the caller has seen. */
export interface Conflict {
  /** The definition that has changed (staff only). */
  readonly definition?: string;
  /** The newest version number. */
  readonly version?: number;
  /** The slot machine that has changed. */
  readonly machine?: string;
  /** The banner that has changed. */
  readonly banner?: string;
  /** The game whose pays have changed. */
  readonly game?: string;
  /** The item as it is now (staff only). */
  readonly item?: unknown;
  /** The price as it is now. */
  readonly price?: unknown;
  /** Version number of the catalog now. */
  readonly catalog_version?: number;
}

/** The first message on a socket, within 5 s of the handshake. */
export interface Connect {
  /** An access token. */
  readonly token: string;
  /**
   * Program of the client, as it calls itself.
   *
   * @default ""
   */
  readonly client?: string;
  /** Where the last connection ended, to get what was missed since; absent for a fresh start. */
  readonly resume?: Resume | null;
}

/** An amount that the buyer gets: for each piece in an item, in all in a purchase; both of one range. */
export interface Content {
  /** What it is: a currency, or a good such as a freeze. */
  readonly type: "gem" | "gold" | "shard";
  /** Amount, in whole units of its currency. */
  readonly amount: number;
}

/** One bet on a table's round that is open; `auto_cashout` is a target in cents: 250 is 2.50x. */
export interface CrashBet {
  /** Id of the round that is open for bets. */
  readonly round_id: string;
  /** Stake, in whole gold. */
  readonly bet: number;
  /**
   * Name of the crash table.
   *
   * @default "main"
   */
  readonly table?: string;
  /** Multiplier at which the bet is cashed out by itself, in hundredths: 250 is 2.50x; null is never. */
  readonly auto_cashout?: number | null;
}

/** The table has the bet; `gold` is the balance without the stake. */
export interface CrashBetPlaced {
  /** Id of the bet. */
  readonly bet_id: string;
  /** Id of the round. */
  readonly round_id: string;
  /** The player's balance without the stake, in whole gold. */
  readonly gold: number;
}

/** At which multiplier the bet was cashed out (`"2.31"`), and what it paid, the stake included. */
export interface CrashCashedOut {
  /** Multiplier at which the bet left the curve, as text with two decimals: `"2.31"`. */
  readonly multiplier: string;
  /** Amount paid, in whole gold, the stake included; 0 if nothing. */
  readonly payout: number;
}

/** Leave the curve now: it counts from its receipt by the server. */
export interface CrashCashout {
  /** Id of the round that is running. */
  readonly round_id: string;
  /**
   * Name of the crash table.
   *
   * @default "main"
   */
  readonly table?: string;
}

/** The curve has ended; `game_hash` proves where. */
export interface Crashed {
  /** Id of the round. */
  readonly round_id: string;
  /** Multiplier at which it ended, as text with two decimals: `"2.31"`. */
  readonly multiplier: string;
  /** The round's game hash, in hex: it proves where the curve ended. */
  readonly game_hash: string;
}

/** Why a command was refused. `retryable` says that the same id may be sent again. */
export interface ErrorOf<C extends ErrorCode> {
  /** Machine-readable reason; `details` depends on it. */
  readonly code: C;
  /** HTTP status of the code, a number. */
  readonly status: (typeof ERRORS)[C]["status"];
  /** True if the same command may be sent again with the same id. */
  readonly retryable: boolean;
  /** Particulars; the schema of each code says which. */
  readonly details: ErrorDetails[C];
}

/** The client has shown these purchases and grants: they need not be sent again. */
export interface EventAck {
  /** Ids of purchases and grants that the player has been shown. */
  readonly ids: readonly string[];
}

/** Take the reward of an event whose target is reached: once, or once in its day or week. */
export interface EventClaim {
  /** Id of the event whose reward is claimed. */
  readonly event_id: string;
}

/** The event after the claim, and what was paid; `gold` is the balance. */
export interface EventClaimed {
  /** Id of the event or mission. */
  readonly event_id: string;
  /** Progress so far, in the same unit as `target` and never above it. */
  readonly progress: number;
  /** Progress at which it can be claimed, in units of its kind: rounds, gold, purchases or days. */
  readonly target: number;
  /** True once the player takes part. */
  readonly joined: boolean;
  /** True while the reward can be claimed. */
  readonly can_claim: boolean;
  /** True once the reward has been paid, in the present day or week if it repeats. */
  readonly claimed: boolean;
  /** What was paid. */
  readonly grants: readonly Grant[];
  /** The player's balance after it, in whole gold. */
  readonly gold: number;
}

/** Take part in an event; joining again changes nothing. */
export interface EventJoin {
  /** Id of the event to take part in. */
  readonly event_id: string;
}

/**
 * An event was joined, has moved or was claimed.
 *
 * When one turn moves many, one message tells of them all: `more` has the others.
 */
export interface EventProgress {
  /** Id of the event or mission. */
  readonly event_id: string;
  /** Progress so far, in the same unit as `target` and never above it. */
  readonly progress: number;
  /** Progress at which it can be claimed, in units of its kind: rounds, gold, purchases or days. */
  readonly target: number;
  /** True once the player takes part. */
  readonly joined: boolean;
  /** True while the reward can be claimed. */
  readonly can_claim: boolean;
  /** True once the reward has been paid, in the present day or week if it repeats. */
  readonly claimed: boolean;
  /** Other events that the same round moved. Absent if there are none. */
  readonly more?: readonly EventState[];
}

/** How far the player has come in an event, in the present day or week if it repeats. */
export interface EventState {
  /** Id of the event or mission. */
  readonly event_id: string;
  /** Progress so far, in the same unit as `target` and never above it. */
  readonly progress: number;
  /** Progress at which it can be claimed, in units of its kind: rounds, gold, purchases or days. */
  readonly target: number;
  /** True once the player takes part. */
  readonly joined: boolean;
  /** True while the reward can be claimed. */
  readonly can_claim: boolean;
  /** True once the reward has been paid, in the present day or week if it repeats. */
  readonly claimed: boolean;
}

/**
 * The ids that were unacknowledged until now; others were acknowledged before or never existed.
 *
 * A player who has had notices filed gets back all ids that the state does not know, for they may be among those.
 */
export interface EventsAcknowledged {
  /** Ids that were acknowledged by this. */
  readonly acknowledged: readonly string[];
}

/** The player's own exclusion. */
export interface Excluded {
  /** Its end, in Unix ms. */
  readonly until?: number;
}

/** The reason why the player may not. */
export interface Forbidden {
  /** `banned`, `requires`, or why in words. */
  readonly reason?: string;
  /** Why the player is banned, in the words of staff. */
  readonly ban_reason?: string;
  /** End of the ban, in Unix ms; null is for ever. */
  readonly until?: number | null;
  /** Tier that the player has reached. */
  readonly tier?: string;
  /** Lowest tier that may buy it. */
  readonly minimum_tier?: string;
  /** Ids of the events that must be claimed before. */
  readonly requires?: readonly string[];
}

/** What a pull gave; a duplicate was `converted` to so many shards. */
export interface GachaItem {
  /** Id of the item. */
  readonly item: string;
  /** Rarity, in number of stars. */
  readonly rarity: number;
  /** True if the player had it already. */
  readonly duplicate: boolean;
  /** Number of shards that a duplicate became. Absent for a new item. */
  readonly converted?: number;
}

/** Pulls since the last hit, by stars, and the stars whose next hit is certain to be a featured item. */
export interface GachaPity {
  /** Number of pulls since the last hit of each rarity, by its stars. */
  readonly since: { readonly [name: string]: number };
  /** Rarities, in number of stars, whose next hit is certain to be a featured item. */
  readonly featured_next: readonly number[];
}

/**
 * One or ten pulls from a banner, paid in gold; ten are one round.
 *
 * With the `version` of the banner that the player was shown, a pull by any other is refused: `version_conflict`.
 */
export interface GachaPull {
  /** Id of the banner. */
  readonly banner: string;
  /** Number of pulls: 1 or 10. */
  readonly count: 1 | 10;
  /** Version number of the banner that the player was shown; null is any. */
  readonly version?: number | null;
}

/** What the pulls gave, in order, and the pity after them; `gold` is the balance. */
export interface GachaPulled {
  /** Id of the round. */
  readonly round_id: string;
  /** Id of the banner. */
  readonly banner: string;
  /** Version number of the banner that was pulled from. */
  readonly version: number;
  /** What was drawn, in order. */
  readonly pulls: readonly GachaItem[];
  /** Number of pulls of each rarity since its last hit, and what is guaranteed. */
  readonly pity: GachaPity;
  /** The player's balance after it, in whole gold. */
  readonly gold: number;
}

/** Statistics of one game or of all; `win_rate` = wins / (wins + losses), 0 when none. */
export interface GameStats {
  /** Number of rounds played. */
  readonly games_played: number;
  /** Number of rounds won. */
  readonly wins: number;
  /** Number of rounds lost. */
  readonly losses: number;
  /** Wins as a share of wins and losses, from 0 to 1; 0 without any. */
  readonly win_rate: number;
  /** Sum of all stakes, in whole gold. */
  readonly total_wagered: number;
  /** Sum of all payouts, in whole gold. */
  readonly total_won: number;
  /** Largest payout of one round, in whole gold. */
  readonly biggest_win: number;
  /** Largest payout of one round as a multiple of its stake, a ratio. */
  readonly best_multiplier: number;
  /** Number of rounds won in a row; negative counts losses. */
  readonly current_streak: number;
}

/** Part of a reward that was paid; `grant_id` is that of its `reward_granted`. */
export interface Grant {
  /** Id of the grant. */
  readonly grant_id: string;
  /** Currency. */
  readonly type: string;
  /** Amount, in whole units of its currency. */
  readonly amount: number;
}

/** The answer to `connect`. `recovered` false: `initial_state` follows; true: `replayed` missed pushes follow. */
export interface Hello {
  /** Id of this connection, for support. */
  readonly session: string;
  /** Names the sequence that `seq` belongs to; it changes when the player's entity moves. */
  readonly epoch: string;
  /** Number of the push that carries its effect, or of the last push sent; it counts up by one for each player. */
  readonly seq: number;
  /** True if the missed pushes follow; false: the whole state follows. */
  readonly recovered: boolean;
  /** Number of missed pushes that follow. */
  readonly replayed: number;
  /** Time between two pings of the server, in ms. */
  readonly ping_ms: number;
  /** When the access token expires, in Unix ms. */
  readonly token_exp: number;
  /** The server's clock, in Unix ms. */
  readonly now: number;
}

/** The first message of the server: the answer to `connect`. */
export interface HelloMessage {
  /** Id of the `connect` that is answered. */
  readonly re: string;
  /** `hello`. */
  readonly type: "hello";
  /** Where the connection begins. */
  readonly payload: Hello;
}

/** The player's debts. */
export interface InDebt {
  /** Amounts that are owed, in whole units of each currency, by its name. */
  readonly owed?: { readonly [name: string]: number };
}

/** The thing that is not in use now. */
export interface Inactive {
  /** The slot machine. */
  readonly machine?: string;
  /** The banner. */
  readonly banner?: string;
  /** The game. */
  readonly game?: string;
  /** When it opens, in Unix ms; null is open. */
  readonly starts_at?: number | null;
  /** When it closes, in Unix ms; null is open. */
  readonly ends_at?: number | null;
  /** Why, in words. */
  readonly reason?: string;
}

/** The whole state that a client shows, taken in the turn that registers its socket. */
export interface InitialState {
  /** Balances, experience and tier. */
  readonly profile: Profile;
  /** Statistics, overall and by game. */
  readonly stats: StatsSnapshot;
  /** The streak. */
  readonly streak: StreakState;
  /** Events and missions that count or can be claimed. */
  readonly events: readonly EventState[];
  /** Purchases that wait for their payment. */
  readonly purchases_pending: readonly PurchaseState[];
  /** Notices of purchases and rewards that are not acknowledged yet, the newest. */
  readonly events_unacked: readonly UnackedEvent[];
  /** Number of older notices that were ever filed: `GET /api/events/unacked` has those not acknowledged yet. */
  readonly events_filed: number;
  /** What each game and table shows of the player, by its name. */
  readonly games: AnyObject;
}

/** The whole state; it opens an epoch, and takes the place of all that the client knew. */
export interface InitialStateMessage {
  /** `initial_state`. */
  readonly type: "initial_state";
  /** Names the sequence that `seq` belongs to. */
  readonly epoch: string;
  /** Number of the last push whose effect the state has. */
  readonly seq: number;
  /** Version number of the player's entity. */
  readonly version: number;
  /** The whole state. */
  readonly payload: InitialState;
}

/** The part of a payload that is wrong. */
export interface Invalid {
  /** Name of the property. */
  readonly field?: string;
  /** The fault, in words. */
  readonly problem?: string;
  /** The faults, in words, by the name of the property. */
  readonly problems?: { readonly [name: string]: string };
  /** Ids of the items whose exchanges would together gain. */
  readonly cycle?: readonly string[];
  /** Smallest value that is accepted, in the unit of the property. */
  readonly min?: number;
  /** Largest value that is accepted, in the unit of the property. */
  readonly max?: number;
  /** The server's clock, in Unix ms. */
  readonly now?: number;
}

/**
 * An item in the catalog. `price` is without, `price_now` with the discount of `discount_percent`, of one piece.
 *
 * `stock_left` None: any number; `version` is the item's own.
 */
export interface ItemShown {
  /** Id of the item. */
  readonly id: string;
  /** Version number of the item; it rises by one with each change. */
  readonly version: number;
  /** Name, in Korean and English. */
  readonly name: Name;
  /** Price of one piece without discount. */
  readonly price: Price;
  /** What one piece costs now, in whole units of the price's currency. */
  readonly price_now: number;
  /** Discount in force, in percent; 0 is none. */
  readonly discount_percent: number;
  /** Place in the catalog, a number without unit: lower ranks come first. */
  readonly rank: number;
  /** True while it is on sale. */
  readonly active: boolean;
  /** Number of pieces that can still be bought; null is any number. */
  readonly stock_left: number | null;
  /** Number of pieces that one player may buy in each `per_user_period`; null is any number. */
  readonly per_user_limit: number | null;
  /** Period over which `per_user_limit` counts. */
  readonly per_user_period: "day" | "ever" | "month" | "week";
  /** When it can be bought; null is always. */
  readonly sale_window: Window | null;
  /** Lowest tier that may buy it; null is every tier. */
  readonly minimum_tier: string | null;
  /** What a buyer gets for each piece, in whole units of each type. */
  readonly contents: readonly Content[];
}

/** What players read. */
export interface Name {
  /** In Korean. */
  readonly ko: string;
  /** In English. */
  readonly en: string;
}

/** The reason why nothing can be claimed, cancelled or refunded. */
export interface NotClaimable {
  /** `not_joined`, `target` or `window`. */
  readonly reason?: string;
  /** Progress so far, in the unit of the event. */
  readonly progress?: number;
  /** Progress that it takes, in the unit of the event. */
  readonly target?: number;
  /** When the event begins, in Unix ms; null is open. */
  readonly starts_at?: number | null;
  /** When claims ended, in Unix ms; null is open. */
  readonly ended_at?: number | null;
  /** Number of days of the present run. */
  readonly count?: number;
  /** The rung that can be claimed next; null is none. */
  readonly next?: unknown;
  /** The purchase. */
  readonly purchase_id?: string;
  /** State of the purchase. Over REST `status` is that of the answer. */
  readonly status?: string;
}

/** A limit would be exceeded. */
export interface OverLimit {
  /** Amount or number that there is now, in the unit of `max`. */
  readonly have?: number;
  /** The limit, an amount in whole units or a number. */
  readonly max?: number;
  /** When it is possible again, in Unix ms. */
  readonly again_at?: number;
  /** Largest number of open bets of one player. */
  readonly open_bets_max?: number;
  /** Largest number of purchases of one player that wait for their payment. */
  readonly pending_max?: number;
  /** Largest number of items of the shop. */
  readonly items_max?: number;
  /** Largest number of purchases under way in the whole shop. */
  readonly holds_max?: number;
  /** Of them, the largest number that wait for their payment. */
  readonly unpaid_holds_max?: number;
  /** Largest number of purchases that one player can leave unpaid. */
  readonly unpaid_max?: number;
  /** Number of pieces that the player has not paid for yet. */
  readonly unpaid_pieces?: number;
  /** Largest number of pieces that one player can leave unpaid. */
  readonly unpaid_pieces_max?: number;
  /** Amount that the player has not paid yet, in whole units of the currency. */
  readonly unpaid_amount?: number;
  /** Largest amount that one player can leave unpaid, in whole units of the currency. */
  readonly unpaid_amount_max?: number;
  /** Largest number of archived items of the shop. */
  readonly archived_max?: number;
  /** Number of pieces that one player may buy in each `period`. */
  readonly limit?: number;
  /** Number of pieces that the player has bought in the present period. */
  readonly bought?: number;
  /** Period over which `limit` counts. */
  readonly period?: string;
}

/** Asks for a `pong`, in time, or else the socket is closed with 4003. */
export interface Ping {
  /** `ping`. */
  readonly type: "ping";
  /** The server's clock, in Unix ms; the pong says it again. */
  readonly t: number;
}

/** The answer to a `ping`, in time; it has no id, and gets no reply. */
export interface Pong {
  /** `pong`. */
  readonly type: "pong";
  /** The time of the ping, in Unix ms, as it was sent. */
  readonly t: number;
  /** Number of the last push that the client has shown: acknowledges the events up to it. */
  readonly ack?: number;
}

/** Of one piece, without any discount. */
export interface Price {
  /** Currency: `gold`, `gem`, `shard`, or one of a payment provider. */
  readonly currency: string;
  /** Price, in whole units of the currency; money in its smallest unit. */
  readonly amount: number;
}

/** `gold` and `gold_balance` are always equal; both names are kept for old clients. */
export interface Profile {
  /** Balance, in whole gold. */
  readonly gold: number;
  /** The same as `gold`, under the name that old clients know, in whole gold. */
  readonly gold_balance: number;
  /** Balance, in whole gems. */
  readonly gems: number;
  /** Experience, in points. */
  readonly xp: number;
  /** Tier that the experience has reached. */
  readonly tier: string;
  /** Balance, in whole shards. */
  readonly shards: number;
  /**
   * Amounts that are owed after refunds, in whole units of each currency, by its name: nothing is spent before they are
   * paid, and what comes in pays them first.
   */
  readonly debts: { readonly [name: string]: number };
}

/**
 * A purchase as its player sees it.
 *
 * `amount` is the whole price, 0 while the shop has not said it; `gold` the balance after it, in replies only.
 * `pay_url` and `provider_ref` belong to pending purchases for money.
 */
export interface PurchaseState {
  /** Id of the purchase. */
  readonly purchase_id: string;
  /** State of the purchase. */
  readonly status: "cancelled" | "expired" | "failed" | "pending" | "refunded" | "success";
  /** Id of the item. */
  readonly product_id: string;
  /**
   * Number of pieces.
   *
   * @default 1
   */
  readonly quantity?: number;
  /**
   * What was paid, or is to be paid, in whole units of `currency`.
   *
   * @default 0
   */
  readonly amount?: number;
  /**
   * Currency of the amount: `gold`, `gem`, `shard`, or a currency of a payment provider.
   *
   * @default ""
   */
  readonly currency?: string;
  /** What the buyer gets in all, in whole units of each type. */
  readonly contents?: readonly Content[];
  /**
   * Code on the receipt; empty until it has succeeded.
   *
   * @default ""
   */
  readonly receipt_code?: string;
  /**
   * Why it failed; empty if it did not.
   *
   * @default ""
   */
  readonly reason_code?: string;
  /**
   * When it was bought, in Unix ms.
   *
   * @default 0
   */
  readonly created_at?: number;
  /**
   * When it succeeded, failed or was refunded, in Unix ms; 0 is not yet.
   *
   * @default 0
   */
  readonly ended_at?: number;
  /**
   * When it fails unless it has been paid, in Unix ms; 0 is never.
   *
   * @default 0
   */
  readonly expires_at?: number;
  /**
   * Reference at the payment provider. Empty without one.
   *
   * @default ""
   */
  readonly provider_ref?: string;
  /**
   * Page of the payment provider where it is paid. Empty without one.
   *
   * @default ""
   */
  readonly pay_url?: string;
  /** The player's balance after it, in whole gold; null or absent where it is not known. */
  readonly gold?: number | null;
}

/** A purchase has come to a new state; returned in every snapshot until acknowledged by its `purchase_id`. */
export interface PurchaseUpdate {
  /** Id of the purchase. */
  readonly purchase_id: string;
  /** State of the purchase. */
  readonly status: "cancelled" | "expired" | "failed" | "pending" | "refunded" | "success";
  /** Id of the item. */
  readonly product_id: string;
  /**
   * Number of pieces.
   *
   * @default 1
   */
  readonly quantity?: number;
  /**
   * Code on the receipt; empty until it has succeeded.
   *
   * @default ""
   */
  readonly receipt_code?: string;
  /**
   * What was paid, in whole units of `currency`.
   *
   * @default 0
   */
  readonly amount?: number;
  /**
   * Currency of the amount: `gold`, `gem`, `shard`, or a currency of a payment provider.
   *
   * @default ""
   */
  readonly currency?: string;
  /**
   * Why it failed; empty if it did not.
   *
   * @default ""
   */
  readonly reason_code?: string;
}

/** A message to the player, unasked. When `prev` is not the `seq` that the client has, something is missing. */
export interface Push<T extends string = string, P = AnyObject> {
  /** Type of the push, such as `profile_update`. */
  readonly type: T;
  /** Number of the push: it counts up by one for each player within an epoch. */
  readonly seq: number;
  /** Number of the push that was sent last on this socket. */
  readonly prev: number;
  /** Version number of the player's entity. */
  readonly version: number;
  /** Payload of the type. */
  readonly payload: P;
}

/** Connect anew within a window, so that not all come at once; whoever stays is closed with 4001. */
export interface Reconnect {
  /** `reconnect`. */
  readonly type: "reconnect";
  /** How long there is time. */
  readonly payload: Reconnection;
}

/** The time in which clients shall move to another gateway. */
export interface Reconnection {
  /** `drain`: this gateway is emptied. */
  readonly reason: "drain";
  /** Wait a random part of this time before the new connection, in ms. */
  readonly window_ms: number;
}

/** The answer to a command that was refused; the socket stays open. */
export interface Refusal {
  /** Id of the command that is answered; null if none could be read. */
  readonly re: string | null;
  /** False: the command was refused. */
  readonly ok: false;
  /** Version number of the player's entity. Absent if it was refused before it got there. */
  readonly version?: number;
  /** True if the command was sent before, and this is the first answer again. Absent otherwise. */
  readonly dup?: true;
  /** The reason. */
  readonly error: ErrorBody;
}

/** The scheduled versions that would never come into force. */
export interface Replaced {
  /** Versions that would be replaced, each `{id, version, starts_at}`; `replace` gives them up. */
  readonly scheduled?: readonly unknown[];
}

/** The answer to a command that was accepted. */
export interface Reply<P = AnyObject> {
  /** Id of the command that is answered. */
  readonly re: string;
  /** True: the command was accepted. */
  readonly ok: true;
  /** Number of the push that carries its effect; of a subscription, number of the topic's last message. */
  readonly seq: number;
  /** Version number of the player's entity after it; 0 where the socket itself answers. */
  readonly version: number;
  /** True if the command was sent before, and this is the first answer again. Absent otherwise. */
  readonly dup?: true;
  /** Reply of the command. */
  readonly payload: P;
}

/** Where the client stopped: the epoch of its last snapshot and the last push `seq` that it has. */
export interface Resume {
  /** Epoch of the last push. */
  readonly epoch: string;
  /** Number of the last push that the client has. */
  readonly seq: number;
}

/** A wait. */
export interface RetryLater {
  /** Time to wait, in ms; the header `Retry-After` says it in seconds. */
  readonly retry_after_ms?: number;
}

/** Seeds that are out of force: with them every round from nonce 1 to `last_nonce` can be recomputed. */
export interface RevealedSeeds {
  /** The server seed that was in force, in hex. */
  readonly server_seed: string;
  /** SHA-256 of `server_seed`, in hex, as it was committed to. */
  readonly server_seed_hash: string;
  /** The client seed that was in force. */
  readonly client_seed: string;
  /** Number of rounds played with these seeds: they can be recomputed for nonces 1 to this count. */
  readonly last_nonce: number;
}

/** A reward that the player has received; unacknowledged ones return in every snapshot. */
export interface RewardGranted {
  /** Id of the grant. */
  readonly grant_id: string;
  /** Currency of the reward. */
  readonly reward_type: string;
  /** Amount, in whole units of its currency. */
  readonly amount: number;
  /** What the reward was given for: `event:ev7`. */
  readonly source: string;
}

/** Bets are taken. `commit` is the SHA-256 of the hex of this round's game hash. */
export interface RoundOpen {
  /** Id of the round. */
  readonly round_id: string;
  /** When betting ends, in Unix ms. */
  readonly closes_at: number;
  /** SHA-256 of the hex of this round's game hash: the commitment to its end. */
  readonly commit: string;
}

/** The round takes no bets, or the bet has ended. */
export interface RoundOver {
  /** How the bet ended. */
  readonly bet?: string;
}

/** The curve goes on after an interruption, as if it had started at `started_at`. */
export interface RoundResume {
  /** Id of the round. */
  readonly round_id: string;
  /** When the curve would have started had it not been interrupted, in Unix ms. */
  readonly started_at: number;
  /** Growth of the curve per ms: after t ms it stands at `floor(100 * e^(growth_per_ms * t))` hundredths. */
  readonly growth_per_ms: number;
}

/** A round that is over. */
export interface RoundShown {
  /** Id of the round. */
  readonly round_id: string;
  /** `crashed` or `void`. */
  readonly state: string;
  /** Multiplier at which it ended, as text with two decimals: `"2.31"`. */
  readonly multiplier: string;
  /** The round's game hash, in hex. */
  readonly game_hash: string;
  /** When the round ended, in Unix ms. */
  readonly ended_at: number;
  /** Number of bets. */
  readonly bets: number;
  /** Sum of all stakes, in whole gold. */
  readonly staked: number;
  /** Amount paid to all players, in whole gold. */
  readonly paid: number;
}

/** The curve starts: `floor(100 * e^(growth_per_ms * elapsed))` cents. */
export interface RoundStart {
  /** Id of the round. */
  readonly round_id: string;
  /** When the curve started, in Unix ms. */
  readonly started_at: number;
  /** Growth of the curve per ms: after t ms it stands at `floor(100 * e^(growth_per_ms * t))` hundredths. */
  readonly growth_per_ms: number;
  /**
   * Salt under which the round is played, in hex: fixed before the curve starts, when nobody bets any more.
   *
   * @default ""
   */
  readonly salt?: string;
}

/** The round counts for nobody any more: every open stake was refunded. */
export interface RoundVoided {
  /** Id of the round. */
  readonly round_id: string;
  /** The round's game hash, in hex: it proves where the curve would have ended. */
  readonly game_hash: string;
}

/**
 * One round against the house; `bet` in gold.
 *
 * With the `version` of the pays that the player was shown, a round by any other is refused: `version_conflict`.
 */
export interface RpsPlay {
  /** Stake, in whole gold. */
  readonly bet: number;
  /** The player's choice. */
  readonly choice: "paper" | "rock" | "scissors";
  /** Version number of the pays that the player was shown; null is any. */
  readonly version?: number | null;
}

/** The result of one round of rock, paper, scissors; `gold` is the balance after it. */
export interface RpsPlayed {
  /** Id of the round. */
  readonly round_id: string;
  /** How the round went for the player. */
  readonly outcome: "lose" | "tie" | "win";
  /** The house's choice. */
  readonly opponent: "paper" | "rock" | "scissors";
  /** Amount paid, in whole gold, the stake included; 0 if nothing. */
  readonly payout: number;
  /** The player's balance after it, in whole gold. */
  readonly gold: number;
}

/** A day of the present run that pays `amount` when it is claimed. */
export interface Rung {
  /** Number of the rung in its run, counted from 1: the day of the run that it is paid for. */
  readonly rung: number;
  /** Reward of the rung, in whole gold. */
  readonly amount: number;
}

/**
 * Reveal the server seed in force and go on with the next one, under a new client seed.
 *
 * Without `client_seed` the new one is the first 16 hex digits of the SHA-256 over `{former next_server_seed_hash}:{id
 * of this command}`.
 */
export interface SeedsRotate {
  /** The new client seed, printable ASCII; null or absent: it follows from the command's id. */
  readonly client_seed?: string | null;
}

/** What was revealed, and the seeds now in force; `server_seed_hash` is the former `next_server_seed_hash`. */
export interface SeedsRotated {
  /** The seeds that are out of force now. */
  readonly revealed: RevealedSeeds;
  /** SHA-256 of the server seed now in force, in hex: the former `next_server_seed_hash`. */
  readonly server_seed_hash: string;
  /** SHA-256 of the server seed that comes next, in hex. */
  readonly next_server_seed_hash: string;
  /** The client seed in force, printable ASCII. */
  readonly client_seed: string;
  /** Number of rounds played with the new seeds, a count: 0. */
  readonly nonce: number;
}

/**
 * Buy `quantity` pieces; with the `catalog_version` that the player saw, for no other currency, at no higher price and
 * with no less in them than that showed.
 */
export interface ShopBuy {
  /** Id of the item to buy. */
  readonly product_id: string;
  /**
   * Number of pieces.
   *
   * @default 1
   */
  readonly quantity?: number;
  /** Version number of the catalog that the player has seen: 409 `version_conflict` if the item has changed since. */
  readonly catalog_version?: number | null;
}

/** Give up a purchase that is still pending. */
export interface ShopCancel {
  /** Id of a purchase that waits for its payment. */
  readonly purchase_id: string;
}

/** An item is now as `item` says, in the catalog of `version`. Sent to every connected player. */
export interface ShopUpdate {
  /** Id of the item. */
  readonly product_id: string;
  /** True while it is on sale. */
  readonly active: boolean;
  /** Version number of the catalog with this change. */
  readonly version: number;
  /** The item as it is now. */
  readonly item: ItemShown;
}

/** What followed the paid spin. */
export interface SlotFeature {
  /** Type. */
  readonly type: "free_spins";
  /** The free spins, in order. */
  readonly spins: readonly SlotFreeSpin[];
}

/** A free spin. `payout` = floor(bet * cents / 100); `free_spins` are those that it gives on top. */
export interface SlotFreeSpin {
  /** Stop of each reel, an index into its strip counted from 0. */
  readonly stops: readonly number[];
  /** Symbols that the window shows: one list for each reel, from top to bottom. */
  readonly window: readonly (readonly string[])[];
  /** Lines that won. */
  readonly lines: readonly SlotLine[];
  /** Number of scatter symbols in the window. */
  readonly scatters: number;
  /** Payout of the scatters, in hundredths of the stake. */
  readonly scatter_cents: number;
  /** Factor by which every win of a free spin is multiplied, a ratio. */
  readonly multiplier: number;
  /** Payout, in hundredths of the stake. */
  readonly cents: number;
  /** Amount paid, in whole gold, the stake included; 0 if nothing. */
  readonly payout: number;
  /** Number of free spins that this one added. */
  readonly free_spins: number;
}

/**
 * A line that pays: its index in the machine's lines, and the first `length` symbols taken for `symbol`.
 *
 * `cents` are for each 100 of the stake, before the spin's multiplier.
 */
export interface SlotLine {
  /** Index of the line among those of the machine, counted from 0. */
  readonly line: number;
  /** Symbol that the line pays for. */
  readonly symbol: string;
  /** Number of reels from the left that the line covers. */
  readonly length: number;
  /** Payout, in hundredths of the stake. */
  readonly cents: number;
}

/**
 * One spin; `bet` is the whole stake in gold, whatever the number of lines.
 *
 * With the `version` of the machine that the player was shown, a spin of any other is refused: `version_conflict`.
 */
export interface SlotSpin {
  /** Id of the slot machine. */
  readonly machine: string;
  /** The total stake of the spin, in whole gold. */
  readonly bet: number;
  /** Version number of the machine that the player was shown; null is any. */
  readonly version?: number | null;
}

/**
 * A settled spin with all that showing it takes; `payout` is `base_payout` and that of every feature.
 *
 * `window` has a list for each reel, from the top row down. `win_class` is `none` or the name of one of the machine's.
 */
export interface SlotSpun {
  /** Id of the round. */
  readonly round_id: string;
  /** Id of the slot machine. */
  readonly machine: string;
  /** Version number of the machine that was played. */
  readonly version: number;
  /** Stop of each reel, an index into its strip counted from 0. */
  readonly stops: readonly number[];
  /** Symbols that the window shows: one list for each reel, from top to bottom. */
  readonly window: readonly (readonly string[])[];
  /** Lines that won. */
  readonly lines: readonly SlotLine[];
  /** Number of scatter symbols in the window. */
  readonly scatters: number;
  /** Payout of the scatters, in hundredths of the stake. */
  readonly scatter_cents: number;
  /** Payout of lines and scatters together, in hundredths of the stake. */
  readonly cents: number;
  /** Amount paid by the spin without its free spins, in whole gold. */
  readonly base_payout: number;
  /** Features that the spin set off, such as free spins. */
  readonly features: readonly SlotFeature[];
  /** Class of the win, for the show that a client makes of it. */
  readonly win_class: string;
  /** Amount paid, in whole gold, the stake included; 0 if nothing. */
  readonly payout: number;
  /** The player's balance after it, in whole gold. */
  readonly gold: number;
}

/** There are not so many pieces. */
export interface SoldOut {
  /** Number of pieces that are left. */
  readonly left?: number;
}

/** The snapshot, for a client in doubt. */
export type StateGet = { readonly [name: string]: never };

/** Overall statistics and the same by game. */
export interface StatsSnapshot {
  /** Number of rounds played. */
  readonly games_played: number;
  /** Number of rounds won. */
  readonly wins: number;
  /** Number of rounds lost. */
  readonly losses: number;
  /** Wins as a share of wins and losses, from 0 to 1; 0 without any. */
  readonly win_rate: number;
  /** Sum of all stakes, in whole gold. */
  readonly total_wagered: number;
  /** Sum of all payouts, in whole gold. */
  readonly total_won: number;
  /** Largest payout of one round, in whole gold. */
  readonly biggest_win: number;
  /** Largest payout of one round as a multiple of its stake, a ratio. */
  readonly best_multiplier: number;
  /** Number of rounds won in a row; negative counts losses. */
  readonly current_streak: number;
  /** The same by the name of the game. */
  readonly by_game: { readonly [name: string]: GameStats };
}

/** Overall statistics after a round, the name of the `game` just played, and that game's own statistics. */
export interface StatsUpdate {
  /** Number of rounds played. */
  readonly games_played: number;
  /** Number of rounds won. */
  readonly wins: number;
  /** Number of rounds lost. */
  readonly losses: number;
  /** Wins as a share of wins and losses, from 0 to 1; 0 without any. */
  readonly win_rate: number;
  /** Sum of all stakes, in whole gold. */
  readonly total_wagered: number;
  /** Sum of all payouts, in whole gold. */
  readonly total_won: number;
  /** Largest payout of one round, in whole gold. */
  readonly biggest_win: number;
  /** Largest payout of one round as a multiple of its stake, a ratio. */
  readonly best_multiplier: number;
  /** Number of rounds won in a row; negative counts losses. */
  readonly current_streak: number;
  /** Name of the game that was just played. */
  readonly game: string;
  /** Statistics of that game alone, by its name. */
  readonly by_game: { readonly [name: string]: GameStats };
}

/** Take the reward of the next rung of the run. `rung`, when it is given, must be that one. */
export interface StreakClaim {
  /** Number of the rung to claim, which must be the next one; null or absent is the next one. */
  readonly rung?: number | null;
}

/**
 * `counted` is whether this command made the day count; `freezes_used` saved the run, `ended` is the length of the one
 * that they could not save, else 0.
 */
export interface StreakCounted {
  /** Number of days in a row that counted; 0 when the run can no longer be saved. */
  readonly count: number;
  /** Number of days of the longest run ever. */
  readonly longest: number;
  /** Number of freezes that the player has. */
  readonly freezes: number;
  /** Largest number of freezes that a player may have. */
  readonly freezes_max: number;
  /** Price of another freeze, in whole gold. */
  readonly freeze_price: number;
  /** True once today has counted. */
  readonly ticked_today: boolean;
  /** When the player's day ends, in Unix ms. */
  readonly next_reset: number;
  /** Number of the present run, counted from 1; 0 before the first day. */
  readonly run: number;
  /** Name of the time zone in the IANA database; it decides when the player's day ends. */
  readonly time_zone: string;
  /** Number of rungs that can be claimed. */
  readonly claimable: number;
  /** The rung that `streak.claim` would claim; null while there is none. */
  readonly next_claim: Rung | null;
  /** True if this command made the day count. */
  readonly counted: boolean;
  /** Number of freezes that were used to save the run. */
  readonly freezes_used: number;
  /** Number of days of the run that could not be saved; 0 if it was. */
  readonly ended: number;
}

/** Buy a freeze: it takes the place of a day that is missed later. */
export type StreakProtect = { readonly [name: string]: never };

/** The streak with one freeze more, and the `gold` that is left. */
export interface StreakProtected {
  /** Number of days in a row that counted; 0 when the run can no longer be saved. */
  readonly count: number;
  /** Number of days of the longest run ever. */
  readonly longest: number;
  /** Number of freezes that the player has. */
  readonly freezes: number;
  /** Largest number of freezes that a player may have. */
  readonly freezes_max: number;
  /** Price of another freeze, in whole gold. */
  readonly freeze_price: number;
  /** True once today has counted. */
  readonly ticked_today: boolean;
  /** When the player's day ends, in Unix ms. */
  readonly next_reset: number;
  /** Number of the present run, counted from 1; 0 before the first day. */
  readonly run: number;
  /** Name of the time zone in the IANA database; it decides when the player's day ends. */
  readonly time_zone: string;
  /** Number of rungs that can be claimed. */
  readonly claimable: number;
  /** The rung that `streak.claim` would claim; null while there is none. */
  readonly next_claim: Rung | null;
  /** The player's balance after it, in whole gold. */
  readonly gold: number;
}

/** The streak after a claim; `paid` is the rung, `gold` the balance. */
export interface StreakRewarded {
  /** Number of days in a row that counted; 0 when the run can no longer be saved. */
  readonly count: number;
  /** Number of days of the longest run ever. */
  readonly longest: number;
  /** Number of freezes that the player has. */
  readonly freezes: number;
  /** Largest number of freezes that a player may have. */
  readonly freezes_max: number;
  /** Price of another freeze, in whole gold. */
  readonly freeze_price: number;
  /** True once today has counted. */
  readonly ticked_today: boolean;
  /** When the player's day ends, in Unix ms. */
  readonly next_reset: number;
  /** Number of the present run, counted from 1; 0 before the first day. */
  readonly run: number;
  /** Name of the time zone in the IANA database; it decides when the player's day ends. */
  readonly time_zone: string;
  /** Number of rungs that can be claimed. */
  readonly claimable: number;
  /** The rung that `streak.claim` would claim; null while there is none. */
  readonly next_claim: Rung | null;
  /** The rung that was paid. */
  readonly paid: Rung;
  /** The player's balance after it, in whole gold. */
  readonly gold: number;
}

/**
 * The streak as it is now: `count` is 0 when it can no more be saved. The day ends at `next_reset`.
 *
 * `next_claim` is the rung that `streak.claim` would claim, None while there is none; `claimable` counts them.
 */
export interface StreakState {
  /** Number of days in a row that counted; 0 when the run can no longer be saved. */
  readonly count: number;
  /** Number of days of the longest run ever. */
  readonly longest: number;
  /** Number of freezes that the player has. */
  readonly freezes: number;
  /** Largest number of freezes that a player may have. */
  readonly freezes_max: number;
  /** Price of another freeze, in whole gold. */
  readonly freeze_price: number;
  /** True once today has counted. */
  readonly ticked_today: boolean;
  /** When the player's day ends, in Unix ms. */
  readonly next_reset: number;
  /** Number of the present run, counted from 1; 0 before the first day. */
  readonly run: number;
  /** Name of the time zone in the IANA database; it decides when the player's day ends. */
  readonly time_zone: string;
  /** Number of rungs that can be claimed. */
  readonly claimable: number;
  /** The rung that `streak.claim` would claim; null while there is none. */
  readonly next_claim: Rung | null;
}

/** Count today. The first connection of a day does so by itself. */
export type StreakTick = { readonly [name: string]: never };

/** A day has counted, or something else of the streak has changed. */
export interface StreakUpdate {
  /** Number of days in a row that counted; 0 when the run can no longer be saved. */
  readonly count: number;
  /** Number of days of the longest run ever. */
  readonly longest: number;
  /** Number of freezes that the player has. */
  readonly freezes: number;
  /** Largest number of freezes that a player may have. */
  readonly freezes_max: number;
  /** Price of another freeze, in whole gold. */
  readonly freeze_price: number;
  /** True once today has counted. */
  readonly ticked_today: boolean;
  /** When the player's day ends, in Unix ms. */
  readonly next_reset: number;
  /** Number of the present run, counted from 1; 0 before the first day. */
  readonly run: number;
  /** Name of the time zone in the IANA database; it decides when the player's day ends. */
  readonly time_zone: string;
  /** Number of rungs that can be claimed. */
  readonly claimable: number;
  /** The rung that `streak.claim` would claim; null while there is none. */
  readonly next_claim: Rung | null;
}

/** Live in another time zone of the IANA database, at most once in 30 days; it cannot earn a day. */
export interface StreakZone {
  /** Name of a time zone in the IANA database. */
  readonly time_zone: string;
}

/** One bet as others see it; `multiplier` and `payout` once it is cashed out. */
export interface TableBetShown {
  /** Name of the player, masked: `k***m`. */
  readonly player: string;
  /** Stake, in whole gold. */
  readonly bet: number;
  /**
   * Multiplier at which the bet left the curve, as text with two decimals; empty while it is open.
   *
   * @default ""
   */
  readonly multiplier?: string;
  /**
   * Amount paid, in whole gold, the stake included; 0 if nothing.
   *
   * @default 0
   */
  readonly payout?: number;
}

/** Payload of `crash.subscribe` and `crash.unsubscribe`. */
export interface TableRef {
  /**
   * Name of the crash table.
   *
   * @default "main"
   */
  readonly table?: string;
}

/**
 * The state of a table, for whoever subscribes. `players` counts all bets, `bets` holds the latest of them.
 *
 * `commit` is the SHA-256 of the hex of this round's game hash; `chain_index` its place in `chain`.
 */
export interface TableView {
  /** Name of the crash table. */
  readonly table: string;
  /** Id of the present round. */
  readonly round_id: string;
  /** Phase of the present round. */
  readonly phase: "betting" | "closing" | "ended" | "new" | "running";
  /** The server's clock, in Unix ms. */
  readonly now: number;
  /** SHA-256 of the hex of this round's game hash: the commitment to its end. */
  readonly commit: string;
  /** The hash chain that the rounds come from. */
  readonly chain: ChainShown;
  /** Place of the round in the chain, a number counted from the end that was committed to. */
  readonly chain_index: number;
  /** Smallest stake, in whole gold. */
  readonly bet_min: number;
  /** Largest stake, in whole gold. */
  readonly bet_max: number;
  /** Number of bets in the present round. */
  readonly players: number;
  /** Sum of all stakes, in whole gold. */
  readonly staked: number;
  /** Growth of the curve per ms: after t ms it stands at `floor(100 * e^(growth_per_ms * t))` hundredths. */
  readonly growth_per_ms: number;
  /** The latest bets of the present round. */
  readonly bets: readonly TableBetShown[];
  /** The latest rounds that are over. */
  readonly history: readonly RoundShown[];
  /**
   * When betting ends, in Unix ms. Absent unless bets are taken.
   *
   * @default 0
   */
  readonly closes_at?: number;
  /**
   * When the curve started, in Unix ms. Absent before.
   *
   * @default 0
   */
  readonly started_at?: number;
  /** The chain that follows this one; null or absent while none is committed to. */
  readonly next_chain?: ChainShown | null;
}

/** Where the curve is, once a second. */
export interface Tick {
  /** Id of the round. */
  readonly round_id: string;
  /** Time that the curve has been running, in ms. */
  readonly elapsed_ms: number;
}

/** A balance does not suffice. */
export interface TooLittle {
  /** Amount that it takes, in whole units of the currency. */
  readonly need?: number;
  /** Amount that the player has, in whole units of the currency. */
  readonly have?: number;
  /** Currency; absent for gold. */
  readonly currency?: string;
}

/** A message to everybody who watches a topic; a slow reader may miss it. */
export interface TopicMessage<N extends string = string, T extends string = string, P = AnyObject> {
  /** Topic that it belongs to, such as `crash:main`. */
  readonly topic: N;
  /** Type of the message, such as `round_open`. */
  readonly type: T;
  /** Number of the message, counted within its topic. */
  readonly n: number;
  /** Payload of the type. */
  readonly payload: P;
}

/** An event-class push that the client has not acknowledged yet. */
export interface UnackedEvent<T extends string = string, P = AnyObject> {
  /** Id to acknowledge it by. */
  readonly id: string;
  /** Type of the push. */
  readonly type: T;
  /** Payload of the push, as it was sent. */
  readonly payload: P;
}

/** A wait, and why. */
export interface Unavailable {
  /** Time to wait, in ms; the header `Retry-After` says it in seconds. */
  readonly retry_after_ms?: number;
  /** Name of the stored part of the player that cannot be read, and is to be repaired. */
  readonly part?: string;
  /** `ok` or a reason, by the name of the check (readiness only). */
  readonly checks?: { readonly [name: string]: string };
}

/** The thing that there is not. */
export interface Unknown {
  /** The crash table that was named. */
  readonly table?: string;
  /** The slot machine that was named. */
  readonly machine?: string;
  /** The banner that was named. */
  readonly banner?: string;
  /** Ids that there are. */
  readonly known?: readonly string[];
  /** The event that was named. */
  readonly event_id?: string;
  /** The purchase that was named. */
  readonly purchase_id?: string;
  /** The item that was named. */
  readonly item_id?: string;
  /** The item that was to be bought. */
  readonly product_id?: string;
  /** The currency in which nothing is owed. */
  readonly currency?: string;
  /** Version numbers that there are. */
  readonly versions?: readonly number[];
}

/** From `starts_at` on and before `ends_at`. */
export interface Window {
  /** When it opens, in Unix ms; null is open. */
  readonly starts_at: number | null;
  /** When it closes, in Unix ms, not included; null is open. */
  readonly ends_at: number | null;
}

/** Commands that reach the player's entity. */
export interface Commands {
  readonly "account.exclude": { readonly payload: AccountExclude; readonly reply: AccountExcluded };
  readonly "crash.bet": { readonly payload: CrashBet; readonly reply: CrashBetPlaced };
  readonly "crash.cashout": { readonly payload: CrashCashout; readonly reply: CrashCashedOut };
  readonly "event.ack": { readonly payload: EventAck; readonly reply: EventsAcknowledged };
  readonly "event.claim": { readonly payload: EventClaim; readonly reply: EventClaimed };
  readonly "event.join": { readonly payload: EventJoin; readonly reply: EventState };
  readonly "gacha.pull": { readonly payload: GachaPull; readonly reply: GachaPulled };
  readonly "rps.play": { readonly payload: RpsPlay; readonly reply: RpsPlayed };
  readonly "seeds.rotate": { readonly payload: SeedsRotate; readonly reply: SeedsRotated };
  readonly "shop.buy": { readonly payload: ShopBuy; readonly reply: PurchaseState };
  readonly "shop.cancel": { readonly payload: ShopCancel; readonly reply: PurchaseState };
  readonly "slot.spin": { readonly payload: SlotSpin; readonly reply: SlotSpun };
  readonly "state.get": { readonly payload: StateGet; readonly reply: InitialState };
  readonly "streak.claim": { readonly payload: StreakClaim; readonly reply: StreakRewarded };
  readonly "streak.protect": { readonly payload: StreakProtect; readonly reply: StreakProtected };
  readonly "streak.tick": { readonly payload: StreakTick; readonly reply: StreakCounted };
  readonly "streak.zone": { readonly payload: StreakZone; readonly reply: StreakState };
}

/** Begin and end to watch a topic. */
export interface Subscriptions {
  readonly "crash.subscribe": { readonly payload: TableRef; readonly reply: TableView };
  readonly "crash.unsubscribe": { readonly payload: TableRef; readonly reply: AnyObject };
}

/** What opens and keeps up the connection. */
export interface SessionRequests {
  readonly connect: { readonly payload: Connect; readonly reply: Hello };
  readonly "auth.refresh": { readonly payload: AuthRefresh; readonly reply: AuthRefreshed };
}

/** Payloads of what the server tells a player. */
export interface Pushes {
  readonly account_closed: AccountClosed;
  readonly event_progress: EventProgress;
  readonly profile_update: Profile;
  readonly purchase_update: PurchaseUpdate;
  readonly reward_granted: RewardGranted;
  readonly stats_update: StatsUpdate;
  readonly streak_update: StreakUpdate;
}

/** Payloads of what the server tells every player. */
export interface Broadcasts {
  readonly shop_update: ShopUpdate;
}

/** Payloads of what those who watch a topic are told, by the kind of the topic. */
export interface Topics {
  readonly crash: {
    readonly state: TableView;
    readonly round_open: RoundOpen;
    readonly bet_placed: BetPlaced;
    readonly round_start: RoundStart;
    readonly round_resumed: RoundResume;
    readonly tick: Tick;
    readonly cashed_out: CashedOut;
    readonly crashed: Crashed;
    readonly round_voided: RoundVoided;
  };
}

/** Details of a refusal, by code; which of them are there depends on what was refused. */
export interface ErrorDetails {
  readonly already_bet: AnyObject;
  readonly already_claimed: AlreadyClaimed;
  readonly bad_request: AnyObject;
  readonly debt_unpaid: InDebt;
  readonly forbidden: Forbidden;
  readonly idempotency_conflict: AnyObject;
  readonly in_progress: AnyObject;
  readonly insufficient_gold: TooLittle;
  readonly internal: AnyObject;
  readonly invalid_payload: Invalid;
  readonly item_inactive: Inactive;
  readonly limit_exceeded: OverLimit;
  readonly no_bet: AnyObject;
  readonly not_claimable: NotClaimable;
  readonly not_found: Unknown;
  readonly out_of_stock: SoldOut;
  readonly rate_limited: RetryLater;
  readonly round_closed: RoundOver;
  readonly self_excluded: Excluded;
  readonly timeout: AnyObject;
  readonly token_expired: AnyObject;
  readonly unavailable: Unavailable;
  readonly unknown_type: AnyObject;
  readonly version_conflict: Conflict;
}

/** Every request with its payload and its reply, by type. */
export interface Requests extends Commands, Subscriptions, SessionRequests {}

export type CommandType = keyof Commands;
export type SubscriptionType = keyof Subscriptions;
export type SessionRequestType = keyof SessionRequests;
export type RequestType = keyof Requests;
export type PushType = keyof Pushes;
export type BroadcastType = keyof Broadcasts;
export type TopicKind = keyof Topics;
export type ErrorCode = keyof ErrorDetails;

/** A request of one type, or of any of them: all that a client sends but `pong`. */
export type RequestMessage<T extends RequestType = RequestType> = {
  readonly [K in T]: {
    /** Id of the request; of a command that changes something its idempotency key, kept for every retry. */
    readonly id: string;
    readonly type: K;
    readonly payload: Requests[K]["payload"];
  };
}[T];

/** A command of one type, or of any of them. */
export type CommandMessage<T extends CommandType = CommandType> = RequestMessage<T>;

/** Everything that a client sends. */
export type ClientMessage = RequestMessage | Pong;

/** The reply of a request of one type, when it was accepted. */
export type ReplyTo<T extends RequestType> = Reply<Requests[T]["reply"]>;

/** The answer to a request of one type. */
export type AnswerTo<T extends RequestType> = ReplyTo<T> | Refusal;

/** Why a command was refused; `code` tells the details apart. */
export type ErrorBody<C extends ErrorCode = ErrorCode> = { readonly [K in C]: ErrorOf<K> }[C];

/** A push of one type, or of any of them. */
export type PushMessage<T extends PushType = PushType> = { readonly [K in T]: Push<K, Pushes[K]> }[T];

/** A message to every player of one type, or of any of them. */
export type BroadcastMessage<T extends BroadcastType = BroadcastType> = {
  readonly [K in T]: TopicMessage<string, K, Broadcasts[K]>;
}[T];

/** A message to those who watch a topic of one kind, or of any of them. */
export type WatchedMessage<K extends TopicKind = TopicKind> = {
  readonly [N in K]: {
    readonly [T in keyof Topics[N] & string]: TopicMessage<`${N}:${string}`, T, Topics[N][T]>;
  }[keyof Topics[N] & string];
}[K];

/** The answers of the server to requests, which have `ok` and no `type`. */
export type Answer = Reply | Refusal;

/** Everything that the server says unasked, or in answer to `connect`: all that has a `type`. */
export type ServerEvent =
  HelloMessage | InitialStateMessage | PushMessage | BroadcastMessage | WatchedMessage | Ping | Reconnect;

/** Everything that the server sends. */
export type ServerMessage = Answer | ServerEvent;

/** Whether a command changes something: its id is an idempotency key then. */
export const COMMANDS = {
  "account.exclude": { mutating: true },
  "crash.bet": { mutating: true },
  "crash.cashout": { mutating: true },
  "event.ack": { mutating: true },
  "event.claim": { mutating: true },
  "event.join": { mutating: true },
  "gacha.pull": { mutating: true },
  "rps.play": { mutating: true },
  "seeds.rotate": { mutating: true },
  "shop.buy": { mutating: true },
  "shop.cancel": { mutating: true },
  "slot.spin": { mutating: true },
  "state.get": { mutating: false },
  "streak.claim": { mutating: true },
  "streak.protect": { mutating: true },
  "streak.tick": { mutating: true },
  "streak.zone": { mutating: true },
} as const satisfies Record<CommandType, { readonly mutating: boolean }>;

/** How much of a push an absent or slow reader may miss: of `state` all but the last value, of `event` nothing. */
export const PUSHES = {
  account_closed: { delivery: "state" },
  event_progress: { delivery: "state" },
  profile_update: { delivery: "state" },
  purchase_update: { delivery: "event" },
  reward_granted: { delivery: "event" },
  stats_update: { delivery: "state" },
  streak_update: { delivery: "state" },
} as const satisfies Record<PushType, { readonly delivery: "state" | "event" }>;

/** HTTP status of each code, and whether the same request may be sent again with the same id. */
export const ERRORS = {
  already_bet: { status: 409, retryable: false },
  already_claimed: { status: 409, retryable: false },
  bad_request: { status: 400, retryable: false },
  debt_unpaid: { status: 409, retryable: false },
  forbidden: { status: 403, retryable: false },
  idempotency_conflict: { status: 409, retryable: false },
  in_progress: { status: 409, retryable: true },
  insufficient_gold: { status: 409, retryable: false },
  internal: { status: 500, retryable: false },
  invalid_payload: { status: 400, retryable: false },
  item_inactive: { status: 409, retryable: false },
  limit_exceeded: { status: 403, retryable: false },
  no_bet: { status: 409, retryable: false },
  not_claimable: { status: 409, retryable: false },
  not_found: { status: 404, retryable: false },
  out_of_stock: { status: 409, retryable: false },
  rate_limited: { status: 429, retryable: true },
  round_closed: { status: 409, retryable: false },
  self_excluded: { status: 403, retryable: false },
  timeout: { status: 504, retryable: true },
  token_expired: { status: 401, retryable: false },
  unavailable: { status: 503, retryable: true },
  unknown_type: { status: 400, retryable: false },
  version_conflict: { status: 409, retryable: false },
} as const satisfies Record<ErrorCode, { readonly status: number; readonly retryable: boolean }>;

/** Codes with which the server closes a socket: 4500 to 4999 are final, after any other a client reconnects. */
export const CLOSE_CODES = {
  /** A text message was not UTF-8: back off, resume. */
  INVALID_TEXT: 1007,
  /** The server process ends: back off, resume. */
  RESTART: 1012,
  /** Reserved, the server does not send it today: back off, resume. */
  SERVER_ERROR: 4000,
  /** This gateway is emptied: wait a random part of the window that was announced, resume. */
  DRAIN: 4001,
  /** Too much waited for this reader for too long: back off, resume. */
  SLOW_READER: 4002,
  /** A ping was not answered in time: at once the first time, resume. */
  NO_PONG: 4003,
  /** Reserved, the server does not send it today: at once the first time, without `resume`. */
  RESYNC: 4004,
  /** The access token has run out: refresh it, at once the first time, resume. */
  TOKEN_EXPIRED: 4005,
  /** A rate was exceeded for the third time: back off for at least 5 s, resume. */
  RATE_LIMITED: 4006,
  /** Too many connect at once: back off for at least 10 s, resume. */
  OVERLOADED: 4007,
  /** No `connect` came in time: back off, resume. */
  NOT_AUTHENTICATED: 4008,
  /** The first message was not a valid `connect` (the reason says what is wrong), or a message was binary: stop. */
  MALFORMED: 4500,
  /** The token is not valid, or its session has ended: log in; stop if that is refused. */
  INVALID_TOKEN: 4501,
  /** Banned, excluded or kicked, an account of staff, or a foreign origin: stop. */
  FORBIDDEN: 4503,
  /** Another session of the player has connected: stop, offer to go on here. */
  REPLACED: 4504,
  /** The player has too many sockets on this gateway: stop. */
  TOO_MANY_SOCKETS: 4505,
  /** The server speaks another subprotocol: stop, load the client anew. */
  VERSION_NOT_SUPPORTED: 4506,
  /** Reserved, there is no legacy socket: stop. */
  LEGACY_DISABLED: 4510,
} as const satisfies Record<string, number>;

export type CloseCode = (typeof CLOSE_CODES)[keyof typeof CLOSE_CODES];
