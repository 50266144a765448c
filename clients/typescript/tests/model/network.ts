/**
 * The network of the model, between one client and a gateway.
 *
 * Like TCP it delivers in order, or breaks, or falls silent. In worse weather it also drops, doubles and reorders single
 * messages, which TCP does not: the client must bear that too. A message to the server that is doubled comes twice at the same moment:
 * were it later, a command that was refused might be carried out after all, and no client could know.
 */

import type { Socket, SocketListener } from "../../src/environment";
import type { ManualWorld } from "../manual-world";

export interface Weather {
  /** The longest that a message takes, in ms. */
  readonly delayMsMax: number;
  /** Chances for each message, from 0 to 1. */
  readonly drop: number;
  readonly double: number;
  readonly reorder: number;
  /** Chances for each connection: it is refused, or opens and stays silent. */
  readonly unreachable: number;
  readonly mute: number;
}

export const CALM: Weather = { delayMsMax: 20, drop: 0, double: 0, reorder: 0, unreachable: 0, mute: 0 };
const ABNORMAL = 1006;
/** How much longer than others a message takes that others overtake. */
const OVERTAKEN = 4;

/** The gateway's end of a connection. */
export interface Line {
  /** Send a message; one that is `spared` comes in its order, once. */
  send(text: string, spared?: boolean): void;
  close(code: number): void;
}

export interface Listening {
  opened(line: Line): void;
  received(line: Line, text: string): void;
  closed(line: Line): void;
}

/** One direction of a connection: what was sent comes in order, unless the weather is worse than that. */
class Lane {
  readonly #network: Network;
  /** How much later than its twin a doubled message may come, in times of the longest delay. */
  readonly #echo: number;
  #lastMs = 0;
  #fences = 0;
  #fenceMs = 0;

  constructor(network: Network, echo: number) {
    this.#network = network;
    this.#echo = echo;
  }

  /** `spared`: it is neither dropped, doubled nor overtaken, and what was sent before it comes before it or never. */
  carry(deliver: () => void, spared = false): void {
    const { world, weather, random } = this.#network;
    const delayMs = random() * weather.delayMsMax;
    if (!spared && random() < weather.drop) {
      return;
    }
    const isOvertaken = !spared && random() < weather.reorder;
    const inOrderMs = Math.max(this.#lastMs, world.monotonic() + delayMs);
    const lateMs = Math.max(this.#fenceMs, world.monotonic() + delayMs * OVERTAKEN);
    const atMs = isOvertaken ? lateMs : inOrderMs;
    this.#lastMs = isOvertaken ? this.#lastMs : atMs;
    if (spared) {
      this.#fences += 1;
      this.#fenceMs = atMs;
    }
    this.#deliver(atMs, deliver);
    if (!spared && random() < weather.double) {
      this.#deliver(atMs + random() * weather.delayMsMax * this.#echo, deliver);
    }
  }

  #deliver(atMs: number, deliver: () => void): void {
    const { world } = this.#network;
    const fences = this.#fences;
    world.after(atMs - world.monotonic(), () => {
      if (fences === this.#fences || atMs <= this.#fenceMs) {
        deliver();
      }
    });
  }
}

class Wire {
  readonly #network: Network;
  readonly #listener: SocketListener;
  readonly #up: Lane;
  readonly #down: Lane;
  /** Whether the client, and the gateway, take it for open or opening. */
  isOfClient = true;
  isOfGateway = false;
  isSilent = false;
  readonly line: Line;

  constructor(network: Network, listener: SocketListener) {
    this.#network = network;
    this.#listener = listener;
    this.#up = new Lane(network, 0);
    this.#down = new Lane(network, OVERTAKEN);
    this.line = {
      send: (text, spared) => this.#down.carry(() => this.#toClient(() => listener.received(text)), spared),
      close: (code) => {
        this.isOfGateway = false;
        this.#down.carry(() => this.#endOfClient(code), true);
      },
    };
  }

  dial(): Socket {
    const { weather, random, listening } = this.#network;
    if (random() < weather.unreachable) {
      this.#down.carry(() => this.#endOfClient(ABNORMAL), true);
    } else {
      const isMute = random() < weather.mute;
      this.#down.carry(() => {
        this.isOfGateway = this.isOfClient && !this.isSilent;
        if (this.isOfGateway) {
          listening.opened(this.line);
        }
        this.#toClient(() => this.#listener.opened());
        this.isSilent ||= isMute;
      }, true);
    }
    return {
      send: (text) => this.#up.carry(() => this.#toGateway(() => listening.received(this.line, text))),
      close: () => {
        this.isOfClient = false;
        this.#network.left();
        this.#up.carry(() => this.#endOfGateway(), true);
      },
    };
  }

  /** Break it, for both ends; what is on its way is lost. */
  cut(): void {
    this.#endOfGateway();
    this.#endOfClient(ABNORMAL);
  }

  #toClient(deliver: () => void): void {
    if (this.isOfClient && !this.isSilent) {
      deliver();
    }
  }

  #toGateway(deliver: () => void): void {
    if (this.isOfGateway && !this.isSilent) {
      deliver();
    }
  }

  #endOfClient(code: number): void {
    if (this.isOfClient && !this.isSilent) {
      this.isOfClient = false;
      this.#listener.closed(code, "");
      this.#network.clientTold(code);
    }
  }

  #endOfGateway(): void {
    if (this.isOfGateway && !this.isSilent) {
      this.isOfGateway = false;
      this.#network.listening.closed(this.line);
    }
  }
}

export class Network {
  weather: Weather = CALM;
  /** Connections that were asked for. */
  dials = 0;
  /** Called when the client asks for a connection, when it closes one, and after it was told that one has ended. */
  dialled: () => void = () => undefined;
  left: () => void = () => undefined;
  clientTold: (code: number) => void = () => undefined;
  readonly world: ManualWorld;
  readonly listening: Listening;
  readonly random: () => number;
  #wire: Wire | undefined;

  constructor(world: ManualWorld, listening: Listening, random: () => number) {
    this.world = world;
    this.listening = listening;
    this.random = random;
  }

  /** @throws Error when the client has a socket already */
  open(listener: SocketListener): Socket {
    if (this.#wire?.isOfClient === true) {
      throw new Error("the client opens a second socket");
    }
    this.dials += 1;
    this.dialled();
    this.#wire = new Wire(this, listener);
    return this.#wire.dial();
  }

  cut(): void {
    this.#wire?.cut();
  }

  /** Let the connection fall silent, and tell neither end. */
  silence(): void {
    if (this.#wire !== undefined) {
      this.#wire.isSilent = true;
    }
  }
}
