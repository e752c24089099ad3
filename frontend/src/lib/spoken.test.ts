import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { LANGUAGES } from './language';
import type { Messages } from './messages';
import { digestOf, SPOKEN, wordsOf } from './spoken';

const messages = (language: string): Messages =>
  JSON.parse(readFileSync(new URL(`../../messages/${language}/field.json`, import.meta.url), 'utf8')) as Messages;

const SAMITI = { organisation: 'Samiti', helpNumber: '1070' };

it('has whole sentences for each spoken text, in each language', () => {
  for (const language of LANGUAGES)
    for (const spoken of SPOKEN) {
      const words = wordsOf(messages(language), spoken, SAMITI, language);
      expect(words, `${language} ${spoken}`).not.toMatch(/[{}]|^(?:register|verdict|damage)\./);
    }
});

it('speaks of whom to call, or of the workers where there is no number', () => {
  const english = messages('en');
  expect(wordsOf(english, 'consent_rights', SAMITI, 'en')).toContain('1070');
  expect(wordsOf(english, 'consent_rights', { ...SAMITI, helpNumber: '' }, 'en')).toContain('Samiti');
});

it('has another digest where the words are others', async () => {
  const english = messages('en');
  const digests = ['1070', '1077', ''].map((helpNumber) =>
    digestOf(wordsOf(english, 'consent_rights', { ...SAMITI, helpNumber }, 'en')),
  );
  expect(new Set(await Promise.all(digests)).size).toBe(3);
  expect(await digestOf('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});
