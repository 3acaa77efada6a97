import { FairQueueLimits } from '@slipway/plugin-live-node';
import { Request } from 'express';

/** What a request is to the fair queue. */
export type Lane = 'requests' | 'actions' | 'anonymous';

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
    perSecond: 30,
    waiting: 100,
    waitMs: 10_000,
  },
  /** Actions on rollouts wait for actions only and are never refused. */
  actions: {
    alone: 8,
    besideOthers: 4,
    burst: 30,
    rest: 2,
    allowance: 200,
    perSecond: 40,
    waiting: Infinity,
    waitMs: Infinity,
  },
  /** Signing in, and whatever comes without a known token: by address, which many users may share. */
  anonymous: {
    alone: 16,
    besideOthers: 4,
    burst: 60,
    rest: 2,
    allowance: 200,
    perSecond: 20,
    waiting: 500,
    waitMs: 10_000,
  },
};

const ACTION =
  /^\/api\/(rollouts\/v1\/clusters\/[^/]+\/namespaces\/[^/]+\/rollouts\/[^/]+\/actions\/|break-glass\/)/;
const URGENT = /\/actions\/abort\/?$/;
/** Plugins ask each other for these without a token, while they check one. */
const KEYS = /\/jwks\.json\/?$/;

/** How the request of a user is served. */
export function laneOf(req: Request): { lane: Lane; urgent: boolean } {
  const path = req.path.toLowerCase();
  const reads = req.method === 'GET' || req.method === 'HEAD';
  return !reads && ACTION.test(path)
    ? { lane: 'actions', urgent: URGENT.test(path) }
    : { lane: 'requests', urgent: false };
}

/** Whether a request takes its turn at all: routes of plugins do; files of the app and probes of health are cheap. */
export function takesTurns(req: Request): boolean {
  // Express takes routes in any case.
  const path = req.path.toLowerCase();
  return path.startsWith('/api/') && !KEYS.test(path);
}
