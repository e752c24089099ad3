// The payload of each kind of entry, from the server's OpenAPI document (schema.ts). Types only: nothing is bundled.

import type { paths } from './schema';

type AnyEntry = paths['/api/v1/entries']['post']['requestBody']['content']['application/json'];

export type Payloads = { [E in AnyEntry as E['kind']]: E['payload'] };
export type Kind = keyof Payloads;
