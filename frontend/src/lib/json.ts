// JSON as a value of the type that its writer promises. Nothing is checked here: only what this program, or the server of the
// same version, has written is read like this.

export const parsed = <T>(text: string): T => JSON.parse(text);

export const parsedBytes = <T>(bytes: Uint8Array): T => parsed(new TextDecoder().decode(bytes));

/** The JSON of a response. */
export const parsedBody = async <T>(response: Response): Promise<T> => parsed(await response.text());
