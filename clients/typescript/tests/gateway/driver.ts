/**
 * A player in a process of Node, driven by lines of JSON: tests/integration/client_typescript of the repository does so,
 * over a real gateway. Each line of standard input is an act, and is answered by one line of standard output.
 *
 * Arguments: the server's URL, the player's name. The first line that is written says who they are.
 */

import { createInterface } from "node:readline";

import { BearerSession, type CommandType, nodeEnvironment, PitbossClient, type Reply } from "../../src/index";

const PASSWORD = "correct horse battery";
const [url = "", username = ""] = process.argv.slice(2);

const environment = nodeEnvironment();
const session = await BearerSession.signUp(url, { username, password: PASSWORD });
const seen = { dials: 0, refreshes: 0, resumed: 0, pushes: 0, codes: [] as number[] };
const client = new PitbossClient({
  url: session.socketUrl,
  clientName: "driver/1",
  tokens: {
    current: () => session.current(),
    refresh: (stale) => {
      seen.refreshes += 1;
      return session.refresh(stale);
    },
  },
  environment: {
    ...environment,
    random: () => environment.random() / 20, // waits of some ms, since a test waits as well
    openSocket: (address, protocol, listener) => {
      seen.dials += 1;
      return environment.openSocket(address, protocol, {
        ...listener,
        closed: (code, reason) => {
          seen.codes.push(code);
          listener.closed(code, reason);
        },
      });
    },
  },
});

client.subscribe((change) => {
  seen.pushes += Number(change.kind === "push");
  seen.resumed += Number(
    change.kind === "connection" && client.connection.status === "open" && client.connection.resumed !== undefined,
  );
});

type Line = Readonly<Record<string, unknown>> & { readonly act: string };

const ACTS: Readonly<Record<string, (line: Line) => unknown>> = {
  /** Connect, and answer when the state is there. */
  connect: async () => {
    client.connect();
    await reached("open");
    return shown();
  },
  /** Play rounds at once, cut the connection while they are on their way if asked to, and wait until all are shown. */
  play: async ({ rounds, cut }) => {
    const playing = Array.from({ length: Number(rounds) }, () =>
      client.command("rps.play", { bet: 100, choice: "rock" }),
    );
    if (cut === true) {
      await Promise.resolve();
      client.drop();
    }
    const replies = await Promise.all(playing);
    await Promise.all(replies.map((reply) => client.confirmed(reply)));
    return { replies: replies.map(brief), ...shown() };
  },
  command: async ({ type, payload, id }) => {
    const options = typeof id === "string" ? { id } : {};
    return brief(await client.command(type as CommandType, payload as never, options));
  },
  /** Answer when a refreshed token has been shown to the server so often. */
  refreshed: async ({ times }) => {
    while (seen.refreshes < Number(times)) {
      await new Promise((resolve) => environment.after(10, () => resolve(undefined)));
    }
    return shown();
  },
  log_out: async () => {
    await session.logOut();
    await reached("stopped");
    return shown();
  },
  close: () => {
    client.close();
    return shown();
  },
};

function reached(status: string): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (client.connection.status === status) {
        end();
        resolve();
      }
    };
    const end = client.subscribe(look);
    look();
  });
}

function brief(reply: Reply): unknown {
  return reply.ok
    ? { ok: true, id: reply.re, dup: reply.dup, version: reply.version, payload: reply.payload }
    : { ok: false, id: reply.re, code: reply.error.code };
}

function shown(): object {
  const { state, connection } = client;
  return { ...seen, connection, gold: state?.profile.gold, games_played: state?.stats.games_played };
}

function write(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

write({ user_id: session.userId });
for await (const text of createInterface({ input: process.stdin })) {
  const line = JSON.parse(text) as Line;
  try {
    write((await ACTS[line.act]?.(line)) as object);
  } catch (error) {
    write({ error: String(error) });
  }
}
client.close();
