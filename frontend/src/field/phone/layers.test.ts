import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';

/** The folders of the phone's data, from the lowest to the highest: each may import those before it, none a screen. */
const LAYERS = ['crypt', 'storage', 'pack', 'outbox', 'families', 'sync'];

/** Other modules that they may import: types that screens and data share. */
const SHARED = ['../types'];

const here = import.meta.dirname;

/** The imports of a file that its layer does not allow, as "file imports module". */
function upward(file: string, text: string): string[] {
  const layer = LAYERS.indexOf(file.split('/')[0] ?? '');
  const allowed = [...LAYERS.slice(0, layer + 1).map((name) => `${name}/`), ...SHARED, '../../lib/'];
  return [...text.matchAll(/(?:from|import\() ?'(\.[^']+)'/g)]
    .map(([, module = '']) => normalize(join(dirname(file), module)))
    .filter((module) => !allowed.some((prefix) => module.startsWith(prefix)))
    .map((module) => `${file} imports ${module}`);
}

it('imports downward only', () => {
  const files = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('testing/'),
  );
  expect([...new Set(files.map((file) => dirname(file)))].sort()).toEqual([...LAYERS].sort());
  expect(files.flatMap((file) => upward(file, readFileSync(join(here, file), 'utf8')))).toEqual([]);
});

it('notices an import of a higher folder, of a screen, and of the tests’ phone', () => {
  const text = [
    "import { save } from '../outbox/outbox.svelte';",
    "import { payload } from '../../register/registration';",
    "import { enrolled } from '../testing/testphone';",
    "import { store } from './store';",
    "import type { Grade } from '../../types';",
  ].join('\n');
  expect(upward('storage/drafts.ts', text)).toEqual([
    'storage/drafts.ts imports outbox/outbox.svelte',
    'storage/drafts.ts imports ../register/registration',
    'storage/drafts.ts imports testing/testphone',
  ]);
});
