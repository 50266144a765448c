/** The proof of a round in a dialog, for the chip of a last round on the screen of a game. */
"use client";

import { ButtonLink, Dialog } from "@/design";
import { useTexts } from "@/texts";
import { fairnessTexts } from "@/texts/fairness";
import { frameTexts } from "@/texts/frame";

import { ProofView } from "./ProofView";
import { useProof } from "./useProof";

interface Props {
  /** The round to show: the id of a solo round, of a bet, or of a table's round; null: the dialog is closed. */
  readonly roundId: string | null;
  readonly onClose: () => void;
}

export function RoundProofDialog({ roundId, onClose }: Props) {
  const t = useTexts(fairnessTexts);
  const frame = useTexts(frameTexts);
  return (
    <Dialog
      open={roundId !== null}
      onClose={onClose}
      title={t.dialog.title}
      closeLabel={frame.close}
      wide
      actions={
        roundId !== null && (
          <ButtonLink href={`/fairness?round=${encodeURIComponent(roundId)}`}>{t.dialog.full}</ButtonLink>
        )
      }
    >
      {roundId !== null && <Loaded roundId={roundId} />}
    </Dialog>
  );
}

function Loaded({ roundId }: { readonly roundId: string }) {
  return <ProofView {...useProof(roundId)} />;
}
