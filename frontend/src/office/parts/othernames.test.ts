import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { render } from 'svelte/server';
import { expect, it } from 'vitest';
import OtherNames from './OtherNames.svelte';

const idsOf = (props: { fields?: ('name' | 'unit')[] }): string[] => {
  const draft = { name_bn: 'ত্রিপল', name_hi: '' };
  const { body } = render(OtherNames, { props: { id: 'item', draft, wrong: () => undefined, ...props } });
  expect(body).toContain('value="ত্রিপল"');
  return [...body.matchAll(/<input id="([^"]+)"/g)].map(([, id]) => id ?? '');
};

it('asks for the names in Bengali and Hindi, with ids that the paths of the server find', () => {
  expect(idsOf({})).toEqual(['item-name_bn', 'item-name_hi']);
  expect(idsOf({ fields: ['name', 'unit'] })).toEqual(['item-name_bn', 'item-name_hi', 'item-unit_bn', 'item-unit_hi']);
});

it('is part of every form that names a thing in three languages', () => {
  const src = join(import.meta.dirname, '..');
  const forms = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.svelte'))
    .map((file) => readFileSync(join(src, file), 'utf8'))
    .filter((text) => /kind="(?:item|store|campaign)\.add"/.test(text));
  expect(forms.length).toBe(3);
  for (const text of forms) expect(text).toMatch(/<OtherNames id="\w+" bind:draft/);
});
