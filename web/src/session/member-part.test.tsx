import { render, screen } from "@testing-library/react";
import { Suspense, type ComponentType } from "react";
import { afterEach, expect, it, vi } from "vitest";

import { memberPart } from "./member-part";
import { browserTabs } from "./tabs";

function Part({ name }: { readonly name: string }) {
  return <p>{name}</p>;
}

afterEach(() => localStorage.clear());

it("is loaded at once in a browser that has a session", () => {
  browserTabs().mark(true);
  const load = vi.fn(() => Promise.resolve(Part));
  memberPart(load);
  expect(load).toHaveBeenCalledTimes(1);
});

it("is loaded for a guest when it is shown, once", async () => {
  const load = vi.fn(() => Promise.resolve(Part));
  const Shown = memberPart(load);
  expect(load).not.toHaveBeenCalled();
  render(
    <Suspense>
      <Shown name="frame" />
      <Shown name="frame" />
    </Suspense>,
  );
  expect(await screen.findAllByText("frame")).toHaveLength(2);
  expect(load).toHaveBeenCalledTimes(1);
});

it("is asked for again when it did not come early", async () => {
  browserTabs().mark(true);
  const load = vi.fn<() => Promise<ComponentType<{ readonly name: string }>>>();
  load.mockRejectedValueOnce(new Error("cut off")).mockResolvedValue(Part);
  const Shown = memberPart(load);
  await Promise.resolve();
  await Promise.resolve();
  render(
    <Suspense>
      <Shown name="frame" />
    </Suspense>,
  );
  expect(await screen.findByText("frame")).toBeTruthy();
});
