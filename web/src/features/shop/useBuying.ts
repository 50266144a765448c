/** A purchase from its order to its end: in flight, unknown, pending, ended. One at a time on this page. */
"use client";

import type { CommandPayload } from "@pitboss/client";
import { useState } from "react";

import { useCommand, useFaultText, usePush } from "@/sync";

import type { Bought } from "./PurchaseOutcome";

type Order = CommandPayload<"shop.buy">;

export interface Buying {
  readonly isBusy: boolean;
  /** The last that was sent. */
  readonly order: Order | null;
  /** What became of it; null: nothing yet. */
  readonly bought: Bought | null;
  readonly buy: (order: Order) => void;
  /** Ask what became of an order that was not answered. Until it is, nothing else is bought. */
  readonly askAgain: (() => void) | undefined;
  /** Put the last order away. */
  readonly forget: () => void;
}

/** `onChanged`: items are no more what was shown. */
export function useBuying(onChanged: () => void): Buying {
  const textOf = useFaultText();
  const [bought, setBought] = useState<Bought | null>(null);
  const [order, setOrder] = useState<Order | null>(null);
  const { inFlight, send, askAgain } = useCommand("shop.buy", {
    onSent: () => setBought(null),
    onReply: (purchase) => setBought({ kind: "purchase", purchase }),
    onFault: (fault) => {
      const isChanged = fault.code === "version_conflict";
      setBought(isChanged ? { kind: "changed" } : { kind: "refused", text: textOf(fault) });
      if (isChanged || fault.code === "out_of_stock" || fault.code === "item_inactive") {
        onChanged();
      }
    },
  });
  // A pending purchase ends by a push, whichever tab or provider ended it.
  usePush((push) => {
    const waits = bought?.kind === "purchase" && bought.purchase.status === "pending" ? bought.purchase : null;
    if (push.type === "purchase_update" && push.payload.purchase_id === waits?.purchase_id) {
      setBought({ kind: "purchase", purchase: { ...waits, ...push.payload } });
    }
  });
  return {
    isBusy: inFlight !== undefined,
    bought: askAgain ? { kind: "unknown" } : bought,
    order,
    buy: (next) => {
      if (askAgain === undefined) {
        setOrder(next);
        send(next);
      }
    },
    askAgain,
    forget: () => setBought(null),
  };
}
