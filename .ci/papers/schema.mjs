// node schema.mjs [--check]: writes web/src/api/schema.ts, the types of docs/api/openapi.json; --check only compares.
//
// Of what is sent, a field with a default may be left out; of what is answered it is there if `x-always-sent` names it.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const source = readFileSync(here("../../docs/api/openapi.json"));
const target = here("../../web/src/api/schema.ts");

const withoutExamples = (key, value) => (key === "example" || key === "examples" ? undefined : value);
const openapi = JSON.parse(source, withoutExamples);
for (const schema of Object.values(openapi.components.schemas)) {
  schema.required = [...new Set([...(schema.required ?? []), ...(schema["x-always-sent"] ?? [])])];
}
const types = await openapiTS(openapi, {
  defaultNonNullable: false,
  immutable: true,
  rootTypes: true,
  rootTypesNoSchemaPrefix: true,
  silent: true,
});
const head = `/**
 * The routes of the gateway: what they take and answer, as openapi-typescript makes it of docs/api/openapi.json.
 *
 * Written by \`make papers\`; a test fails when it is stale. Never edited.
 *
 * sha256 of docs/api/openapi.json: ${createHash("sha256").update(source).digest("hex")}
 */

`;
const text = head + astToString(types);

if (!process.argv.includes("--check")) {
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
} else if (readFileSync(target, "utf8") !== text) {
  console.error(`${target} is stale: \`make papers\` writes it anew`);
  process.exitCode = 1;
}
