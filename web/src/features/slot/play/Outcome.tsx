/** What a round came to, below the reels. Nothing of it is there before the last reel stands; the place keeps its height. */
"use client";

import { classes, Money } from "@/design";
import { useFormats, useTexts } from "@/texts";
import { slotTexts } from "@/texts/slot";

import type { SlotMachine } from "../machine/machines";
import { useRowsSaid } from "../reels/Reels";
import { freeSpinsAt, rankOf, type Round } from "../round/round";
import type { Stage } from "../round/stage";
import { useNames } from "../symbols/names";
import { FreeSpinsBar } from "./FreeSpinsBar";
import styles from "./Outcome.module.css";

function useResultSaid(machine: SlotMachine): (round: Round) => string {
  const t = useTexts(slotTexts);
  const names = useNames();
  return (round) => {
    switch (rankOf(round, machine.win_classes)) {
      case "none":
        return t.lost;
      case "back":
        return round.payout === round.bet ? t.tie : t.back;
      case "small":
      case "big":
      case "top":
        return names.winClass(round.winClass);
    }
  };
}

function Result({ machine, round }: { readonly machine: SlotMachine; readonly round: Round }) {
  const t = useTexts(slotTexts);
  const { number, signed } = useFormats();
  const resultSaid = useResultSaid(machine);
  const rank = rankOf(round, machine.win_classes);
  const free = freeSpinsAt(round, round.spins.length - 1, true);
  return (
    <div className={classes(styles.result, styles[rank])} data-testid="slot-result" data-rank={rank}>
      <strong className={styles.title}>{resultSaid(round)}</strong>
      {rank !== "none" && (
        <span className={styles.paid}>
          <Money value={round.payout} from={0} format={number} />
        </span>
      )}
      <span className={styles.net}>
        {t.net(signed(round.payout - round.bet))}
        {free.given > 0 && ` · ${t.within} ${number(free.won)}`}
      </span>
    </div>
  );
}

function Status({ machine, stage }: { readonly machine: SlotMachine; readonly stage: Stage }) {
  const t = useTexts(slotTexts);
  switch (stage.at) {
    case "ready":
      return <p className={styles.quiet}>{machine.closed ? t.closed : t.ready}</p>;
    case "asking":
      return <p className={styles.quiet}>{t.asking}</p>;
    case "landing":
      return stage.spin === 0 ? (
        <p className={styles.quiet}>{t.asking}</p>
      ) : (
        <FreeSpinsBar round={stage.round} spin={stage.spin} hasLanded={false} />
      );
    case "resting":
      return stage.spin === 0 ? (
        <Award machine={machine} given={stage.round.spins[0]?.freeSpins ?? 0} />
      ) : (
        <FreeSpinsBar round={stage.round} spin={stage.spin} hasLanded />
      );
    case "shown":
      return <Result key={stage.round.id} machine={machine} round={stage.round} />;
  }
}

function Award({ machine, given }: { readonly machine: SlotMachine; readonly given: number }) {
  const t = useTexts(slotTexts);
  const { number } = useFormats();
  return (
    <div className={styles.result} data-testid="slot-award">
      <strong className={classes(styles.title, styles.award)}>{t.award(given)}</strong>
      {machine.free_spins_multiplier > 1 && (
        <span className={styles.net}>{t.awardHint(number(machine.free_spins_multiplier))}</span>
      )}
    </div>
  );
}

export function Outcome({ machine, stage }: { readonly machine: SlotMachine; readonly stage: Stage }) {
  const t = useTexts(slotTexts);
  const { number, signed } = useFormats();
  const rowsSaid = useRowsSaid();
  const resultSaid = useResultSaid(machine);
  const announced = ({ round }: { readonly round: Round }) =>
    t.announced(
      resultSaid(round),
      number(round.payout),
      signed(round.payout - round.bet),
      rowsSaid(round.spins.at(-1)?.window ?? []),
    );
  return (
    <div className={styles.outcome}>
      <Status machine={machine} stage={stage} />
      <p className="only-read" role="status">
        {stage.at === "shown" && announced(stage)}
        {stage.at === "resting" && stage.spin === 0 && t.award(stage.round.spins[0]?.freeSpins ?? 0)}
      </p>
    </div>
  );
}
