/**
 * The only door to the server: typed by the OpenAPI file, same origin, session cookie, problems thrown as `Problem`.
 * The one trick: `useApi()` binds the company of the URL, so no page ever repeats it.
 */
import { useMemo } from "react";
import { useParams } from "react-router";
import { asProblem, problemOf } from "./problem";
import { resilientFetch, TRANSFER } from "./resilient";
import type { components, paths } from "./schema";
import { needsRoom, putDown } from "./transfer";

const BASE = "/api/v1";

export type Schemas = components["schemas"];

type Method = "get" | "post" | "put" | "patch" | "delete";
/** Paths that offer a method. */
export type PathOf<M extends Method> = {
  [P in keyof paths & string]: paths[P] extends Record<M, { responses: unknown }> ? P : never;
}[keyof paths & string];

type Operation<P extends keyof paths, M extends Method> = paths[P][M & keyof paths[P]];
type Json<C> = C extends { content: { "application/json": infer T } } ? T : undefined;
type Success<R> = R extends { 200: infer A } ? Json<A> : R extends { 201: infer B } ? Json<B> : R extends { 202: infer B } ? Json<B> : undefined;
export type Answer<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { responses: infer R } ? Success<R> : never;
type PathParams<O> = O extends { parameters: { path: infer T } } ? T : Record<never, string>;
export type Params<P extends keyof paths, M extends Method> = Omit<PathParams<Operation<P, M>>, "company">;
export type Query<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { parameters: { query?: infer T } } ? T : Record<string, never>;
export type Body<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { requestBody?: infer R } ? Json<Exclude<R, undefined>> : undefined;

export interface SendOptions {
  /** the version that was read: becomes If-Match */
  version?: number | undefined;
  query?: Record<string, string | number | undefined>;
  signal?: AbortSignal | undefined;
}

/** "/{company}/orders/{order}" with its parameters in place. */
function fill(path: string, params: Record<string, unknown>): string {
  return path.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(String(params[name] ?? "")));
}

/** Address of something the browser opens by itself (a PDF, an export); absent values are left out. */
export function urlOf(path: string, params: Record<string, unknown>, query: object = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return BASE + fill(path, params) + (text ? `?${text}` : "");
}

async function call(method: Method, url: string, body: unknown, options: SendOptions): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (options.version !== undefined) headers["If-Match"] = `"${options.version}"`;
  const init: RequestInit = { method: method.toUpperCase(), headers, signal: options.signal ?? null };
  if (body instanceof Blob) {
    if (needsRoom(body)) headers[TRANSFER] = await putDown(body, (wanted) => roomFor(url, wanted, options), options.signal);
    else init.body = body;
    headers["Content-Type"] = "application/octet-stream";
  } else if (body !== undefined) {
    init.body = JSON.stringify(body);
    headers["Content-Type"] = "application/json";
  }
  let response: Response;
  try {
    response = await resilientFetch(new Request(new URL(url, window.location.origin), init));
  } catch (error) {
    throw options.signal?.aborted ? error : asProblem(error);
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** Where a large file of the company in `url` may be put. */
async function roomFor(url: string, wanted: { sha256: string; size: number }, { signal }: SendOptions): Promise<Schemas["TransferOut"]> {
  const company = url.slice(BASE.length + 1).split("/")[0];
  return (await call("post", `${BASE}/${company}/transfers`, wanted, { signal })).json();
}

async function json(response: Response): Promise<unknown> {
  return response.status === 204 ? undefined : response.json();
}

export interface Api {
  readonly company: string;
  get<P extends PathOf<"get">>(
    path: P, params: Params<P, "get">, query?: Query<P, "get">, signal?: AbortSignal,
  ): Promise<Answer<P, "get">>;
  send<M extends "post" | "put" | "patch" | "delete", P extends PathOf<M>>(
    method: M, path: P, params: Params<P, M>, body?: Body<P, M>, options?: SendOptions,
  ): Promise<Answer<P, M>>;
}

export function apiFor(company: string): Api {
  return {
    company,
    get: async (path, params, query, signal) =>
      json(await call("get", urlOf(path, { company, ...params }, (query ?? {}) as object), undefined, { signal })) as never,
    send: async (method, path, params, body, options) =>
      json(await call(method, urlOf(path, { company, ...params }, options?.query), body, options ?? {})) as never,
  };
}

/** Calls that belong to no company: sign-in, the person, the list of companies. */
export const personApi = apiFor("-");

export function useCompanyId(): string {
  return useParams()["company"] ?? "-";
}

export function useApi(): Api {
  const company = useCompanyId();
  return useMemo(() => apiFor(company), [company]);
}
