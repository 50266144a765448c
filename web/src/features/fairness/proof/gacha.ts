/**
 * Gacha: three draws a pull. The first against the rates in force, by pulls since the last hit; the second says
 * featured or not; the third takes the item of the pool.
 *
 * A record begins with the pity that its pulls started from. That a player owned an item before, which makes it a
 * duplicate, is not in the seeds: the player knows it.
 */

import { Comparison, type PullStep, type RarityBand, type Step } from "./derivation";
import { choose, isBelow, type Draw, type Draws } from "./draws";
import { NotWhole, type Reader } from "./reading";
import type { SoloRecord } from "./record";
import type { BannerRules, Rarity } from "./rules";

const MILLION = 1_000_000;

/** Pulls since the last hit of each rarity that has a pity, by stars, and the stars whose next hit is featured. */
class Pity {
  readonly since: Map<number, number>;
  readonly featuredNext: Set<number>;

  constructor(recorded: Reader) {
    this.since = new Map(recorded.at("since").byWhole());
    this.featuredNext = new Set(recorded.at("featured_next").list((stars) => stars.whole()));
  }

  count(hit: number): void {
    for (const [stars, pulls] of this.since) this.since.set(stars, stars === hit ? 0 : pulls + 1);
  }

  /** Return it in an order of its own, so that two can be compared. */
  record(): unknown {
    const falling = (one: number, other: number): number => other - one;
    const since = [...this.since].sort(([one], [other]) => falling(one, other));
    return { since: Object.fromEntries(since), featured_next: [...this.featuredNext].sort(falling) };
  }
}

/** What was drawn for a pull. */
type Pull = Omit<PullStep, "kind" | "number" | "differences" | "duplicate" | "shards"> & { readonly rarity: Rarity };

/** Return the steps from the draws to the items. Throws NotWhole. */
export async function gachaSteps(record: SoloRecord, draws: Draws, banner: BannerRules): Promise<Step[]> {
  const told = record.outcome.at("pulls").list((pull) => pull);
  if (told.length === 0) throw new NotWhole("outcome.pulls");
  const pity = new Pity(record.outcome.at("before"));
  const seen = new Set<string>();
  const steps: Step[] = [];
  for (const [index, recorded] of told.entries()) {
    const { rarity, ...pull } = await pullOf(banner, pity, draws);
    const duplicate = recorded.at("duplicate").yes() || seen.has(pull.item);
    const shards = duplicate ? rarity.duplicateShards : 0;
    seen.add(pull.item);
    const differences = comparedPull(recorded, { ...pull, duplicate, shards }).differences;
    steps.push({ kind: "pull", number: index + 1, ...pull, duplicate, shards, differences });
  }
  const paid = new Comparison()
    .expect("pity", new Pity(record.outcome.at("pity")).record(), pity.record())
    .expect("payout", record.payout, 0)
    .expect("stake", record.bet, banner.price * told.length);
  return [...steps, { kind: "payout", bet: record.bet, hundredths: null, payout: 0, differences: paid.differences }];
}

async function pullOf(banner: BannerRules, pity: Pity, draws: Draws): Promise<Pull> {
  const [rarityDraw, featuredDraw, itemDraw] = [await draws.next(), await draws.next(), await draws.next()];
  const bands = bandsOf(banner, pity);
  const hit = bands.findIndex((band) => isBelow(rarityDraw, band.below));
  const rarity = banner.rarities[hit < 0 ? banner.rarities.length - 1 : hit];
  if (rarity === undefined) throw new NotWhole("rates");
  pity.count(rarity.stars);
  const featured = featuredOf(rarity, pity, featuredDraw);
  const pool = featured?.hit === true ? rarity.featured : rarity.items;
  const itemIndex = choose(itemDraw, pool.length);
  const item = pool[itemIndex];
  if (item === undefined) throw new NotWhole("rates.items");
  return { rarity, rarityDraw, bands, stars: rarity.stars, featured, itemDraw, itemIndex, poolSize: pool.length, item };
}

/** The bands of the rarities: each takes its rate, the highest first, and the last what is left. */
function bandsOf(banner: BannerRules, pity: Pity): RarityBand[] {
  let reached = 0;
  return banner.rarities.map((rarity, index) => {
    const since = pity.since.get(rarity.stars);
    const rate = rarity.rateByPull[Math.min(since ?? 0, rarity.rateByPull.length - 1)] ?? 0;
    const from = reached;
    reached = index === banner.rarities.length - 1 ? MILLION : Math.min(MILLION, reached + rate);
    return { stars: rarity.stars, from, below: reached, since: since ?? null };
  });
}

/** Whether a hit is a featured item: at its share, or for certain after one that was not. */
function featuredOf(rarity: Rarity, pity: Pity, draw: Draw): PullStep["featured"] {
  if (rarity.featured.length === 0) return null;
  const sure = pity.featuredNext.has(rarity.stars);
  const hit = sure || isBelow(draw, rarity.featuredShare);
  if (hit) pity.featuredNext.delete(rarity.stars);
  else pity.featuredNext.add(rarity.stars);
  return { draw, share: rarity.featuredShare, sure, hit };
}

function comparedPull(
  recorded: Reader,
  computed: Pick<PullStep, "item" | "stars" | "duplicate" | "shards">,
): Comparison {
  return new Comparison()
    .expect("item", recorded.at("item").text(), computed.item)
    .expect("rarity", recorded.at("rarity").whole(), computed.stars)
    .expect("duplicate", recorded.at("duplicate").yes(), computed.duplicate)
    .expect("shards", recorded.at("converted").wholeOr(0), computed.shards);
}
