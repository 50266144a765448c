/** Paints the curve and its axes on a canvas, in the colours of the tokens; sharp on any screen. */
import { prefersReducedMotion } from "@/design";

import { frameAt, lines, type Frame } from "./axes";

/** Points of a curve: more cannot be seen. */
const POINTS = 96;
const PAD = { left: 12, right: 44, top: 18, bottom: 26 } as const;

export interface Plot {
  readonly elapsedMs: number;
  readonly growthPerMs: number;
  readonly tone: "rising" | "crashed" | "still";
}

interface Colours {
  readonly line: string;
  readonly text: string;
  readonly rising: string;
  readonly crashed: string;
  readonly still: string;
  readonly font: string;
}

export class Painter {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D | null;
  readonly #resized: ResizeObserver;
  readonly #scheme = window.matchMedia("(prefers-color-scheme: light)");
  #colours: Colours;
  #width = 0;
  #height = 0;
  #last = "";

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d");
    this.#colours = coloursOf(canvas);
    this.#resized = new ResizeObserver(() => this.#resize());
    this.#resized.observe(canvas);
    this.#scheme.addEventListener("change", this.#recolour);
    this.#resize();
  }

  close(): void {
    this.#resized.disconnect();
    this.#scheme.removeEventListener("change", this.#recolour);
  }

  /** Paint, unless it would be what is there. */
  paint(plot: Plot): void {
    const shown = prefersReducedMotion() ? { ...plot, elapsedMs: 0 } : plot;
    const key = `${shown.tone}:${shown.elapsedMs}`;
    if (this.#context === null || this.#width === 0 || key === this.#last) return;
    this.#last = key;
    const { elapsedMs, growthPerMs } = shown;
    const frame = frameAt(elapsedMs, Math.exp(growthPerMs * elapsedMs));
    this.#context.clearRect(0, 0, this.#width, this.#height);
    this.#axes(this.#context, frame);
    this.#curve(this.#context, frame, shown);
  }

  readonly #recolour = (): void => {
    this.#colours = coloursOf(this.#canvas);
    this.#last = "";
  };

  #resize(): void {
    const ratio = window.devicePixelRatio || 1;
    const { clientWidth, clientHeight } = this.#canvas;
    this.#width = clientWidth;
    this.#height = clientHeight;
    this.#canvas.width = Math.round(clientWidth * ratio);
    this.#canvas.height = Math.round(clientHeight * ratio);
    this.#context?.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#last = "";
  }

  #x(frame: Frame, ms: number): number {
    return PAD.left + (ms / frame.timeMs) * (this.#width - PAD.left - PAD.right);
  }

  #y(frame: Frame, multiplier: number): number {
    const height = this.#height - PAD.top - PAD.bottom;
    return PAD.top + height * (1 - (multiplier - 1) / (frame.top - 1));
  }

  #axes(context: CanvasRenderingContext2D, frame: Frame): void {
    context.lineWidth = 1;
    context.strokeStyle = this.#colours.line;
    context.fillStyle = this.#colours.text;
    context.font = this.#colours.font;
    context.textBaseline = "middle";
    context.textAlign = "left";
    for (const multiplier of lines(1, frame.top)) {
      const y = Math.round(this.#y(frame, multiplier)) + 0.5;
      stroke(context, PAD.left, y, this.#width - PAD.right, y);
      context.fillText(
        `${multiplier >= 10 ? multiplier.toFixed(0) : multiplier.toFixed(1)}×`,
        this.#width - PAD.right + 8,
        y,
      );
    }
    const base = Math.round(this.#y(frame, 1)) + 0.5;
    stroke(context, PAD.left, base, this.#width - PAD.right, base);
    context.textAlign = "center";
    for (const second of lines(0, frame.timeMs / 1000)) {
      context.fillText(`${second} s`, this.#x(frame, second * 1000), this.#height - PAD.bottom / 2 + 2);
    }
  }

  #curve(context: CanvasRenderingContext2D, frame: Frame, { elapsedMs, growthPerMs, tone }: Plot): void {
    if (elapsedMs <= 0) return;
    const colour = this.#colours[tone];
    context.beginPath();
    for (let point = 0; point <= POINTS; point += 1) {
      const ms = (elapsedMs * point) / POINTS;
      context.lineTo(this.#x(frame, ms), this.#y(frame, Math.exp(growthPerMs * ms)));
    }
    context.lineWidth = 3;
    context.lineJoin = "round";
    context.lineCap = "round";
    context.strokeStyle = colour;
    context.stroke();
    context.beginPath();
    context.arc(this.#x(frame, elapsedMs), this.#y(frame, Math.exp(growthPerMs * elapsedMs)), 5, 0, 2 * Math.PI);
    context.fillStyle = colour;
    context.fill();
  }
}

function stroke(context: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

function coloursOf(canvas: HTMLCanvasElement): Colours {
  const style = getComputedStyle(canvas);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    line: token("--line"),
    text: token("--text-faint"),
    rising: token("--accent"),
    crashed: token("--lose"),
    still: token("--text-faint"),
    font: `12px ${style.fontFamily}`,
  };
}
