import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";

import { countedAt, Money } from "./Money";

const format = (value: number) => value.toLocaleString("en");

it("counts fast first and ends at the value itself", () => {
  expect(countedAt(0, 1_000, 0)).toBe(0);
  expect(countedAt(0, 1_000, 250)).toBeGreaterThan(500);
  expect(countedAt(0, 1_000, 9_999)).toBe(1_000);
});

it("tells screen readers the value at once, and marks what is not confirmed", () => {
  const { rerender, container } = render(<Money value={1_000} format={format} />);
  rerender(<Money value={2_500} format={format} optimistic />);
  expect(screen.getByText("2,500")).toBeTruthy();
  expect(container.querySelector("[data-optimistic]")?.getAttribute("data-value")).toBe("2500");
});
