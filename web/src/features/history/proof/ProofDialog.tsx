/** The proof of a round over the list that it was chosen in. What verifies it is loaded when it is first asked for. */
"use client";

import { lazy, Suspense, useState } from "react";

const RoundProofDialog = lazy(async () => ({
  default: (await import("@/features/fairness/verify/RoundProofDialog")).RoundProofDialog,
}));

interface Props {
  readonly roundId: string | null;
  readonly onClose: () => void;
}

export function ProofDialog({ roundId, onClose }: Props) {
  const [wasAsked, setAsked] = useState(false);
  if (roundId !== null && !wasAsked) {
    setAsked(true);
  }
  // It stays when it is closed: the dialog gives the focus back to the chip that opened it.
  return wasAsked ? (
    <Suspense>
      <RoundProofDialog roundId={roundId} onClose={onClose} />
    </Suspense>
  ) : null;
}
