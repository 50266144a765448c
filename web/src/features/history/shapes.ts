/** The shapes of the history as the gateway answers them. */
import type { components } from "@/api/schema";

export type PlayedRound = components["schemas"]["PlayedRound"];
export type LedgerRow = components["schemas"]["LedgerRow"];
