// Writes src/lib/api/schema.ts, the types of the server's OpenAPI document, which comes on standard input, and limits.ts
// beside it and in src/office, those of its limits that the forms need.
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

/** The limits that forms need: the name of the constant, and where the document states it; those of both apps first. */
const LIMITS = {
  ASSESSMENT_NOTE: 'DamageDamageAssess note maxLength',
  COMPLAINANT: 'GrievanceGrievanceTake complainant maxLength',
  GRIEVANCE_TEXT: 'GrievanceGrievanceTake text maxLength',
  REACH_AT: 'GrievanceGrievanceTake reach_at maxLength',
  HOUSEHOLD_NAME: 'HouseholdHouseholdRegister name maxLength',
  ITEM_COUNTED: 'DistributionCountedItem quantity maximum',
  LANDMARK: 'HouseholdHouseholdRegister landmark maxLength',
  NAME: 'PeopleAccountAdd name maxLength',
  PEOPLE_OF_A_KIND: 'HouseholdPeople women maximum',
  SITUATION_NOTE: 'DamageSituationReport note maxLength',
  WRITTEN_PLACE: 'HouseholdHouseholdRegister written_place maxLength',
};
const OFFICE_LIMITS = {
  AREA_NAME: 'HouseholdWrittenPlaceAdd name maxLength',
  ALIAS: 'AreaAreaAlias aliases items maxLength',
  ALIASES: 'AreaAreaAlias aliases maxItems',
  AUTOLOCK_LEAST_MINUTES: 'PeopleAutolockSet minutes minimum',
  AUTOLOCK_MOST_MINUTES: 'PeopleAutolockSet minutes maximum',
  BATCH_CARDS: 'CardCardPrintBatch cards maximum',
  BATCH_NAME: 'CardCardPrintBatch name maxLength',
  CAMPAIGN_SLUG: 'CampaignCampaignAdd slug pattern',
  DICE: 'DistributionDistributionApprove number pattern',
  ITEM_CODE: 'StockItemAdd code pattern',
  ITEM_NAME: 'StockItemAdd name maxLength',
  ITEM_UNIT: 'StockItemAdd unit maxLength',
  LANES: 'DistributionDistributionLanes lanes maximum',
  LET_IN_REASON: 'PeopleWithheldLetIn reason maxLength',
  LOGIN: 'PeopleAccountAdd login pattern',
  OBJECTION: 'PeoplePendingObject reason maxLength',
  PAYMENT_REFERENCE: 'CampaignPaymentRecord reference maxLength',
  GRIEVANCE_ANSWER: 'GrievanceGrievanceSettle answer maxLength',
  SETTLEMENT_REASON: 'JournalExceptionSettle reason maxLength',
  WAYBILL_NUMBER: 'StockStockDispatch number maxLength',
};

/** The source of a file of limits, one constant each. The office has its own, which the field app does not load. */
function limitsOf(limits, schemas) {
  const lines = Object.entries(limits).map(([name, at]) => {
    const [schema, property, ...keys] = at.split(' ');
    const limit = keys.reduce((rules, key) => rules?.[key], schemas[schema]?.properties?.[property]);
    if (limit === undefined) throw new Error(`the document states no ${at}: correct the limits in contract.mjs`);
    return `export const ${name} = ${keys.at(-1) === 'pattern' ? new RegExp(limit) : limit};\n`;
  });
  return HEAD + lines.join('');
}

const document = JSON.parse(await text(process.stdin));
const files = {
  'src/lib/api/schema.ts': HEAD + astToString(await openapiTS(document, { alphabetize: true, transform })),
  'src/lib/api/limits.ts': limitsOf(LIMITS, document.components.schemas),
  'src/office/limits.ts': limitsOf(OFFICE_LIMITS, document.components.schemas),
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
