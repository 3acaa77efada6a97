import type { IncomingHttpHeaders } from 'node:http';
import type { MemoryStore } from '../store/MemoryStore';
import { Clock } from '../clock/types';
import { Json, KubeObject } from '../store/types';

/** Who a bearer token stands for. */
export interface TokenUser {
  username: string;
  groups?: readonly string[];
}

/** Bearer tokens of a cluster; a function is asked at each request. */
export type Tokens =
  | Readonly<Record<string, TokenUser>>
  | ((token: string) => TokenUser | undefined);

/** What is asked of a container's log. */
export interface LogQuery {
  pod: Readonly<KubeObject>;
  container: string;
  previous: boolean;
  /** Lines from here on. */
  since?: Date;
}

export interface LogLine {
  at: Date;
  text: string;
}

export interface LogSource {
  /** The lines of a container as it is now, oldest first; those to come may be among them. */
  read(query: LogQuery): readonly LogLine[];
}

/** A request that has reached a service. */
export interface ServiceRequest {
  service: Readonly<KubeObject>;
  /** The ready pods behind it, at least one. */
  pods: ReadonlyArray<Readonly<KubeObject>>;
  /** Of the service. */
  port: number;
  method: 'GET' | 'POST';
  /** Starts with a slash. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface ServiceAnswer {
  status: number;
  contentType: string;
  text: string;
}

/** What listens behind the services of a cluster. */
export interface ServiceBackend {
  /** Undefined where nothing listens. */
  answer(request: ServiceRequest): ServiceAnswer | undefined;
}

export interface ApiServerOptions {
  store: MemoryStore;
  clock: Clock;
  clusterName: string;
  tokens: Tokens;
  /** Whether Roles and bindings in the store are evaluated; default true. Without it every authenticated user may do all. */
  rbac?: boolean;
  logs?: LogSource;
  /** Answers what is sent to services through the API server; without it nothing listens. */
  services?: ServiceBackend;
  /** Serves HTTPS with these (PEM). kubectl sends no token over plain HTTP. */
  tls?: { cert: string; key: string };
  /** Called with failures that are the sandbox's own. */
  onError?(error: unknown): void;
  /** Bounds of this server; the defaults are those of a real one or smaller. */
  limits?: Partial<Limits>;
}

export interface Limits {
  /** Largest body of a request, bytes. */
  bodyBytes: number;
  /** How much one watch may lag behind before it is ended, bytes. */
  watchBytes: number;
  /** How often watches that ask for bookmarks get one, ms. */
  bookmarkMs: number;
}

export interface ApiServer {
  /** Listens on 127.0.0.1. Port 0 takes a free one. */
  listen(port: number): Promise<{ url: string; port: number }>;
  /** Ends all watches and connections. */
  close(): Promise<void>;
  /** How many watches are open now. */
  readonly watches: number;
}

/** Who asks. */
export interface User {
  name: string;
  groups: readonly string[];
}

export type Body = { [key: string]: Json };
