import { expect, it } from 'vitest';
import { guessed, propertiesOf } from './columns';

it('guesses each column of a file of places once', () => {
  expect(guessed(['district_lgd', 'block_lgd', 'block_name', 'name_bn'])).toEqual({
    code: 'block_lgd',
    name: 'block_name',
    name_bn: 'name_bn',
    parent: 'district_lgd',
  });
  expect(guessed(['code', 'name', 'parent'])).toEqual({ code: 'code', name: 'name', name_bn: '', parent: 'parent' });
});

it('reads the properties of GeoJSON, and nothing from another text', () => {
  expect(propertiesOf('{"features":[{"properties":{"lgd":1,"name":"X"}}]}')).toEqual(['lgd', 'name']);
  expect(propertiesOf('code,name')).toEqual([]);
});
