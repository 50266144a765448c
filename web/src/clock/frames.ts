/** Calls back before each frame that is drawn, and not while the page is hidden; rarely when little motion is asked for. */
import { prefersReducedMotion } from "@/design";

const CALM_MS = 250;

export function everyFrame(draw: () => void): () => void {
  let frame = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  const step = () => {
    draw();
    frame = requestAnimationFrame(step);
  };
  const stop = () => {
    cancelAnimationFrame(frame);
    clearInterval(timer);
  };
  const begin = () => {
    stop();
    if (document.hidden) return;
    if (prefersReducedMotion()) timer = setInterval(draw, CALM_MS);
    else frame = requestAnimationFrame(step);
  };
  begin();
  document.addEventListener("visibilitychange", begin);
  return () => {
    stop();
    document.removeEventListener("visibilitychange", begin);
  };
}
