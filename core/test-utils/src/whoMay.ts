/**
 * Who gets past the door of a route, and so as far as its own work: `owner` is
 * a member of the team of order-service, `no user` other plugins or nobody at
 * all, `nowhere` an address that answers 404 to everybody.
 */
export type Who =
  | 'everybody'
  | 'signed in'
  | 'owner'
  | 'platform'
  | 'no user'
  | 'nowhere';

/** A request that gets as far as the permission and changes nothing. */
export interface RouteSample {
  /** In place of the path of the route, whose parameters would be `x`. */
  path?: string;
  body?: unknown;
  headers?: Record<string, string>;
  /**
   * Which services get past the door beside users: `plugins` of the portal, or
   * static tokens too. Unless said: all where the route reads (`GET`), none
   * where it acts.
   */
  services?: 'all' | 'plugins' | 'none';
  /** Which users that `who` does not name get past it: members of the on-call group, or all. */
  users?: 'on-call' | 'all';
  /** A good request from which bad ones are made; the body above unless said. */
  fuzz?: { body?: unknown; query?: Record<string, string | string[]> };
}
export type RouteRow = readonly [who: Who, sample?: RouteSample];

/** Who may use a tool, and what it is called with: as far as the permission, without changing anything. */
export interface ToolRow {
  who: Who;
  input: unknown;
}

/**
 * Who may use what a plugin offers. Each backend plugin of Slipway exports one
 * as `whoMay` from `src/__testUtils__/whoMay.ts`. The fault suites read them all
 * and hold them against the running portal: a route or tool without a row fails
 * the build, and so does a row without a route.
 */
export interface WhoMay {
  pluginId: string;
  /** By method and path as Express names it, below `/api/<pluginId>`: `GET /v1/things/:name`. */
  routes: Readonly<Record<string, RouteRow>>;
  /** Tools for agents, by name without the plugin; none unless said. */
  tools?: Readonly<Record<string, ToolRow>>;
}
