/**
 * Records of rounds as `GET /api/fairness/rounds/{id}` shows them: of a solo round, of a table's round, of a bet on one.
 *
 * Amounts are whole gold, multipliers hundredths. Outcomes are read by their games.
 */

import { NotWhole, Reader, type Json } from "./reading";

/** A round under a player's own seeds; `serverSeed` is null while it is secret. */
export interface SoloRecord {
  readonly kind: "solo";
  readonly roundId: string;
  readonly game: string;
  readonly bet: number;
  readonly payout: number;
  readonly outcome: Reader;
  readonly serverSeedHash: string;
  readonly clientSeed: string;
  readonly nonce: number;
  readonly serverSeed: string | null;
}

/** A round of a crash table; `gameHash` is empty while it is secret. */
export interface TableRecord {
  readonly kind: "table";
  readonly roundId: string;
  readonly table: string;
  readonly salt: string;
  readonly terminatingHash: string;
  readonly chainIndex: number;
  readonly state: string;
  readonly gameHash: string;
  /** Null when the record does not say. */
  readonly crashHundredths: number | null;
  readonly contributions: readonly string[];
}

/** A bet that was settled at a crash table, with the table's round. */
export interface BetRecord {
  readonly kind: "bet";
  /** The id of the bet, which is the id of the round in the player's history. */
  readonly roundId: string;
  readonly bet: number;
  readonly payout: number;
  readonly tableRoundId: string;
  /** The multiplier at which it left the curve, in hundredths; 0: it did not. */
  readonly hundredths: number;
  /** The automatic target in hundredths; 0: none. */
  readonly auto: number;
  readonly commit: string;
  readonly tableRound: TableRecord;
}

export type RoundRecord = SoloRecord | TableRecord | BetRecord;

/** Return what the answer of the server records. Throws NotWhole. */
export function readRecord(answer: Json): RoundRecord {
  const record = new Reader(answer, "");
  if (!record.at("chain_index").isAbsent) return tableRecord(record);
  if (!record.at("table_round").isAbsent) return betRecord(record);
  return soloRecord(record);
}

function soloRecord(record: Reader): SoloRecord {
  return {
    kind: "solo",
    roundId: record.at("round_id").text(),
    game: record.at("game").text(),
    bet: record.at("bet").whole(),
    payout: record.at("payout").whole(),
    outcome: record.at("outcome"),
    serverSeedHash: record.at("server_seed_hash").text(),
    clientSeed: record.at("client_seed").text(),
    nonce: record.at("nonce").whole(),
    serverSeed: record.at("server_seed").isAbsent ? null : seedOf(record.at("server_seed")),
  };
}

function seedOf(seed: Reader): string {
  const text = seed.text();
  if (text === "") throw new NotWhole("server_seed");
  return text;
}

function tableRecord(record: Reader): TableRecord {
  return {
    kind: "table",
    roundId: record.at("round_id").text(),
    table: record.at("table").text(),
    salt: record.at("salt").text(),
    terminatingHash: record.at("terminating_hash").text(),
    chainIndex: record.at("chain_index").whole(1),
    state: record.at("state").text(),
    gameHash: record.at("game_hash").textOr(""),
    crashHundredths: record.at("crash_cents").isAbsent ? null : record.at("crash_cents").whole(),
    contributions: record.at("salt_contributions").isAbsent
      ? []
      : record.at("salt_contributions").list((each) => each.text()),
  };
}

function betRecord(record: Reader): BetRecord {
  const outcome = record.at("outcome");
  return {
    kind: "bet",
    roundId: record.at("round_id").text(),
    bet: record.at("bet").whole(),
    payout: record.at("payout").whole(),
    tableRoundId: outcome.at("round_id").text(),
    hundredths: outcome.at("cents").whole(),
    auto: outcome.at("auto_cashout").whole(),
    commit: outcome.at("commit").text(),
    tableRound: tableRecord(record.at("table_round")),
  };
}
