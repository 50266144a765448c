// node parse.mjs FILE: parses an AsyncAPI document and prints what the parser has to say of it, as a list of JSON
// objects {code, severity, path, message}; 0 is an error, 1 a warning, 2 information, 3 a hint.
import { readFileSync } from "node:fs";
import { Parser } from "@asyncapi/parser";

const { document, diagnostics } = await new Parser().parse(readFileSync(process.argv[2], "utf8"));
const said = diagnostics.map(({ code, severity, path, message }) => ({ code, severity, path: path.join("."), message }));
const operations = document?.allOperations().all() ?? [];
const parsed = operations.map((each) => `${each.action()} ${each.id()}: ${each.messages().all().length}`);
console.log(JSON.stringify({ said, parsed }));
