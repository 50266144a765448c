/** What the player has done: the rounds, each with its proof, and the ledger. `?list=ledger` opens the ledger. */
"use client";

import { useState } from "react";

import { ButtonLink, Tabs } from "@/design";
import { ShopIcon } from "@/design/icons";
import { Screen } from "@/frame/Screen";
import { useTexts } from "@/texts";
import { historyTexts } from "@/texts/history";

import { LedgerList } from "./ledger/LedgerList";
import { RoundsList } from "./rounds/RoundsList";

type List = "rounds" | "ledger";

export function HistoryPage() {
  const t = useTexts(historyTexts);
  const [list, setList] = useState<List>(() =>
    new URLSearchParams(window.location.search).get("list") === "ledger" ? "ledger" : "rounds",
  );
  return (
    <Screen
      title={t.title}
      aside={
        <ButtonLink kind="quiet" size="s" href="/shop" icon={<ShopIcon size={18} />}>
          {t.receipts}
        </ButtonLink>
      }
    >
      <Tabs
        label={t.lists}
        chosen={list}
        onChoose={setList}
        tabs={[
          { name: "rounds", label: t.rounds, panel: <RoundsList /> },
          { name: "ledger", label: t.ledger, panel: <LedgerList /> },
        ]}
      />
    </Screen>
  );
}
