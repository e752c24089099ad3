// Writes src/lib/api/schema.ts: the types of the server's OpenAPI document, which comes on standard input.
// With --check nothing is written, and a difference is an error. `make contract` runs it.

import { readFileSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import openapiTS, { astToString } from 'openapi-typescript';

const HEAD = '// Generated from the OpenAPI document of the server by `make contract`. Do not edit.\n\n';

const document = JSON.parse(await text(process.stdin));
const files = {
  'src/lib/api/schema.ts': HEAD + astToString(await openapiTS(document, { alphabetize: true })),
};

const check = process.argv.includes('--check');
for (const [name, content] of Object.entries(files)) {
  const path = new URL(name, import.meta.url);
  if (!check) {
    writeFileSync(path, content);
    continue;
  }
  if (content !== readFileSync(path, 'utf8')) {
    process.stderr.write(`frontend/${name} is not what the server's document says: run 'make contract'\n`);
    process.exitCode = 1;
  }
}
