// Request and response types of the server's routes by path, from its OpenAPI document (schema.ts).
// Types only: nothing is bundled.

import type { paths } from './schema';

type Method = 'get' | 'post' | 'delete';

type Content<Message, Media extends string> = Message extends { content: Record<Media, infer Body> } ? Body : never;

type Json = 'application/json';

/** The operation of a method on a path. */
export type Operation<P extends keyof paths, M extends Method> = NonNullable<paths[P][M]>;

/** The JSON of an operation's successful response. */
export type Answer<Op> = Op extends { responses: infer Responses }
  ? Content<Responses[Exclude<keyof Responses, 'default'>], Json>
  : never;

/** The JSON of an operation's request. */
export type Body<Op> = Op extends { requestBody: infer Request } ? Content<Request, Json> : never;

/** The media type of an operation's request that is a file. */
export type FileType<Op> = Op extends { requestBody: { content: infer Media } }
  ? Exclude<keyof Media, Json> & string
  : never;

/** The query parameters of an operation, each of its closed set. Empty and undefined values are not sent. */
export type Query<Op> = Op extends { parameters: { query?: infer Named } }
  ? { [Name in keyof NonNullable<Named>]?: NonNullable<Named>[Name] | '' | undefined }
  : never;

/** The parameters of an operation: those of its path are required. `limit`: milliseconds to wait for the response. */
export type Asked<Op> = Op extends { parameters: { path: infer Named } }
  ? [asked: { path: Named; query?: Query<Op>; limit?: number }]
  : [asked?: { query?: Query<Op>; limit?: number }];

type Having<M extends Method, Wanted> = {
  [P in keyof paths]: Operation<P, M> extends never ? never : Operation<P, M> extends Wanted ? P : never;
}[keyof paths];

type Answering = {
  responses: { 200: { content: Record<Json, unknown> } } | { 201: { content: Record<Json, unknown> } };
};

/** Paths with a GET. */
export type FetchPath = Having<'get', object>;

/** Paths whose GET answers with JSON. */
export type GetPath = Having<'get', Answering>;

/** Paths whose POST takes JSON and answers with JSON. */
export type PostPath = Having<'post', Answering & { requestBody: { content: Record<Json, unknown> } }>;

/** Paths whose POST takes JSON and answers with a file. */
export type SheetPath = Exclude<Having<'post', { requestBody: { content: Record<Json, unknown> } }>, PostPath>;

/** Paths whose POST takes a file and answers with JSON. */
export type UploadPath = Exclude<Having<'post', Answering & { requestBody: object }>, PostPath>;

/** Paths with a DELETE. */
export type DeletePath = Having<'delete', object>;

/** Paths of lists, page by page. */
export type ListPath = {
  [P in GetPath]: Answer<Operation<P, 'get'>> extends { rows: unknown[]; next: string } ? P : never;
}[GetPath];

/** A row of a list. */
export type RowOf<P extends ListPath> = Answer<Operation<P, 'get'>> extends { rows: (infer Row)[] } ? Row : never;
