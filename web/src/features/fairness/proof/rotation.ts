/** The proof of a rotation: the revealed seed is the one that was promised, and the next one is the one announced. */

import { Comparison, type Difference } from "./derivation";
import { sha256Hex } from "./digest";

/** What was shown before the rotation. */
export interface Promised {
  readonly server_seed_hash: string;
  readonly next_server_seed_hash: string;
  readonly client_seed: string;
}

/** The reply of `seeds.rotate`. */
export interface Rotated {
  readonly revealed: {
    readonly server_seed: string;
    readonly server_seed_hash: string;
    readonly client_seed: string;
    readonly last_nonce: number;
  };
  readonly server_seed_hash: string;
  readonly next_server_seed_hash: string;
  readonly client_seed: string;
  readonly nonce: number;
}

/** What a rotation has shown: `computed` is the hash of the revealed seed; without differences it is as promised. */
export interface RotationProof {
  readonly computed: string;
  readonly differences: readonly Difference[];
}

/** Compare a rotation with what was promised before it. */
export async function proveRotation(promised: Promised, rotated: Rotated): Promise<RotationProof> {
  const computed = await sha256Hex(rotated.revealed.server_seed);
  const found = new Comparison()
    .expect("serverSeedHash", rotated.revealed.server_seed_hash, computed)
    .expect("notedSeedHash", computed, promised.server_seed_hash)
    .expect("notedNextHash", rotated.server_seed_hash, promised.next_server_seed_hash)
    .expect("clientSeed", rotated.revealed.client_seed, promised.client_seed);
  return { computed, differences: found.differences };
}
