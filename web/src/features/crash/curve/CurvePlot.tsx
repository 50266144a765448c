/** The curve, its multiplier and the countdown. What moves is written to the page each frame, without a render. */
"use client";

import { useEffect, useRef } from "react";

import { classes } from "@/design";
import { useConnection } from "@/sync";
import { useFormats, useTexts } from "@/texts";
import { crashTexts } from "@/texts/crash";

import type { CrashGame } from "../game/crash-game";
import { useShown } from "../game/useShown";
import { elapsedAt, hundredthsShown, leftOfBetting } from "../table/moment";
import styles from "./CurvePlot.module.css";
import { everyFrame } from "@/clock/frames";
import { Painter } from "./painter";

function useDrawing(game: CrashGame) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const number = useRef<HTMLSpanElement>(null);
  const { multiplier } = useFormats();
  const texts = useTexts(crashTexts);
  useEffect(() => {
    if (canvas.current === null) return;
    const painter = new Painter(canvas.current);
    let written = "";
    const stop = everyFrame(() => {
      const { table, stage, standstill } = game.current();
      const now = game.now();
      const isStill = standstill === "silent" || stage === "voided";
      const tone = isStill ? "still" : stage === "crashed" ? "crashed" : "rising";
      painter.paint({ elapsedMs: elapsedAt(table, now), growthPerMs: table.growthPerMs, tone });
      const hundredths = hundredthsShown(table, now);
      const left = (leftOfBetting(table, now) / 1000).toFixed(1);
      const isCurve = stage === "running" || stage === "crashed";
      const text = stage === "betting" ? texts.seconds(left) : isCurve ? multiplier(hundredths / 100) : "";
      if (text !== written && number.current !== null) number.current.textContent = written = text;
    });
    return () => {
      stop();
      painter.close();
    };
  }, [game, multiplier, texts]);
  return { canvas, number };
}

export function CurvePlot({ game }: { readonly game: CrashGame }) {
  const t = useTexts(crashTexts);
  const { canvas, number } = useDrawing(game);
  const stage = useShown(game, (shown) => shown.stage);
  const standstill = useShown(game, (shown) => shown.standstill);
  const resumed = useShown(game, (shown) => shown.table.resumed);
  const away = useConnection().status !== "open";
  const note = away
    ? t.away
    : stage === "voided"
      ? t.voidedWhy
      : standstill !== "none"
        ? t.standstills[standstill]
        : resumed && stage === "running"
          ? t.resumed
          : "";
  return (
    <div className={styles.plot} data-stage={stage} data-testid="crash-plot">
      <canvas ref={canvas} className={styles.canvas} aria-hidden="true" />
      <div className={styles.middle} aria-hidden="true">
        <span className={styles.stage}>
          {stage === "betting" ? t.startsIn : stage === "running" ? "" : t.stages[stage]}
        </span>
        <span
          ref={number}
          className={classes(
            styles.number,
            stage === "crashed" && styles.crashed,
            standstill === "silent" && styles.dim,
          )}
          data-testid="crash-multiplier"
        />
      </div>
      {note && <p className={styles.note}>{note}</p>}
    </div>
  );
}
