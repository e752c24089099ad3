import { afterEach, describe, expect, it, vi } from 'vitest';
import { bring, fileName } from './download';

const answered = (answer: () => Promise<Response>) => vi.stubGlobal('fetch', vi.fn(answer));

afterEach(() => vi.unstubAllGlobals());

describe('bring', () => {
  it('reads a whole file, under the name that the server gives it', async () => {
    answered(
      async () => new Response('a,b', { headers: { 'Content-Disposition': 'attachment; filename="list.csv"' } }),
    );
    const file = await bring('/api/v1/exports/stock.csv', { query: { area: 'block:2738', since: '' } });
    expect(file.name).toBe('list.csv');
    expect(await file.bytes.text()).toBe('a,b');
    expect(vi.mocked(fetch).mock.calls[0]?.[0]).toBe('/api/v1/exports/stock.csv?area=block%3A2738');
  });

  it('throws a part away', async () => {
    const broken = new ReadableStream({
      start(to) {
        to.enqueue(new TextEncoder().encode('a,b'));
        to.error(new TypeError('network error'));
      },
    });
    answered(async () => new Response(broken));
    await expect(bring('/api/v1/exports/stock.csv')).rejects.toMatchObject({ code: 'file_broke_off' });
  });

  it('says what the server refused, and that nothing came', async () => {
    answered(async () => new Response('{"code":"role_missing"}', { status: 403 }));
    await expect(bring('/api/v1/exports/stock.csv')).rejects.toMatchObject({ code: 'role_missing', status: 403 });
    answered(async () => Promise.reject(new TypeError('failed')));
    await expect(bring('/api/v1/exports/stock.csv')).rejects.toMatchObject({ code: 'no_line' });
  });
});

describe('fileName', () => {
  it('never takes a path for a name', () => {
    expect(fileName('attachment; filename="../../x.csv"', '/a/b.csv')).toBe('b.csv');
    expect(fileName(null, '/a/b.csv')).toBe('b.csv');
  });
});
