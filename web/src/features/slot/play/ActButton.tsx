/** The one act of the screen: it spins, stops the reels, goes on to the next free spin, or asks for what is not known. */
"use client";

import { Button } from "@/design";
import { useFormats, useTexts } from "@/texts";
import { slotTexts } from "@/texts/slot";

import type { SlotGame } from "../round/useSlotGame";
import styles from "./BetPanel.module.css";

interface Act {
  readonly name: "spin" | "stop" | "next" | "ask";
  readonly label: string;
  readonly hint: string;
}

interface Props {
  readonly game: SlotGame;
  readonly stake: number | undefined;
  readonly disabled: boolean;
}

function useActOf({ stage, askAgain }: SlotGame, stake: number | undefined): Act {
  const t = useTexts(slotTexts);
  const { number } = useFormats();
  if (stage.at === "asking" || stage.at === "landing") {
    return { name: "stop", label: t.stop, hint: t.stopHint };
  }
  if (stage.at === "resting") {
    return { name: "next", label: t.goOn, hint: t.goOnHint };
  }
  return askAgain === undefined
    ? { name: "spin", label: t.spin, hint: stake === undefined ? "–" : t.cost(number(stake)) }
    : { name: "ask", label: t.ask, hint: t.askHint };
}

export function ActButton({ game, stake, disabled }: Props) {
  const { name, label, hint } = useActOf(game, stake);
  return (
    <Button
      type="submit"
      kind={name === "stop" || name === "next" ? "plain" : "primary"}
      size="l"
      wide
      className={styles.act}
      disabled={name === "spin" && disabled}
      aria-keyshortcuts="Space"
      data-act={name}
    >
      <span className={styles.words}>
        <span>{label}</span>
        <span className={styles.hint}>{hint}</span>
      </span>
    </Button>
  );
}
