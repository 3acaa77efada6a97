import { FairQueueLimits } from '@slipway/plugin-live-node';
import { Request } from 'express';

/** What a request is to the fair queue. */
export type Lane = 'requests' | 'actions' | 'userInfo' | 'signIn' | 'unknown';

/**
 * A browser sends at most six requests at a time over HTTP/1.1, and a page of
 * the portal sends about thirty. A script that sends one after the other is
 * slowed while others are active, and never refused.
 */
export const LANES: Record<Lane, FairQueueLimits> = {
  requests: {
    alone: 8,
    besideOthers: 4,
    burst: 50,
    rest: 3,
    allowance: 200,
    perSecond: 25,
    waiting: 100,
    waitMs: 10_000,
  },
  /** Actions on rollouts wait for actions only and are never refused. */
  actions: {
    alone: 8,
    besideOthers: 2,
    burst: 20,
    rest: 3,
    allowance: 200,
    perSecond: 10,
    waiting: Infinity,
    waitMs: Infinity,
  },
  /**
   * Plugins ask for the groups of a user with the user's own token, once in
   * five seconds, while a request of that user has its turn: in the same queue
   * the two would wait for each other.
   */
  userInfo: {
    alone: 4,
    besideOthers: 2,
    burst: 10,
    rest: 3,
    allowance: 20,
    perSecond: 2,
    waiting: 50,
    waitMs: 10_000,
  },
  /** By address, which many users may share. A sign-in is written to the database. */
  signIn: {
    alone: 8,
    besideOthers: 2,
    burst: 30,
    rest: 2,
    allowance: 200,
    perSecond: 6,
    waiting: 300,
    waitMs: 10_000,
  },
  /** By address too: tokens that are not known yet. The request is its user's once the token is verified. */
  unknown: {
    alone: 16,
    besideOthers: 8,
    burst: 300,
    rest: 1,
    allowance: 600,
    perSecond: 60,
    waiting: 500,
    waitMs: 10_000,
  },
};

const ACTION =
  /^\/api\/(rollouts\/v1\/clusters\/[^/]+\/namespaces\/[^/]+\/rollouts\/[^/]+\/actions\/|break-glass\/)/;
const URGENT = /\/actions\/abort\/?$/;
const USER_INFO = /^\/api\/auth\/v1\/userinfo\/?$/;
/** Plugins ask each other for these without a token, while they check one. */
const KEYS = /\/jwks\.json\/?$/;

/** In which queue a request waits; `user` when it is known whose it is. */
export function laneOf(
  req: Request,
  user: string | undefined,
): { lane: Lane; urgent: boolean } {
  const path = pathOf(req);
  if (USER_INFO.test(path)) return { lane: 'userInfo', urgent: false };
  if (user === undefined) {
    const signsIn = path.startsWith('/api/auth/');
    return { lane: signsIn ? 'signIn' : 'unknown', urgent: false };
  }
  const reads = req.method === 'GET' || req.method === 'HEAD';
  return !reads && ACTION.test(path)
    ? { lane: 'actions', urgent: URGENT.test(path) }
    : { lane: 'requests', urgent: false };
}

/** Whether a request takes its turn at all: routes of plugins do; files of the app and probes of health are cheap. */
export function takesTurns(req: Request): boolean {
  const path = pathOf(req);
  return path.startsWith('/api/') && !KEYS.test(path);
}

/** The whole path, wherever the request is looked at; in lower case, because Express takes routes in any. */
function pathOf({ originalUrl }: Request): string {
  const [, path] = /^(?:https?:\/\/[^/?]*)?([^?]*)/i.exec(originalUrl) ?? [];
  return (path ?? '').toLowerCase();
}
