/**
 * A derivation: the steps that lead from what was committed to, to what a round paid, in the order in which a person
 * reads them. Each step holds its inputs, its result, and what the record says otherwise.
 */

import type { Block, Draw } from "./draws";

/** What a record claims that can be computed: the place of a difference. Texts name each of them. */
export type Claim =
  | "serverSeedHash"
  | "notedSeedHash"
  | "notedNextHash"
  | "clientSeed"
  | "rules"
  | "opponent"
  | "result"
  | "stops"
  | "window"
  | "lines"
  | "scatters"
  | "scatterPay"
  | "multiplier"
  | "hundredths"
  | "spinPayout"
  | "freeSpins"
  | "freeSpinsCount"
  | "winClass"
  | "item"
  | "rarity"
  | "duplicate"
  | "shards"
  | "pity"
  | "stake"
  | "payout"
  | "terminatingHash"
  | "notedChain"
  | "chainPlace"
  | "salt"
  | "notedSalt"
  | "saltWithoutBets"
  | "point"
  | "betRound"
  | "betCommit"
  | "betMultiplier";

/** The record says one thing, the computation another. */
export interface Difference {
  readonly claim: Claim;
  readonly recorded: string;
  readonly computed: string;
}

interface StepOf<Kind extends string> {
  readonly kind: Kind;
  readonly differences: readonly Difference[];
}

/** SHA-256 of the revealed server seed is the hash that was promised. */
export interface SeedStep extends StepOf<"seed"> {
  readonly serverSeed: string;
  readonly computed: string;
  readonly recorded: string;
}

/** The HMAC blocks that the draws of the round are cut from. */
export interface StreamStep extends StepOf<"stream"> {
  readonly blocks: readonly Block[];
}

export interface HouseStep extends StepOf<"house"> {
  readonly draw: Draw;
  readonly index: number;
  readonly opponent: string;
  readonly choice: string;
  readonly result: string;
}

export interface ReelStop {
  readonly draw: Draw;
  readonly length: number;
  readonly stop: number;
}

export interface PaidLine {
  /** Index of the line, from 0. */
  readonly line: number;
  readonly symbol: string;
  readonly length: number;
  readonly hundredths: number;
}

/** One spin; `number` 0 is the paid one, free spins follow. Pays are hundredths of the stake. */
export interface SpinStep extends StepOf<"spin"> {
  readonly number: number;
  readonly stops: readonly ReelStop[];
  /** By reel, from the top row down. */
  readonly window: readonly (readonly string[])[];
  readonly lines: readonly PaidLine[];
  readonly scatters: number;
  readonly scatterHundredths: number;
  readonly multiplier: number;
  readonly hundredths: number;
  readonly payout: number;
  readonly freeSpins: number;
}

/** The part of the range of draws that belongs to a rarity, in millionths: from `from` up to `below`. */
export interface RarityBand {
  readonly stars: number;
  readonly from: number;
  readonly below: number;
  /** Pulls since the last hit, before this pull; null for a rarity without pity. */
  readonly since: number | null;
}

/** One pull; `number` counts from 1. */
export interface PullStep extends StepOf<"pull"> {
  readonly number: number;
  readonly rarityDraw: Draw;
  readonly bands: readonly RarityBand[];
  readonly stars: number;
  /** Null for a rarity without featured items. */
  readonly featured: {
    readonly draw: Draw;
    readonly share: number;
    readonly sure: boolean;
    readonly hit: boolean;
  } | null;
  readonly itemDraw: Draw;
  readonly itemIndex: number;
  readonly poolSize: number;
  readonly item: string;
  readonly duplicate: boolean;
  readonly shards: number;
}

/** What the round paid, from all of its steps. */
export interface PayoutStep extends StepOf<"payout"> {
  readonly bet: number;
  /** Hundredths of the stake; null where the round pays no gold. */
  readonly hundredths: number | null;
  readonly payout: number;
}

/** SHA-256 of the game hash is the hash of the round before: what was known when bets were taken. */
export interface LinkStep extends StepOf<"link"> {
  readonly gameHash: string;
  readonly before: string;
}

/** So many hashes further on lies the hash that the chain was published by. */
export interface ChainStep extends StepOf<"chain"> {
  readonly hashes: number;
  /** The hash that was reached, and whether that was the published one or one that this browser had checked before. */
  readonly reached: string;
  readonly at: "published" | "checkedBefore";
  readonly terminatingHash: string;
}

/** The salt is made of bets; `origin` says of which, or that it came with the chain. */
export interface SaltStep extends StepOf<"salt"> {
  readonly salt: string;
  readonly computed: string;
  readonly contributions: number;
  readonly origin: "bets" | "noBets" | "withChain";
  /** Whether the bet that is looked at is one of those that made the salt. */
  readonly ownBet: boolean;
}

export interface PointStep extends StepOf<"point"> {
  readonly mac: string;
  /** The first 52 bits of the HMAC, in decimal. */
  readonly drawn: string;
  readonly hundredths: number;
}

export interface BetStep extends StepOf<"bet"> {
  readonly hundredths: number;
  readonly auto: number;
  readonly point: number;
}

/** The record against what this browser has noted. */
export interface NotedStep extends StepOf<"noted"> {
  /** When the commitment was first seen, in Unix ms by this browser's clock; null: never. */
  readonly seenAt: number | null;
  readonly beforeRound: boolean;
  readonly hash: string;
}

/** The rules of the round against those that this browser has noted. */
export interface RulesStep extends StepOf<"rules"> {
  readonly game: string;
  readonly id: string;
  readonly version: number;
  readonly seenAt: number | null;
  readonly beforeRound: boolean;
}

export type Step =
  | NotedStep
  | RulesStep
  | SeedStep
  | StreamStep
  | HouseStep
  | SpinStep
  | PullStep
  | PayoutStep
  | LinkStep
  | ChainStep
  | SaltStep
  | PointStep
  | BetStep;

/** The differences of one step, gathered while it is computed. */
export class Comparison {
  readonly differences: Difference[] = [];

  /** Note a difference unless the two are equal; values are compared as JSON. */
  expect(claim: Claim, recorded: unknown, computed: unknown): this {
    const [told, found] = [shown(recorded), shown(computed)];
    if (told !== found) this.differences.push({ claim, recorded: told, computed: found });
    return this;
  }
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
