/** Tests lie beside the code; those that need several modules in tests/. */

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["src/**/*.test.ts", "tests/**/*.test.ts"], testTimeout: 60_000 },
});
