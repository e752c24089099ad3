// The languages of the pages.

export const LANGUAGES = ['bn', 'en', 'hi'] as const;
export type Language = (typeof LANGUAGES)[number];
