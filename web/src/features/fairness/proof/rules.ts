/**
 * What a round is played by beside its seeds: the machine, the banner or the pays, in the version of the round.
 *
 * `rulesOf` keeps what decides outcomes and nothing else, so that its digest is the same however the server shows the
 * rest (returns, notices, whether it is closed).
 */

import { sha256Hex } from "./digest";
import { NotWhole, Reader, type Json } from "./reading";

/** Rates and shares are published as fractions of 1 and drawn from as millionths. */
const MILLION = 1_000_000;

export interface MachineRules {
  readonly game: "slot";
  readonly id: string;
  readonly version: number;
  readonly rows: number;
  readonly reels: readonly (readonly string[])[];
  readonly lines: readonly (readonly number[])[];
  /** By symbol, in order: hundredths of the stake by length. */
  readonly paytable: readonly (readonly [string, ReadonlyMap<number, number>])[];
  readonly wild: string | null;
  readonly scatter: string | null;
  readonly scatterPays: ReadonlyMap<number, number>;
  readonly freeSpins: ReadonlyMap<number, number>;
  readonly freeSpinsMultiplier: number;
  readonly freeSpinsMax: number;
  /** Name and the hundredths from which on a win is called so, the smallest first. */
  readonly winClasses: readonly (readonly [string, number])[];
}

export interface Rarity {
  readonly stars: number;
  /** Millionths by pulls since the last hit; beyond its end the last holds. */
  readonly rateByPull: readonly number[];
  /** Millionths of the hits that are featured; 0 without featured items. */
  readonly featuredShare: number;
  readonly featured: readonly string[];
  readonly items: readonly string[];
  readonly duplicateShards: number;
}

export interface BannerRules {
  readonly game: "gacha";
  readonly id: string;
  readonly version: number;
  readonly price: number;
  /** The highest first. */
  readonly rarities: readonly Rarity[];
}

export interface PaysRules {
  readonly game: "rps";
  readonly id: "standard";
  readonly version: number;
  readonly winHundredths: number;
}

export type Rules = MachineRules | BannerRules | PaysRules;
export type RuledGame = Rules["game"];

const READERS: { readonly [game in RuledGame]: (answer: Reader) => Extract<Rules, { game: game }> } = {
  rps: pays,
  slot: machine,
  gacha: banner,
};

/** Return whether rounds of `game` are played by published rules that this module can read. */
export function isRuled(game: string): game is RuledGame {
  return Object.hasOwn(READERS, game);
}

/** Return the rules of `game` in an answer of its public route. Throws NotWhole. */
export function readRules(game: RuledGame, answer: Json): Rules {
  return READERS[game](new Reader(answer, game));
}

/** Return a digest of rules: equal rules have equal digests, whatever the order of the keys in the answer was. */
export async function rulesDigest(rules: Rules): Promise<string> {
  return sha256Hex(
    JSON.stringify(rules, (_, value: unknown) => (value instanceof Map ? [...value].sort(byKey) : value)),
  );
}

function byKey(one: readonly [number, number], other: readonly [number, number]): number {
  return one[0] - other[0];
}

function bySymbol(one: readonly [string, unknown], other: readonly [string, unknown]): number {
  return one[0] < other[0] ? -1 : 1;
}

function byThreshold(one: readonly [string, number], other: readonly [string, number]): number {
  return one[1] - other[1];
}

function pays(answer: Reader): PaysRules {
  const winHundredths = answer.at("win_cents").whole();
  return { game: "rps", id: "standard", version: answer.at("version").whole(), winHundredths };
}

function machine(answer: Reader): MachineRules {
  return {
    game: "slot",
    id: answer.at("id").text(),
    version: answer.at("version").whole(),
    rows: answer.at("rows").whole(1),
    reels: answer.at("reels").list(strip),
    lines: answer.at("lines").list((line) => line.list((row) => row.whole())),
    paytable: answer
      .at("paytable")
      .entries((lengths) => lengths.byWhole())
      .sort(bySymbol),
    wild: answer.at("wild").isAbsent ? null : answer.at("wild").text(),
    scatter: answer.at("scatter").isAbsent ? null : answer.at("scatter").text(),
    scatterPays: answer.at("scatter_pays").byWhole(),
    freeSpins: answer.at("free_spins").byWhole(),
    freeSpinsMultiplier: answer.at("free_spins_multiplier").whole(1),
    freeSpinsMax: answer.at("free_spins_max").whole(),
    winClasses: answer
      .at("win_classes")
      .entries((from) => from.whole())
      .sort(byThreshold),
  };
}

function strip(reel: Reader): string[] {
  const symbols = reel.list((symbol) => symbol.text());
  if (symbols.length === 0) throw new NotWhole("reels");
  return symbols;
}

function banner(answer: Reader): BannerRules {
  const rarities = answer.at("rates").list(rarity);
  if (rarities.length === 0) throw new NotWhole("rates");
  return {
    game: "gacha",
    id: answer.at("banner").text(),
    version: answer.at("version").whole(),
    price: answer.at("price").at("amount").whole(1),
    rarities,
  };
}

function rarity(answer: Reader): Rarity {
  const items = answer.at("items").list((each) => ({
    item: each.at("item").text(),
    featured: each.at("featured").yes(),
    share: each.at("share").share(),
  }));
  const featured = items.filter((each) => each.featured);
  const rateByPull = answer.at("rate_by_pull").list((rate) => Math.round(rate.share() * MILLION));
  if (rateByPull.length === 0) throw new NotWhole("rate_by_pull");
  return {
    stars: answer.at("stars").whole(1),
    rateByPull,
    featuredShare: Math.round(featured.reduce((sum, each) => sum + each.share, 0) * MILLION),
    featured: featured.map((each) => each.item),
    items: items.filter((each) => !each.featured).map((each) => each.item),
    duplicateShards: answer.at("duplicate_shards").whole(),
  };
}
