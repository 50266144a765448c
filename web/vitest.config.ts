// Unit tests lie beside the code; what needs a platform is in tests/web of the repository. x.test.ts runs in Node, where
// nothing has to be made for it; x.test.tsx renders, so it gets a document.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: { alias: { "@/": at("./src/"), "@pitboss/client": at("../clients/typescript/src/index.ts") } },
  // Test vectors of the whole repository lie in tests/.
  server: { fs: { allow: [at("..")] } },
  oxc: { jsx: { runtime: "automatic" } },
  test: {
    css: false,
    restoreMocks: true,
    unstubGlobals: true,
    projects: [
      { extends: true, test: { name: "rules", environment: "node", isolate: false, include: ["src/**/*.test.ts"] } },
      {
        extends: true,
        test: {
          name: "screens",
          environment: "jsdom",
          include: ["src/**/*.test.tsx"],
          setupFiles: ["./vitest.setup.ts"],
        },
      },
    ],
  },
});
