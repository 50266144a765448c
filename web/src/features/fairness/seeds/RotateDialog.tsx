/** Asks before the seeds are changed: says what happens, and takes a client seed of the player's own. */
"use client";

import { useState } from "react";

import { Button, Dialog, Field } from "@/design";
import { useFaultText, type CommandFault } from "@/sync";
import { useTexts } from "@/texts";
import { fairnessTexts } from "@/texts/fairness";
import { frameTexts } from "@/texts/frame";

import { toHex } from "../proof/digest";
import styles from "./RotateDialog.module.css";

const CLIENT_SEED = /^[\x20-\x7e]{0,64}$/;
const RANDOM_BYTES = 8;

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly rotate: (clientSeed: string | null) => Promise<CommandFault | null>;
}

export function RotateDialog({ open, onClose, rotate }: Props) {
  const t = useTexts(fairnessTexts);
  const frame = useTexts(frameTexts);
  const faultText = useFaultText();
  const [seed, setSeed] = useState("");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<CommandFault | null>(null);
  const isRight = CLIENT_SEED.test(seed);
  const confirm = async () => {
    if (!isRight) return;
    setBusy(true);
    const refused = await rotate(seed === "" ? null : seed);
    setBusy(false);
    setFault(refused);
    if (refused === null) {
      setSeed("");
      onClose();
    }
  };
  const actions = (
    <>
      <Button onClick={onClose}>{t.rotate.cancel}</Button>
      <Button kind="primary" busy={busy} onClick={() => void confirm()}>
        {t.rotate.confirm}
      </Button>
    </>
  );
  const random = (
    <Button kind="quiet" size="s" onClick={() => setSeed(toHex(crypto.getRandomValues(new Uint8Array(RANDOM_BYTES))))}>
      {t.rotate.random}
    </Button>
  );
  return (
    <Dialog open={open} onClose={onClose} title={t.rotate.title} closeLabel={frame.close} actions={actions}>
      <div className={styles.content}>
        <ul>
          {t.rotate.what.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <Field
          label={t.rotate.field}
          hint={t.rotate.hint}
          error={!isRight ? t.rotate.wrong : fault === null ? undefined : `${t.rotate.failed} ${faultText(fault)}`}
          value={seed}
          onChange={(event) => setSeed(event.target.value)}
          after={random}
          autoComplete="off"
          spellCheck={false}
        />
      </div>
    </Dialog>
  );
}
