/** The shapes of the shop as the gateway answers them. */
import type { components } from "@/api/schema";

export type Catalog = components["schemas"]["Catalog"];
export type ItemShown = components["schemas"]["ItemShown"];
export type PurchaseState = components["schemas"]["PurchaseState"];
export type PurchaseList = components["schemas"]["PurchaseList"];
