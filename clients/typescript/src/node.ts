/** The environment of a Node process, which has no signs of its network and does not sleep. */

import { type Environment, globalEnvironment, type WebSocketFactory } from "./environment";

/**
 * Return the environment of this process. Node has a WebSocket of its own from version 22 on, and from 20.10 on when it
 * is started with --experimental-websocket; otherwise pass the one of the npm package `ws`.
 */
export function nodeEnvironment(options: { readonly webSocket?: WebSocketFactory } = {}): Environment {
  const factory = options.webSocket ?? (globalThis as { readonly WebSocket?: WebSocketFactory }).WebSocket;
  if (factory === undefined) {
    throw new TypeError(
      "this Node has no WebSocket: start it with --experimental-websocket, or pass that of the package ws",
    );
  }
  return { ...globalEnvironment(factory), isOnline: () => true, watch: () => () => undefined };
}
