// Unit tests lie beside the code, as x.test.ts; what needs a platform is in tests/web of the repository.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: { alias: { "@/": at("./src/"), "@pitboss/client": at("../clients/typescript/src/index.ts") } },
  // Test vectors of the whole repository lie in tests/.
  server: { fs: { allow: [at("..")] } },
  oxc: { jsx: { runtime: "automatic" } },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["./vitest.setup.ts"],
    css: false,
    restoreMocks: true,
    unstubGlobals: true,
  },
});
