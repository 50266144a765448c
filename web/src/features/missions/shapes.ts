/** The shapes of missions as the gateway answers them. */
import type { components } from "@/api/schema";

export type ActiveEvent = components["schemas"]["ActiveEvent"];
export type ActiveEvents = components["schemas"]["ActiveEvents"];
