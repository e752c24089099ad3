import { afterEach, describe, expect, it, vi } from 'vitest';
import { upload } from './api';
import { patience } from './upload';

/** A connection whose progress and end the test controls. */
class Line {
  static last: Line;
  upload: { onprogress?: (event: Partial<ProgressEvent>) => void } = {};
  onload?: () => void;
  onerror?: () => void;
  ontimeout?: () => void;
  timeout = 0;
  status = 0;
  responseText = '';
  sent: Record<string, string> = {};
  open = vi.fn();
  send = vi.fn();
  constructor() {
    Line.last = this;
  }
  setRequestHeader(name: string, value: string): void {
    this.sent[name] = value;
  }
  getResponseHeader(): string {
    return 'application/json';
  }
  answer(status: number, text: string): void {
    this.status = status;
    this.responseText = text;
    this.onload?.();
  }
}

afterEach(() => vi.unstubAllGlobals());

function begin(bytes = 3, told = (_: number) => {}) {
  vi.stubGlobal('XMLHttpRequest', Line);
  return upload('/api/v1/import-files', new Blob(['x'.repeat(bytes)]), 'application/octet-stream', {}, told);
}

describe('upload', () => {
  it('has time for eight megabytes on a bad line', () => {
    const MINUTE = 60_000;
    expect(patience(8 << 20)).toBeGreaterThan(4 * MINUTE);
    void begin(1 << 20).catch(() => {});
    expect(Line.last.timeout).toBe(patience(1 << 20));
  });

  it('tells how much has gone, and gives the answer', async () => {
    const told = vi.fn();
    const answer = begin(3, told);
    Line.last.upload.onprogress?.({ lengthComputable: true, loaded: 1, total: 4 });
    expect(told).toHaveBeenCalledWith(0.25);
    expect(Line.last.sent['content-type']).toBe('application/octet-stream');
    Line.last.answer(201, '{"id":"a"}');
    expect(await answer).toEqual({ id: 'a' });
  });

  it('says what the server refused, and that nothing came', async () => {
    const refused = begin();
    Line.last.answer(413, '{"code":"upload_too_large"}');
    await expect(refused).rejects.toMatchObject({ code: 'upload_too_large', status: 413 });
    const slow = begin();
    Line.last.ontimeout?.();
    await expect(slow).rejects.toMatchObject({ code: 'no_line' });
  });
});
