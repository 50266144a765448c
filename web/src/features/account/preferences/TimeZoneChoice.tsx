/** The time zone of the player: chosen here, kept by the server, which says from when it may be changed again. */
"use client";

import { useState } from "react";

import { Button, Select, Skeleton, toasts } from "@/design";
import { shownStreak } from "@/features/streak/shapes";
import { useCommand, useFaultText, useStreak, type CommandFault } from "@/sync";
import { useFormats, useTexts } from "@/texts";
import { accountTexts } from "@/texts/account";

import styles from "./PreferencesCard.module.css";
import { zonesToChoose, zoneText } from "./zones";

const KNOWN = Intl.supportedValuesOf("timeZone");

function useZoneFault(): (fault: CommandFault) => string {
  const { preferences: t } = useTexts(accountTexts);
  const formats = useFormats();
  const faultText = useFaultText();
  return (fault) => {
    const again = fault.details?.again_at;
    return fault.code === "limit_exceeded" && typeof again === "number"
      ? t.zoneTooSoon(formats.fullMoment(again))
      : faultText(fault);
  };
}

export function TimeZoneChoice() {
  const { preferences: t } = useTexts(accountTexts);
  const formats = useFormats();
  const streak = useStreak();
  const faultText = useZoneFault();
  const [chosen, choose] = useState<string | null>(null);
  const { send, askAgain, fault, inFlight } = useCommand("streak.zone", {
    onReply: () => {
      choose(null);
      toasts.add({ key: "zone", tone: "info", title: t.zoneKept });
    },
  });
  if (streak === undefined) {
    return <Skeleton shape="box" />;
  }
  const { time_zone, next_reset } = shownStreak(streak);
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zone = chosen ?? time_zone;
  const zones = zonesToChoose(KNOWN, time_zone, here);
  return (
    <div className={styles.zone}>
      <Select
        label={t.zone}
        name="zone"
        options={zones.map((value) => ({ value, label: zoneText(value) }))}
        value={zone}
        onChange={choose}
      />
      <p className={styles.hint}>
        {t.zoneHint} {next_reset > 0 && t.dayEnds(formats.moment(next_reset))}
      </p>
      {here !== zone && (
        <div>
          <Button kind="quiet" size="s" onClick={() => choose(here)}>
            {t.zoneHere(zoneText(here))}
          </Button>
        </div>
      )}
      {zone !== time_zone && (
        <div className={styles.save}>
          <p className={styles.hint}>{t.zoneWarning}</p>
          <Button
            kind="primary"
            busy={inFlight !== undefined}
            onClick={() => (askAgain ? askAgain() : send({ time_zone: zone }))}
          >
            {t.zoneKeep}
          </Button>
        </div>
      )}
      {fault && (
        <p className={styles.fault} role="alert">
          {faultText(fault)}
        </p>
      )}
    </div>
  );
}
