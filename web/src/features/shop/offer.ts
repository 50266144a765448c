/** Whether an item can be bought now, and if not why. Times are Unix ms; the server decides, this says what to show. */

export interface Offer {
  readonly id: string;
  readonly price: { readonly currency: string; readonly amount: number };
  readonly price_now: number;
  readonly discount_percent: number;
  readonly active: boolean;
  readonly stock_left: number | null;
  readonly per_user_limit: number | null;
  readonly sale_window: { readonly starts_at?: number | null; readonly ends_at?: number | null } | null;
  readonly minimum_tier: string | null;
}

export interface Buyer {
  readonly balances: Readonly<Record<string, number>>;
  readonly tier: string;
  /** The names of the tiers, the lowest first; empty while they are not known. */
  readonly tiers: readonly string[];
}

export type Hindrance =
  | { readonly why: "inactive" | "sold_out" | "ended" }
  | { readonly why: "early"; readonly startsAt: number }
  | { readonly why: "tier"; readonly tier: string }
  | { readonly why: "short"; readonly currency: string; readonly missing: number };

const QUANTITY_MAX = 100;

function hinderedByWindow(offer: Offer, now: number): Hindrance | null {
  const { starts_at = null, ends_at = null } = offer.sale_window ?? {};
  if (starts_at !== null && now < starts_at) {
    return { why: "early", startsAt: starts_at };
  }
  return ends_at !== null && now >= ends_at ? { why: "ended" } : null;
}

function hinderedByTier(offer: Offer, buyer: Buyer): Hindrance | null {
  const needed = offer.minimum_tier;
  if (needed === null || buyer.tiers.length === 0) {
    return null;
  }
  return buyer.tiers.indexOf(buyer.tier) < buyer.tiers.indexOf(needed) ? { why: "tier", tier: needed } : null;
}

/** Return what hinders `buyer` from one piece of `offer`; null when nothing does. */
export function hindranceOf(offer: Offer, buyer: Buyer, now: number): Hindrance | null {
  if (!offer.active) {
    return { why: "inactive" };
  }
  if (offer.stock_left === 0) {
    return { why: "sold_out" };
  }
  return hinderedByWindow(offer, now) ?? hinderedByTier(offer, buyer) ?? hinderedByFunds(offer, buyer);
}

function hinderedByFunds({ price: { currency }, price_now }: Offer, buyer: Buyer): Hindrance | null {
  const have = buyer.balances[currency];
  return have === undefined || have >= price_now ? null : { why: "short", currency, missing: price_now - have };
}

/** Return how many pieces can be chosen: by stock, limit and funds, at least 1. */
export function quantityMax(offer: Offer, buyer: Buyer): number {
  const have = buyer.balances[offer.price.currency];
  const affordable = have === undefined || offer.price_now === 0 ? QUANTITY_MAX : Math.floor(have / offer.price_now);
  return Math.max(
    1,
    Math.min(QUANTITY_MAX, offer.stock_left ?? QUANTITY_MAX, offer.per_user_limit ?? QUANTITY_MAX, affordable),
  );
}
