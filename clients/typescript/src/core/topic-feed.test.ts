import { beforeEach, describe, expect, it } from "vitest";

import { conversation, enter, resume, sent } from "../../tests/driving";
import * as texts from "../../tests/texts";
import type { Conversation } from "./conversation";
import type { CoreEvent } from "./events";

let player: Conversation;

beforeEach(() => {
  player = conversation();
});

describe("topics", () => {
  function subscribe(): string {
    player.subscribe("crash:main");
    return sent(player)[0]?.id ?? "";
  }

  function topics(events: readonly CoreEvent[]): unknown[] {
    return events.flatMap((event) => (event.kind === "topic" ? [event.message] : []));
  }

  it("begin with the state", () => {
    enter(player);
    player.subscribe("crash:main");
    const [asked] = sent(player);
    expect(asked).toMatchObject({ type: "crash.subscribe", payload: { table: "main" } });
    expect(topics(player.receive(texts.reply(asked?.id ?? "", { phase: "betting" }, 3)))).toEqual([
      { type: "state", n: 3, payload: { phase: "betting" } },
    ]);
    expect(topics(player.receive(texts.topicMessage("tick", 4)))).toEqual([{ type: "tick", n: 4, payload: {} }]);
  });

  it("ignore what comes before the state, and what came before", () => {
    enter(player);
    const id = subscribe();
    expect(player.receive(texts.topicMessage("tick", 3))).toEqual([]);
    player.receive(texts.reply(id, {}, 3));
    expect(player.receive(texts.topicMessage("tick", 3))).toEqual([]);
  });

  it("ask for the state when a message is missing", () => {
    enter(player);
    player.receive(texts.reply(subscribe(), {}, 3));
    expect(player.receive(texts.topicMessage("tick", 5))).toEqual([]);
    expect(sent(player)).toMatchObject([{ type: "crash.subscribe" }]);
  });

  it("go on from a state that comes by itself", () => {
    enter(player);
    player.receive(texts.reply(subscribe(), {}, 30));
    expect(topics(player.receive(texts.topicMessage("state", 2)))).toHaveLength(1);
    expect(topics(player.receive(texts.topicMessage("tick", 3)))).toHaveLength(1);
  });

  it("are asked for again on the next socket", () => {
    enter(player);
    player.receive(texts.reply(subscribe(), {}, 3));
    resume(player);
    expect(sent(player)).toMatchObject([{ type: "crash.subscribe", payload: { table: "main" } }]);
    expect(player.receive(texts.topicMessage("tick", 4))).toEqual([]);
  });

  it("are left, and asked for no more", () => {
    enter(player);
    player.receive(texts.reply(subscribe(), {}, 3));
    player.unsubscribe("crash:main");
    expect(sent(player)).toMatchObject([{ type: "crash.unsubscribe", payload: { table: "main" } }]);
    expect(player.receive(texts.topicMessage("tick", 4))).toEqual([]);
    resume(player);
    expect(sent(player)).toEqual([]);
  });

  it("may be refused", () => {
    enter(player);
    expect(topics(player.receive(texts.refusal(subscribe(), "not_found")))).toMatchObject([
      { type: "refused", error: { code: "not_found" } },
    ]);
  });
});
