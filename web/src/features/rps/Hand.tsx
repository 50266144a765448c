/** The three hands, drawn with one line width so that none weighs more than another. */
import type { CommandPayload } from "@pitboss/client";
import type { ReactNode } from "react";

export type Choice = CommandPayload<"rps.play">["choice"];

/** In the order of their keys: 1, 2, 3. */
export const CHOICES: readonly Choice[] = ["rock", "paper", "scissors"];

const DRAWN: Record<Choice, ReactNode> = {
  rock: (
    <path d="M12 25V19a3.5 3.5 0 0 1 7 0v-2.5a3.5 3.5 0 0 1 7 0V18a3.5 3.5 0 0 1 7 0v1.5a3.2 3.2 0 0 1 6 1.6V30c0 7-5 11-12 11h-3c-4 0-6.600-1.500-8.500-4.500l-4-6.200A3.300 3.300 0 0 1 12 25Zm7-6v6m7-8v8m7-7v7" />
  ),
  paper: (
    <path d="M14 28V13a3 3 0 0 1 6 0v-3.500a3 3 0 0 1 6 0V13a3 3 0 0 1 6 0v4a3 3 0 0 1 6 0v13c0 7-4.500 11-11 11h-2c-4.500 0-7-1.800-9-5l-5.200-8.600a3 3 0 0 1 5.200-3Zm6-15v10m6-13v13m6-10v11" />
  ),
  scissors: (
    <path d="M16 27 11.500 11.500a3 3 0 0 1 5.800-1.700L22 23l2.500-14a3 3 0 0 1 6 1L28 24h3a3.500 3.500 0 0 1 3.500 3.500v.500A3.400 3.400 0 0 1 38 31.400C38 37 33 41 27 41h-2.500c-5 0-8.500-2.500-10-7l-1-3A3 3 0 0 1 16 27Zm0 0 6 1.500h7" />
  ),
};

export function Hand({ choice, size = 48 }: { readonly choice: Choice; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 50 50"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {DRAWN[choice]}
    </svg>
  );
}
