/** Ends every session of the player, after a question. */
"use client";

import { useState } from "react";

import { asProblem } from "@/api/problem";
import { Button, Dialog } from "@/design";
import { useSessionActs } from "@/session";
import { useFaultText } from "@/sync";
import { useTexts } from "@/texts";
import { accountTexts } from "@/texts/account";
import { frameTexts } from "@/texts/frame";

import styles from "./LogOutEverywhere.module.css";

export function LogOutEverywhere() {
  const { profile: t, cancel } = useTexts(accountTexts);
  const frame = useTexts(frameTexts);
  const faultText = useFaultText();
  const acts = useSessionActs();
  const [asks, ask] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const open = () => {
    setFault(undefined);
    ask(true);
  };
  const confirm = () => {
    setBusy(true);
    setFault(undefined);
    acts
      .logOutEverywhere()
      .catch((error: unknown) => setFault(`${t.everywhereFailed} ${faultText(asProblem(error))}`))
      .finally(() => setBusy(false));
  };
  return (
    <>
      <Button kind="quiet" aria-haspopup="dialog" onClick={open}>
        {t.logOutEverywhere}
      </Button>
      <Dialog
        open={asks}
        onClose={() => ask(false)}
        title={t.everywhereTitle}
        closeLabel={frame.close}
        actions={
          <>
            <Button onClick={() => ask(false)}>{cancel}</Button>
            <Button kind="danger" busy={busy} onClick={confirm}>
              {t.logOutEverywhere}
            </Button>
          </>
        }
      >
        <p>{t.everywhereText}</p>
        {fault && (
          <p className={styles.fault} role="alert">
            {fault}
          </p>
        )}
      </Dialog>
    </>
  );
}
