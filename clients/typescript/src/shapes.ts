/** The shapes of docs/api/messages.schema.json. */

export interface AccountClosed {
  readonly code: "banned" | "kicked" | "self_excluded";
  readonly reason: string;
  readonly until: number | null;
}
export interface AccountExclude {
  readonly until: number;
}
export interface AccountExcluded {
  readonly until: number;
}
export interface AlreadyClaimed {
  readonly event_id?: string;
  readonly rung?: number;
  readonly claimed?: number;
}
export interface AuthRefresh {
  readonly token: string;
}
export interface AuthRefreshed {
  readonly token_exp: number;
}
export interface BetPlaced {
  readonly round_id: string;
  readonly player: string;
  readonly bet: number;
  readonly more?: readonly TableBetShown[];
}
export interface CashedOut {
  readonly round_id: string;
  readonly player: string;
  readonly multiplier: string;
  readonly payout: number;
  readonly more?: readonly TableBetShown[];
}
export interface ChainShown {
  readonly terminating_hash: string;
  readonly salt: string;
  readonly length: number;
}
export interface ClientMessage {
  readonly type: string;
  readonly id?: string;
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly t?: number;
  readonly ack?: number;
}
export interface Conflict {
  readonly definition?: string;
  readonly version?: number;
  readonly machine?: string;
  readonly banner?: string;
  readonly game?: string;
  readonly item?: unknown;
  readonly price?: unknown;
  readonly catalog_version?: number;
}
export interface Connect {
  readonly token: string;
  readonly client?: string;
  readonly resume?: Resume | null;
}
export interface Content {
  readonly type: "gem" | "gold" | "shard";
  readonly amount: number;
}
export interface CrashBet {
  readonly round_id: string;
  readonly bet: number;
  readonly table?: string;
  readonly auto_cashout?: number | null;
}
export interface CrashBetPlaced {
  readonly bet_id: string;
  readonly round_id: string;
  readonly gold: number;
}
export interface CrashCashedOut {
  readonly multiplier: string;
  readonly payout: number;
}
export interface CrashCashout {
  readonly round_id: string;
  readonly table?: string;
}
export interface Crashed {
  readonly round_id: string;
  readonly multiplier: string;
  readonly game_hash: string;
}
export interface ErrorBody {
  readonly code:
    | "already_bet"
    | "already_claimed"
    | "bad_request"
    | "debt_unpaid"
    | "forbidden"
    | "idempotency_conflict"
    | "in_progress"
    | "insufficient_gold"
    | "internal"
    | "invalid_payload"
    | "item_inactive"
    | "limit_exceeded"
    | "no_bet"
    | "not_claimable"
    | "not_found"
    | "out_of_stock"
    | "rate_limited"
    | "round_closed"
    | "self_excluded"
    | "timeout"
    | "token_expired"
    | "unavailable"
    | "unknown_type"
    | "version_conflict";
  readonly status: number;
  readonly retryable?: boolean;
  readonly details?: Readonly<Record<string, unknown>>;
}
export interface EventAck {
  readonly ids: readonly string[];
}
export interface EventClaim {
  readonly event_id: string;
}
export interface EventClaimed {
  readonly event_id: string;
  readonly progress: number;
  readonly target: number;
  readonly joined: boolean;
  readonly can_claim: boolean;
  readonly claimed: boolean;
  readonly grants: readonly Grant[];
  readonly gold: number;
}
export interface EventJoin {
  readonly event_id: string;
}
export interface EventProgress {
  readonly event_id: string;
  readonly progress: number;
  readonly target: number;
  readonly joined: boolean;
  readonly can_claim: boolean;
  readonly claimed: boolean;
  readonly more?: readonly EventState[];
}
export interface EventState {
  readonly event_id: string;
  readonly progress: number;
  readonly target: number;
  readonly joined: boolean;
  readonly can_claim: boolean;
  readonly claimed: boolean;
}
export interface EventsAcknowledged {
  readonly acknowledged: readonly string[];
}
export interface Excluded {
  readonly until?: number;
}
export interface Forbidden {
  readonly reason?: string;
  readonly ban_reason?: string;
  readonly until?: number | null;
  readonly tier?: string;
  readonly minimum_tier?: string;
  readonly requires?: readonly string[];
}
export interface GachaItem {
  readonly item: string;
  readonly rarity: number;
  readonly duplicate: boolean;
  readonly converted?: number;
}
export interface GachaPity {
  readonly since: Readonly<Record<string, number>>;
  readonly featured_next: readonly number[];
}
export interface GachaPull {
  readonly banner: string;
  readonly count: 1 | 10;
  readonly version?: number | null;
}
export interface GachaPulled {
  readonly round_id: string;
  readonly banner: string;
  readonly version: number;
  readonly pulls: readonly GachaItem[];
  readonly pity: GachaPity;
  readonly gold: number;
}
export interface GameStats {
  readonly games_played?: number;
  readonly wins?: number;
  readonly losses?: number;
  readonly win_rate?: number;
  readonly total_wagered?: number;
  readonly total_won?: number;
  readonly biggest_win?: number;
  readonly best_multiplier?: number;
  readonly current_streak?: number;
}
export interface Grant {
  readonly grant_id: string;
  readonly type: string;
  readonly amount: number;
}
export interface Hello {
  readonly session: string;
  readonly epoch: string;
  readonly seq: number;
  readonly recovered: boolean;
  readonly replayed: number;
  readonly ping_ms: number;
  readonly token_exp: number;
  readonly now: number;
}
export interface InDebt {
  readonly owed?: Readonly<Record<string, number>>;
}
export interface Inactive {
  readonly machine?: string;
  readonly banner?: string;
  readonly game?: string;
  readonly starts_at?: number | null;
  readonly ends_at?: number | null;
  readonly reason?: string;
}
export interface InitialState {
  readonly profile: Profile;
  readonly stats: StatsSnapshot;
  readonly streak: StreakState;
  readonly events: readonly EventState[];
  readonly purchases_pending: readonly PurchaseState[];
  readonly events_unacked: readonly UnackedEvent[];
  readonly events_filed: number;
  readonly games: Readonly<Record<string, unknown>>;
}
export interface Invalid {
  readonly field?: string;
  readonly problem?: string;
  readonly problems?: Readonly<Record<string, string>>;
  readonly cycle?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly now?: number;
}
export interface ItemShown {
  readonly id: string;
  readonly version: number;
  readonly name: Name;
  readonly price: Price;
  readonly price_now: number;
  readonly discount_percent: number;
  readonly rank: number;
  readonly active: boolean;
  readonly stock_left: number | null;
  readonly per_user_limit: number | null;
  readonly per_user_period: "day" | "ever" | "month" | "week";
  readonly sale_window: Window | null;
  readonly minimum_tier: string | null;
  readonly contents: readonly Content[];
}
export interface Name {
  readonly ko: string;
  readonly en: string;
}
export interface NotClaimable {
  readonly reason?: string;
  readonly progress?: number;
  readonly target?: number;
  readonly starts_at?: number | null;
  readonly ended_at?: number | null;
  readonly count?: number;
  readonly next?: unknown;
  readonly purchase_id?: string;
  readonly status?: string;
}
export interface OverLimit {
  readonly have?: number;
  readonly max?: number;
  readonly again_at?: number;
  readonly open_bets_max?: number;
  readonly pending_max?: number;
  readonly items_max?: number;
  readonly holds_max?: number;
  readonly unpaid_holds_max?: number;
  readonly unpaid_max?: number;
  readonly unpaid_pieces?: number;
  readonly unpaid_pieces_max?: number;
  readonly unpaid_amount?: number;
  readonly unpaid_amount_max?: number;
  readonly archived_max?: number;
  readonly limit?: number;
  readonly bought?: number;
  readonly period?: string;
}
export interface Price {
  readonly currency: string;
  readonly amount: number;
}
export interface Profile {
  readonly gold: number;
  readonly gold_balance: number;
  readonly gems: number;
  readonly xp: number;
  readonly tier: string;
  readonly shards?: number;
  readonly debts?: Readonly<Record<string, number>>;
}
export interface PurchaseState {
  readonly purchase_id: string;
  readonly status: "cancelled" | "expired" | "failed" | "pending" | "refunded" | "success";
  readonly product_id: string;
  readonly quantity?: number;
  readonly amount?: number;
  readonly currency?: string;
  readonly contents?: readonly Content[];
  readonly receipt_code?: string;
  readonly reason_code?: string;
  readonly created_at?: number;
  readonly ended_at?: number;
  readonly expires_at?: number;
  readonly provider_ref?: string;
  readonly pay_url?: string;
  readonly gold?: number | null;
}
export interface PurchaseUpdate {
  readonly purchase_id: string;
  readonly status: "cancelled" | "expired" | "failed" | "pending" | "refunded" | "success";
  readonly product_id: string;
  readonly quantity?: number;
  readonly receipt_code?: string;
  readonly amount?: number;
  readonly currency?: string;
  readonly reason_code?: string;
}
export interface Replaced {
  readonly scheduled?: readonly unknown[];
}
export interface Resume {
  readonly epoch: string;
  readonly seq: number;
}
export interface RetryLater {
  readonly retry_after_ms?: number;
}
export interface RevealedSeeds {
  readonly server_seed: string;
  readonly server_seed_hash: string;
  readonly client_seed: string;
  readonly last_nonce: number;
}
export interface RewardGranted {
  readonly grant_id: string;
  readonly reward_type: string;
  readonly amount: number;
  readonly source: string;
}
export interface RoundOpen {
  readonly round_id: string;
  readonly closes_at: number;
  readonly commit: string;
}
export interface RoundOver {
  readonly bet?: string;
}
export interface RoundResume {
  readonly round_id: string;
  readonly started_at: number;
  readonly growth_per_ms: number;
}
export interface RoundShown {
  readonly round_id: string;
  readonly state: string;
  readonly multiplier: string;
  readonly game_hash: string;
  readonly ended_at: number;
  readonly bets: number;
  readonly staked: number;
  readonly paid: number;
}
export interface RoundStart {
  readonly round_id: string;
  readonly started_at: number;
  readonly growth_per_ms: number;
  readonly salt?: string;
}
export interface RoundVoided {
  readonly round_id: string;
  readonly game_hash: string;
}
export interface RpsPlay {
  readonly bet: number;
  readonly choice: "paper" | "rock" | "scissors";
  readonly version?: number | null;
}
export interface RpsPlayed {
  readonly round_id: string;
  readonly outcome: "lose" | "tie" | "win";
  readonly opponent: "paper" | "rock" | "scissors";
  readonly payout: number;
  readonly gold: number;
}
export interface Rung {
  readonly rung: number;
  readonly amount: number;
}
export interface SeedsRotate {
  readonly client_seed?: string | null;
}
export interface SeedsRotated {
  readonly revealed: RevealedSeeds;
  readonly server_seed_hash: string;
  readonly next_server_seed_hash: string;
  readonly client_seed: string;
  readonly nonce: number;
}
export interface ShopBuy {
  readonly product_id: string;
  readonly quantity?: number;
  readonly catalog_version?: number | null;
}
export interface ShopCancel {
  readonly purchase_id: string;
}
export interface ShopUpdate {
  readonly product_id: string;
  readonly active: boolean;
  readonly version: number;
  readonly item: ItemShown;
}
export interface SlotFeature {
  readonly type: "free_spins";
  readonly spins: readonly SlotFreeSpin[];
}
export interface SlotFreeSpin {
  readonly stops: readonly number[];
  readonly window: readonly (readonly string[])[];
  readonly lines: readonly SlotLine[];
  readonly scatters: number;
  readonly scatter_cents: number;
  readonly multiplier: number;
  readonly cents: number;
  readonly payout: number;
  readonly free_spins: number;
}
export interface SlotLine {
  readonly line: number;
  readonly symbol: string;
  readonly length: number;
  readonly cents: number;
}
export interface SlotSpin {
  readonly machine: string;
  readonly bet: number;
  readonly version?: number | null;
}
export interface SlotSpun {
  readonly round_id: string;
  readonly machine: string;
  readonly version: number;
  readonly stops: readonly number[];
  readonly window: readonly (readonly string[])[];
  readonly lines: readonly SlotLine[];
  readonly scatters: number;
  readonly scatter_cents: number;
  readonly cents: number;
  readonly base_payout: number;
  readonly features: readonly SlotFeature[];
  readonly win_class: string;
  readonly payout: number;
  readonly gold: number;
}
export interface SoldOut {
  readonly left?: number;
}
export type StateGet = Readonly<Record<string, never>>;
export interface StatsSnapshot {
  readonly games_played?: number;
  readonly wins?: number;
  readonly losses?: number;
  readonly win_rate?: number;
  readonly total_wagered?: number;
  readonly total_won?: number;
  readonly biggest_win?: number;
  readonly best_multiplier?: number;
  readonly current_streak?: number;
  readonly by_game?: Readonly<Record<string, GameStats>>;
}
export interface StatsUpdate {
  readonly games_played?: number;
  readonly wins?: number;
  readonly losses?: number;
  readonly win_rate?: number;
  readonly total_wagered?: number;
  readonly total_won?: number;
  readonly biggest_win?: number;
  readonly best_multiplier?: number;
  readonly current_streak?: number;
  readonly game: string;
  readonly by_game?: Readonly<Record<string, GameStats>>;
}
export interface StreakClaim {
  readonly rung?: number | null;
}
export interface StreakCounted {
  readonly count?: number;
  readonly longest?: number;
  readonly freezes?: number;
  readonly freezes_max?: number;
  readonly freeze_price?: number;
  readonly ticked_today?: boolean;
  readonly next_reset?: number;
  readonly run?: number;
  readonly time_zone?: string;
  readonly claimable?: number;
  readonly next_claim?: Rung | null;
  readonly counted: boolean;
  readonly freezes_used: number;
  readonly ended: number;
}
export type StreakProtect = Readonly<Record<string, never>>;
export interface StreakProtected {
  readonly count?: number;
  readonly longest?: number;
  readonly freezes?: number;
  readonly freezes_max?: number;
  readonly freeze_price?: number;
  readonly ticked_today?: boolean;
  readonly next_reset?: number;
  readonly run?: number;
  readonly time_zone?: string;
  readonly claimable?: number;
  readonly next_claim?: Rung | null;
  readonly gold: number;
}
export interface StreakRewarded {
  readonly count?: number;
  readonly longest?: number;
  readonly freezes?: number;
  readonly freezes_max?: number;
  readonly freeze_price?: number;
  readonly ticked_today?: boolean;
  readonly next_reset?: number;
  readonly run?: number;
  readonly time_zone?: string;
  readonly claimable?: number;
  readonly next_claim?: Rung | null;
  readonly paid: Rung;
  readonly gold: number;
}
export interface StreakState {
  readonly count?: number;
  readonly longest?: number;
  readonly freezes?: number;
  readonly freezes_max?: number;
  readonly freeze_price?: number;
  readonly ticked_today?: boolean;
  readonly next_reset?: number;
  readonly run?: number;
  readonly time_zone?: string;
  readonly claimable?: number;
  readonly next_claim?: Rung | null;
}
export type StreakTick = Readonly<Record<string, never>>;
export interface StreakUpdate {
  readonly count?: number;
  readonly longest?: number;
  readonly freezes?: number;
  readonly freezes_max?: number;
  readonly freeze_price?: number;
  readonly ticked_today?: boolean;
  readonly next_reset?: number;
  readonly run?: number;
  readonly time_zone?: string;
  readonly claimable?: number;
  readonly next_claim?: Rung | null;
}
export interface StreakZone {
  readonly time_zone: string;
}
export interface TableBetShown {
  readonly player: string;
  readonly bet: number;
  readonly multiplier?: string;
  readonly payout?: number;
}
export interface TableRef {
  readonly table?: string;
}
export interface TableView {
  readonly table: string;
  readonly round_id: string;
  readonly phase: "betting" | "closing" | "ended" | "new" | "running";
  readonly now: number;
  readonly commit: string;
  readonly chain: ChainShown;
  readonly chain_index: number;
  readonly bet_min: number;
  readonly bet_max: number;
  readonly players: number;
  readonly staked: number;
  readonly growth_per_ms: number;
  readonly bets: readonly TableBetShown[];
  readonly history: readonly RoundShown[];
  readonly closes_at?: number;
  readonly started_at?: number;
  readonly next_chain?: ChainShown | null;
}
export interface Tick {
  readonly round_id: string;
  readonly elapsed_ms: number;
}
export interface TooLittle {
  readonly need?: number;
  readonly have?: number;
  readonly currency?: string;
}
export interface UnackedEvent {
  readonly id: string;
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
}
export interface Unavailable {
  readonly retry_after_ms?: number;
  readonly part?: string;
  readonly checks?: Readonly<Record<string, string>>;
}
export interface Unknown {
  readonly table?: string;
  readonly machine?: string;
  readonly banner?: string;
  readonly known?: readonly string[];
  readonly event_id?: string;
  readonly purchase_id?: string;
  readonly item_id?: string;
  readonly product_id?: string;
  readonly currency?: string;
  readonly versions?: readonly number[];
}
export interface Window {
  readonly starts_at?: number | null;
  readonly ends_at?: number | null;
}
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
export interface Pushes {
  readonly account_closed: AccountClosed;
  readonly event_progress: EventProgress;
  readonly profile_update: Profile;
  readonly purchase_update: PurchaseUpdate;
  readonly reward_granted: RewardGranted;
  readonly stats_update: StatsUpdate;
  readonly streak_update: StreakUpdate;
}
export interface Broadcasts {
  readonly shop_update: ShopUpdate;
}
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
