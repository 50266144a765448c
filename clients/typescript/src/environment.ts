/** What the client needs of the world around it: time, chance, sockets and a few signs. Tests bring their own. */

/** What happens to the page or the process; "asleep" and "awake" frame a time in which nothing of it runs. */
export type Signal = "online" | "offline" | "shown" | "asleep" | "awake";

export interface Environment {
  /** Unix ms. */
  now(): number;
  /** Milliseconds since an arbitrary start; they never go back. */
  monotonic(): number;
  /** A number from 0 to below 1. */
  random(): number;
  /** Call `act` once after `ms`; return what cancels it. */
  after(ms: number, act: () => void): () => void;
  /** Open a WebSocket. May throw when there can be none. */
  openSocket(url: string, protocol: string, listener: SocketListener): Socket;
  /** Whether the device has a network, as far as it says. */
  isOnline(): boolean;
  /** Tell `listener` of every sign from now on; return what ends that. */
  watch(listener: (signal: Signal) => void): () => void;
}

export interface Socket {
  send(text: string): void;
  /** Close it without waiting for anything; its listener is not called any more. */
  close(): void;
}

export interface SocketListener {
  opened(): void;
  received(text: string): void;
  /** It is gone, or could not be opened (1006). */
  closed(code: number, reason: string): void;
}

/** The part of the browser's WebSocket that the client uses; the npm package `ws` has it as well. */
export interface WebSocketLike {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

export type WebSocketFactory = new (url: string, protocol: string) => WebSocketLike;

/** setTimeout takes no more; a longer wait ends early, and whoever waits looks again. */
const TIMER_MS_MAX = 2 ** 31 - 1;
const NORMAL_CLOSURE = 1000;
const WORDS = 2 ** 32;

/** Return time, chance and sockets by the globals that browsers and Node share. */
export function globalEnvironment(factory: WebSocketFactory): Omit<Environment, "isOnline" | "watch"> {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    random: () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / WORDS,
    after: (ms, act) => {
      const timer = setTimeout(act, Math.min(ms, TIMER_MS_MAX));
      return () => {
        clearTimeout(timer);
      };
    },
    openSocket: (url, protocol, listener) => openSocket(new factory(url, protocol), listener),
  };
}

function openSocket(socket: WebSocketLike, listener: SocketListener): Socket {
  socket.onopen = () => {
    listener.opened();
  };
  socket.onmessage = (event: { readonly data: unknown }) => {
    listener.received(String(event.data));
  };
  socket.onclose = (event: { readonly code: number; readonly reason: string }) => {
    listener.closed(event.code, event.reason);
  };
  socket.onerror = () => undefined; // `closed` follows and says more
  return {
    send: (text) => {
      socket.send(text);
    },
    close: () => {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close(NORMAL_CLOSURE);
    },
  };
}
