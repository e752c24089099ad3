// The model of a phone, by which the office distinguishes phones.

/** What Chromium tells of a phone beyond its user agent, which is the same on every Android phone. */
interface Hints {
  getHighEntropyValues(hints: string[]): Promise<{ model?: string; platform?: string; platformVersion?: string }>;
}

/** Model of the phone from the browser; helps the office to distinguish phones. */
export async function model(): Promise<string> {
  const { userAgentData } = navigator as { userAgentData?: Hints };
  try {
    const hints = await userAgentData?.getHighEntropyValues(['model', 'platform', 'platformVersion']);
    if (hints?.model)
      return `${hints.model}, ${hints.platform ?? ''} ${hints.platformVersion?.split('.')[0] ?? ''}`
        .trim()
        .slice(0, 70);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // a browser that keeps them to itself: the user agent is enough
  }
  return /\(([^)]{1,70})\)/.exec(navigator.userAgent)?.[1] ?? '';
}
