/** The card of the streak: days, today, the rewards and the freezes. It shows what it is given; acts are its user's. */
import { Button, Card, ErrorState, Skeleton } from "@/design";
import { CheckIcon, FlameIcon } from "@/design/icons";
import { Countdown } from "@/clock/Countdown";
import { useFormats, useTexts } from "@/texts";
import { frameTexts } from "@/texts/frame";
import { streakTexts } from "@/texts/streak";

import type { CountedDay } from "./calendar";
import { weekOfRungs, type Ladder } from "./ladder";
import { RewardWeek } from "./RewardWeek";
import type { StreakShown } from "./shapes";
import { StreakCalendar } from "./StreakCalendar";
import styles from "./StreakView.module.css";

export type StreakAct = "tick" | "claim" | "protect";

interface Props {
  readonly streak: StreakShown;
  /** Null while it is loading. */
  readonly days: readonly CountedDay[] | null;
  readonly ladder: Ladder | null;
  /** What the player's tier gets, in percent of the ladder. */
  readonly percent: number;
  /** Reads again what could not be read; undefined when all could. */
  readonly onReadAgain?: () => void;
  readonly busy: StreakAct | null;
  readonly onAct: (act: StreakAct) => void;
}

export function StreakView({ streak, days, ladder, percent, onReadAgain, busy, onAct }: Props) {
  const t = useTexts(streakTexts);
  const frame = useTexts(frameTexts);
  return (
    <Card title={t.title} aside={<span className={styles.longest}>{t.longest(streak.longest)}</span>}>
      <div className={styles.stack}>
        <Today streak={streak} busy={busy} onAct={onAct} />
        {ladder && <RewardWeek rungs={weekOfRungs(ladder, percent, streak)} />}
        {!ladder && !onReadAgain && <Skeleton className={styles.rungs} shape="box" />}
        <Claim streak={streak} busy={busy} onAct={onAct} />
        {days && <StreakCalendar days={days} nextReset={streak.next_reset} timeZone={streak.time_zone} />}
        {!days && !onReadAgain && <Skeleton className={styles.calendar} shape="box" />}
        {onReadAgain && (
          <ErrorState title={frame.failed} retry={onReadAgain} retryLabel={frame.retry}>
            {frame.failedWhy}
          </ErrorState>
        )}
        <Freezes streak={streak} busy={busy} onAct={onAct} />
      </div>
    </Card>
  );
}

type PartProps = Pick<Props, "streak" | "busy" | "onAct">;

function Today({ streak, busy, onAct }: PartProps) {
  const t = useTexts(streakTexts);
  return (
    <div className={styles.today}>
      <span className={streak.ticked_today ? styles.flame : styles.flameOut}>
        <FlameIcon size={28} />
      </span>
      <div className={styles.words}>
        <p className={styles.count} data-streak={streak.count}>
          {t.days(streak.count)}
        </p>
        <p className={styles.status}>
          {streak.ticked_today && <CheckIcon size={16} />}
          {streak.ticked_today ? t.counted : t.waiting}
        </p>
      </div>
      {streak.ticked_today ? (
        <p className={styles.reset}>
          <span>{t.reset}</span>
          <Countdown until={streak.next_reset} />
        </p>
      ) : (
        <Button kind="primary" size="s" busy={busy === "tick"} onClick={() => onAct("tick")}>
          {t.count}
        </Button>
      )}
    </div>
  );
}

function Claim({ streak, busy, onAct }: PartProps) {
  const t = useTexts(streakTexts);
  const formats = useFormats();
  const next = streak.next_claim;
  if (next === null) {
    return <p className={styles.nothing}>{t.nothing}</p>;
  }
  return (
    <Button kind="primary" wide busy={busy === "claim"} onClick={() => onAct("claim")}>
      {t.claim(formats.number(next.amount))}
    </Button>
  );
}

function Freezes({ streak, busy, onAct }: PartProps) {
  const t = useTexts(streakTexts);
  const price = useFormats().number(streak.freeze_price);
  return (
    <div className={styles.freezes}>
      <div className={styles.words}>
        <p className={styles.have} data-freezes={streak.freezes}>
          {t.freezes} <span>{t.freezesHave(streak.freezes, streak.freezes_max)}</span>
        </p>
        <p className={styles.hint}>{t.freezesText}</p>
      </div>
      <Button
        size="s"
        disabled={streak.freezes >= streak.freezes_max}
        busy={busy === "protect"}
        aria-label={t.buyFreezeLabel(price)}
        onClick={() => onAct("protect")}
      >
        {t.buyFreeze(price)}
      </Button>
    </div>
  );
}
