// The columns of a file of places, for the person who chooses them. Pure but for reading the file.

import { upload } from '../../lib/api';

const GUESSES = {
  code: /^(lgd|code|.*(lgd|code))$/i,
  name: /^(name|.*[ _]?name|name_en)$/i,
  name_bn: /(name_bn|bengali|bangla|বাংলা)/i,
  parent: /(parent|district|block)/i,
} as const;
export type PlaceColumn = keyof typeof GUESSES;

/** The likely column of each field; each column is taken once. */
export function guessed(header: readonly string[]): Record<PlaceColumn, string> {
  const taken = new Set<string>();
  const one = (field: PlaceColumn): string => {
    const exact = header.find((column) => !taken.has(column) && column.toLowerCase() === field);
    // lists go from the larger place to the smaller one
    const found = exact ?? header.findLast((column) => !taken.has(column) && GUESSES[field].test(column));
    if (found !== undefined) taken.add(found);
    return found ?? '';
  };
  return { name_bn: one('name_bn'), code: one('code'), name: one('name'), parent: one('parent') };
}

/** The names of the properties of GeoJSON features; empty for another text. */
export function propertiesOf(text: string): string[] {
  try {
    const collection = JSON.parse(text) as { features?: { properties?: Record<string, unknown> | null }[] };
    return Object.keys(collection.features?.[0]?.properties ?? {});
  } catch {
    return []; // the import itself says what is wrong with the file
  }
}

/** The columns of a list, or the properties of GeoJSON. */
export async function columnsOf(file: File): Promise<string[]> {
  if (/\.(geo)?json$/i.test(file.name)) return propertiesOf(await file.text());
  const kept = await upload('/api/v1/import-files', file, 'application/octet-stream', { name: file.name });
  return kept.header.filter((column) => column !== '');
}
