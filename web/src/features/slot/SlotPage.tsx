/** The screen of the slot machines. */
"use client";

import { useState } from "react";

import { EmptyState, ErrorState, Segmented, Skeleton } from "@/design";
import { Screen } from "@/frame/Screen";
import { useTexts } from "@/texts";
import { frameTexts } from "@/texts/frame";
import { slotTexts } from "@/texts/slot";

import { useFloor, type Floor, type SlotMachine } from "./machine/machines";
import type { Round } from "./round/round";
import { useSlotGame } from "./round/useSlotGame";
import { SlotTable } from "./SlotTable";
import { useNames } from "./symbols/names";

const FIRST_STAKE = 100;
const ROUNDS_SHOWN_MAX = 20;

interface MachinesProps {
  readonly floor: Floor;
  readonly first: SlotMachine;
  readonly reload: () => void;
}

function Machines({ floor: { machines, bounds }, first, reload }: MachinesProps) {
  const frame = useTexts(frameTexts);
  const t = useTexts(slotTexts);
  const names = useNames();
  const [chosen, choose] = useState(first.id);
  const [rounds, setRounds] = useState<readonly Round[]>([]);
  const [typed, setTyped] = useState(String(Math.max(FIRST_STAKE, bounds.min)));
  const [isTurbo, setTurbo] = useState(false);
  const machine = machines.find(({ id }) => id === chosen) ?? first;
  const game = useSlotGame(machine, isTurbo, {
    onShown: (round) => setRounds((before) => [round, ...before].slice(0, ROUNDS_SHOWN_MAX)),
    onMachineChanged: reload,
  });
  const choice = machines.length > 1 && (
    <Segmented
      label={t.machines}
      options={machines.map(({ id }) => ({ value: id, label: names.machine(id), disabled: game.isBusy }))}
      value={machine.id}
      onChange={choose}
    />
  );
  return (
    <Screen title={frame.places.slot} aside={choice}>
      <SlotTable
        machine={machine}
        bounds={bounds}
        game={game}
        rounds={rounds}
        typed={typed}
        onType={setTyped}
        isTurbo={isTurbo}
        onTurbo={setTurbo}
      />
    </Screen>
  );
}

export function SlotPage() {
  const frame = useTexts(frameTexts);
  const t = useTexts(slotTexts);
  const { reading, reload } = useFloor();
  if (reading.status === "ready") {
    const [first] = reading.value.machines;
    return first ? (
      <Machines floor={reading.value} first={first} reload={reload} />
    ) : (
      <Screen title={frame.places.slot}>
        <EmptyState title={t.empty}>{t.emptyWhy}</EmptyState>
      </Screen>
    );
  }
  return (
    <Screen title={frame.places.slot}>
      {reading.status === "failed" ? (
        <ErrorState title={frame.failed} retry={reload} retryLabel={frame.retry}>
          {frame.failedWhy}
        </ErrorState>
      ) : (
        <Skeleton shape="box" lines={3} />
      )}
    </Screen>
  );
}
