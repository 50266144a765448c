/** A pause from play that the player sets: until when it lasts, and how to begin it or to make it longer. */
"use client";

import { useState } from "react";

import { Button, Card, ErrorState, Select, Skeleton } from "@/design";
import { standingHasChanged, useStanding } from "@/standing/useStanding";
import { useCommands } from "@/sync";
import { useFormats, useTexts } from "@/texts";
import { accountTexts } from "@/texts/account";

import styles from "./ExclusionCard.module.css";
import { ExclusionDialog, type Wanted } from "./ExclusionDialog";
import { endOf, periodsAfter, type Period } from "./period";

export function ExclusionCard() {
  const { exclusion: t, ...words } = useTexts(accountTexts);
  const { reading, reload } = useStanding();
  return (
    <Card title={t.title}>
      <div className={styles.stack}>
        <p className={styles.lead}>{t.lead}</p>
        {reading.status === "loading" && <Skeleton shape="box" />}
        {reading.status === "failed" && (
          <ErrorState title={words.failed} retry={reload} retryLabel={words.retry}>
            {words.failedText}
          </ErrorState>
        )}
        {reading.status === "ready" && <Choice inForce={reading.value.excluded_until} />}
      </div>
    </Card>
  );
}

/** `inForce` is the end of the exclusion that lasts now, Unix ms. */
function Choice({ inForce }: { readonly inForce: number | null }) {
  const { exclusion: t } = useTexts(accountTexts);
  const formats = useFormats();
  const { newId, now } = useCommands();
  const [openedAt] = useState(now);
  const periods = periodsAfter(inForce, openedAt);
  const [chosen, choose] = useState<Period>("week");
  const [wanted, want] = useState<Wanted | null>(null);
  const period = periods.includes(chosen) ? chosen : periods[0];
  return (
    <>
      {inForce !== null && (
        <p className={styles.active} data-excluded-until={inForce}>
          {t.active(formats.fullMoment(inForce))}
        </p>
      )}
      {period !== undefined && (
        <div className={styles.choice}>
          <Select
            label={t.period}
            name="period"
            options={periods.map((value) => ({ value, label: t.periods[value] }))}
            value={period}
            onChange={choose}
          />
          <Button
            kind="danger"
            aria-haspopup="dialog"
            onClick={() => want({ until: endOf(period, now()), id: newId() })}
          >
            {inForce === null ? t.begin : t.longer}
          </Button>
        </div>
      )}
      <ExclusionDialog
        key={wanted?.id}
        wanted={wanted}
        onClose={() => want(null)}
        onDone={() => {
          want(null);
          standingHasChanged();
        }}
      />
    </>
  );
}
