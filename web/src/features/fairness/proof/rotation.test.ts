/** A rotation is proven by what was promised before it. */

import { expect, test } from "vitest";

import { sha256Hex } from "./digest";
import { proveRotation, type Promised, type Rotated } from "./rotation";

const SEED = "18e93f4a7b5b58d2569765766d1b6c3296bbd8430d6f20249044d72f14720159";

async function rotation(): Promise<{ promised: Promised; rotated: Rotated }> {
  const hash = await sha256Hex(SEED);
  const next = "a".repeat(64);
  const revealed = { server_seed: SEED, server_seed_hash: hash, client_seed: "mine", last_nonce: 4 };
  const after = { server_seed_hash: next, next_server_seed_hash: "b".repeat(64), client_seed: "other", nonce: 0 };
  return {
    promised: { server_seed_hash: hash, next_server_seed_hash: next, client_seed: "mine" },
    rotated: { revealed, ...after },
  };
}

test("the revealed seed and the next one are those that were promised", async () => {
  const { promised, rotated } = await rotation();
  expect(await proveRotation(promised, rotated)).toEqual({ computed: promised.server_seed_hash, differences: [] });
});

test.each([
  ["server_seed_hash", "notedSeedHash"],
  ["next_server_seed_hash", "notedNextHash"],
  ["client_seed", "clientSeed"],
] as const)("another %s than was promised is found", async (field, claim) => {
  const { promised, rotated } = await rotation();
  const { differences } = await proveRotation({ ...promised, [field]: "c".repeat(64) }, rotated);
  expect(differences).toMatchObject([{ claim }]);
});

test("a seed that has not its hash is found", async () => {
  const { promised, rotated } = await rotation();
  const forged = { ...rotated, revealed: { ...rotated.revealed, server_seed: SEED.replace("1", "2") } };
  const { differences } = await proveRotation(promised, forged);
  expect(differences.map((each) => each.claim)).toEqual(["serverSeedHash", "notedSeedHash"]);
});
