/** What a watcher of a crash table has seen of its commitments: from its state, and the salt as the curve starts. */
import type { TopicMessage } from "@pitboss/client";

import { roundNumber } from "../proof/crash";
import type { TableShown } from "./notes";

/**
 * Return the commitments after a message, or null when it says nothing new about them.
 *
 * A round of the next chain is left to the state that comes with it: its hash is not that of `before`.
 */
export function watched(before: TableShown | null, message: TopicMessage): TableShown | null {
  if (message.type === "state") {
    return message.payload;
  }
  if (message.type !== "round_start" || before === null) {
    return null;
  }
  const { round_id, salt = "" } = message.payload;
  const chainIndex = before.chain_index + roundNumber(round_id) - roundNumber(before.round_id);
  if (salt === "" || before.chain.salt !== "" || chainIndex > before.chain.length) {
    return null;
  }
  return { ...before, round_id, chain_index: chainIndex, phase: "running", chain: { ...before.chain, salt } };
}
