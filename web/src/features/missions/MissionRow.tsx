/** A mission: what it asks, how far the player has come, what it pays, and the one act that is possible now. */
import { Badge, Button, classes, Progress } from "@/design";
import { CheckIcon } from "@/design/icons";
import { Countdown } from "@/clock/Countdown";
import { useFormats, useLanguage, useTexts } from "@/texts";
import { missionTexts } from "@/texts/missions";

import styles from "./MissionRow.module.css";
import type { Listed } from "./mission-state";
import type { ActiveEvent } from "./shapes";
import { useMissionWords } from "./useMissionWords";

export type MissionAct = "join" | "claim";

interface Props {
  readonly listed: Listed<ActiveEvent>;
  /** The title of a mission by its id, for those that must come before. */
  readonly titleOf: (id: string) => string;
  readonly busy: MissionAct | null;
  readonly onAct: (act: MissionAct) => void;
}

export function MissionRow({ listed: { mission, state }, titleOf, busy, onAct }: Props) {
  const t = useTexts(missionTexts);
  const formats = useFormats();
  const { language } = useLanguage();
  const words = useMissionWords();
  const title = mission.title[language];
  const isOver = state === "claimed" || state === "ended";
  const progress = t.progress(formats.number(mission.progress), formats.number(mission.target));
  return (
    <li className={classes(styles.row, isOver && styles.over)} data-event={mission.event_id} data-state={state}>
      <div className={styles.words}>
        <p className={styles.title}>
          {title}
          {mission.repeat !== "once" && <Badge>{t.repeat[mission.repeat]}</Badge>}
        </p>
        <p className={styles.asks}>{words.asks(mission)}</p>
      </div>
      <p className={styles.reward}>
        <span className="only-read">{t.rewardLabel}: </span>
        {words.reward(mission)}
      </p>
      <div className={styles.progress}>
        <Progress
          label={title}
          value={mission.progress}
          max={mission.target}
          text={progress}
          tone={state === "claimable" ? "gold" : "accent"}
        />
        <span className={styles.count} aria-hidden="true">
          {progress}
        </span>
      </div>
      <div className={styles.act}>
        {state === "open" && (
          <Button size="s" wide busy={busy === "join"} aria-label={t.joinLabel(title)} onClick={() => onAct("join")}>
            {t.join}
          </Button>
        )}
        {state === "claimable" && (
          <Button
            kind="primary"
            size="s"
            wide
            busy={busy === "claim"}
            aria-label={t.claimLabel(title)}
            onClick={() => onAct("claim")}
          >
            {t.claim}
          </Button>
        )}
        <Standing mission={mission} state={state} titleOf={titleOf} />
      </div>
    </li>
  );
}

function Standing({
  mission,
  state,
  titleOf,
}: { readonly mission: ActiveEvent; readonly state: Listed<ActiveEvent>["state"] } & Pick<Props, "titleOf">) {
  const t = useTexts(missionTexts);
  const formats = useFormats();
  switch (state) {
    case "claimed":
      return (
        <span className={styles.done}>
          <CheckIcon size={16} />
          {t.again[mission.repeat]}
        </span>
      );
    case "locked":
      return <span className={styles.standing}>{t.locked(mission.requires.map(titleOf).join(", "))}</span>;
    case "ended":
      return <span className={styles.standing}>{t.ended}</span>;
    case "upcoming":
      return (
        <span className={styles.standing}>
          {mission.starts_at !== null && <Countdown until={mission.starts_at} words={t.upcoming} />}
        </span>
      );
    case "claimable":
      return mission.claim_ends_at === null ? null : (
        <span className={styles.standing}>{t.claimUntil(formats.moment(mission.claim_ends_at))}</span>
      );
    case "open":
    case "running":
      return mission.ends_at === null ? null : (
        <span className={styles.standing}>
          <Countdown until={mission.ends_at} words={t.endsIn} />
        </span>
      );
  }
}
