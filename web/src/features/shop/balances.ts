/** A player's balances by the names that prices have. */
import type { Profile } from "@pitboss/client";

export function balancesOf({ gold, gems, shards }: Profile): Readonly<Record<string, number>> {
  return { gold, gem: gems, shard: shards };
}
