/** The screen of seeds and proofs. The round that is shown is in the address, so that it can be handed on. */
"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { Suspense, useState } from "react";

import { Skeleton } from "@/design";
import { Screen } from "@/frame/Screen";
import { useSession } from "@/session";
import { useTexts } from "@/texts";
import { fairnessTexts } from "@/texts/fairness";
import { frameTexts } from "@/texts/frame";

import styles from "./FairnessPage.module.css";
import { SeedsCard } from "./seeds/SeedsCard";
import { VerifyCard } from "./verify/VerifyCard";

export function FairnessPage() {
  const t = useTexts(fairnessTexts);
  const frame = useTexts(frameTexts);
  return (
    <Screen title={frame.places.fairness} lead={t.lead}>
      <Suspense fallback={<Skeleton shape="box" lines={3} />}>
        <Parts />
      </Suspense>
    </Screen>
  );
}

function Parts() {
  const session = useSession();
  const router = useRouter();
  const [rotations, setRotations] = useState(0);
  const roundId = useSearchParams().get("round") ?? "";
  const choose = (id: string) => router.replace(`/fairness?round=${encodeURIComponent(id)}`, { scroll: false });
  return (
    <div className={styles.parts}>
      <VerifyCard roundId={roundId} rotations={rotations} onChoose={choose} />
      {session.status === "member" && (
        <div className={styles.seeds}>
          <SeedsCard onRotated={() => setRotations((count) => count + 1)} />
        </div>
      )}
    </div>
  );
}
