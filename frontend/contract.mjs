// Writes src/lib/api/schema.ts: the types of the server's OpenAPI document, which comes on standard input.
// With --check nothing is written, and a difference is an error. `make contract` runs it.

import { readFileSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';

const HEAD = '// Generated from the OpenAPI document of the server by `make contract`. Do not edit.\n\n';

/** Ids whose branded type in src/lib/ids.ts has another name than the server's without its package. */
const IDS = {
  CampaignID: 'CampaignId',
  CardID: 'CardId',
  CardBatchID: 'CardBatchId',
  DamageID: 'AssessmentId',
  DistributionID: 'DistributionId',
  HouseholdID: 'HouseholdId',
  MediaID: 'PhotoId',
};

const brands = [...readFileSync(new URL('src/lib/ids.ts', import.meta.url), 'utf8').matchAll(/export type (\w+)/g)].map(
  ([, name]) => name,
);

/** The branded type of an id of the document, or undefined. */
function brandOf(path) {
  const name = path.match(/^#\/components\/schemas\/(\w+)$/)?.[1] ?? '';
  const plain = IDS[name] ?? name.replace(/^[A-Z][a-z]+(?=[A-Z]\w*ID$)/, '').replace(/ID$/, 'Id');
  return brands.includes(plain) ? plain : undefined;
}

/** The tuple of an array of numbers of a fixed length, or undefined. */
function tupleOf({ type, items, minItems, maxItems }) {
  if (type !== 'array' || items?.type !== 'integer' || minItems === undefined || minItems !== maxItems)
    return undefined;
  const number = ts.factory.createKeywordTypeNode(ts.SyntaxKind.NumberKeyword);
  return ts.factory.createTupleTypeNode(Array.from({ length: minItems }, () => number));
}

function transform(schema, { path }) {
  const tuple = tupleOf(schema);
  if (tuple !== undefined) return tuple;
  const brand = schema.type === 'string' ? brandOf(path ?? '') : undefined;
  if (brand === undefined) return undefined;
  const module = ts.factory.createLiteralTypeNode(ts.factory.createStringLiteral('../ids', true));
  return ts.factory.createImportTypeNode(module, undefined, ts.factory.createIdentifier(brand));
}

const document = JSON.parse(await text(process.stdin));
const files = {
  'src/lib/api/schema.ts': HEAD + astToString(await openapiTS(document, { alphabetize: true, transform })),
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
