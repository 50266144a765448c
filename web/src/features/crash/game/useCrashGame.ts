/** The game of this page: its ports are the app's one socket and REST. */
"use client";

import type { TopicListener } from "@pitboss/client";
import { useEffect, useState } from "react";

import { ask } from "@/api/problem";
import { useTableNotes } from "@/features/fairness/notes/useNotes";
import { useSession, useSessionActs } from "@/session";
import { isUnknown, useCommands, useTopic, type CommandFault } from "@/sync";

import type { FoundBet } from "../bets/seat";
import { aliasOf } from "../table/alias";
import { hundredthsOf } from "../table/curve";
import { CrashGame } from "./crash-game";
import type { CrashPorts } from "./ports";

export const TABLE = "main";

type Commands = ReturnType<typeof useCommands>;

/** The bet as REST has it. */
interface RecordShown extends Omit<FoundBet, "accepted"> {
  readonly state: "waiting" | "open" | "won" | "tie" | "lost" | "refunded";
  readonly multiplier: string | null;
  readonly payout: number | null;
}

function portsOf(commands: Commands, token: () => Promise<string>, userId: string, room: Room): CrashPorts {
  return {
    listen: room.listen,
    now: commands.now,
    bet: async ({ roundId, bet, auto }) => {
      const payload = { table: TABLE, round_id: roundId, bet, ...(auto > 0 && { auto_cashout: auto }) };
      const outcome = await commands.send("crash.bet", payload, { expected: { gold: -bet } });
      return outcome.ok ? { ok: true, betId: outcome.payload.bet_id } : refusedOrNone(outcome.error);
    },
    cashOut: async (roundId) => {
      const outcome = await commands.send("crash.cashout", { table: TABLE, round_id: roundId });
      if (!outcome.ok) return refusedOrNone(outcome.error);
      return { ok: true, hundredths: hundredthsOf(outcome.payload.multiplier), payout: outcome.payload.payout };
    },
    openBet: async () => {
      const outcome = await commands.send("state.get", {});
      if (!outcome.ok) throw new Error(outcome.error.code);
      const shown = outcome.payload.games.crash as Record<string, { my_bet?: FoundBet | null }> | undefined;
      return shown?.[TABLE]?.my_bet ?? null;
    },
    betRecord: async (betId) => {
      const answer = await ask(`/api/games/crash/bets/${betId}`, { token: await token() });
      const record = (await answer.json()) as RecordShown;
      return { ...record, hundredths: hundredthsOf(record.multiplier), payout: record.payout ?? 0 };
    },
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
    random: Math.random,
    alias: userId === "" ? "" : aliasOf(userId),
  };
}

function refusedOrNone(fault: CommandFault) {
  return isUnknown(fault)
    ? null
    : ({ ok: false, refusal: { code: fault.code, details: fault.details ?? {} } } as const);
}

/** Hands what the topic says to the game that sits at it. */
class Room {
  #listener: TopicListener | null = null;

  readonly listen = (listener: TopicListener): (() => void) => {
    this.#listener = listener;
    return () => {
      this.#listener = null;
    };
  };

  readonly say: TopicListener = (message) => this.#listener?.(message);
}

export function useCrashGame(): CrashGame {
  const commands = useCommands();
  const { token } = useSessionActs();
  const session = useSession();
  const userId = session.status === "member" ? session.user.id : "";
  const [{ game, room }] = useState(() => {
    const made = new Room();
    return { game: new CrashGame(portsOf(commands, token, userId, made)), room: made };
  });
  useEffect(() => game.enter(), [game]); // before the topic, whose state may come at once
  const note = useTableNotes();
  useTopic(`crash:${TABLE}`, (message) => {
    room.say(message);
    note(message);
  });
  return game;
}
