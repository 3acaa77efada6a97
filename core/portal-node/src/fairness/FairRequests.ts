import {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import {
  FairQueue,
  FairQueueLimits,
  RecentUsers,
  TooManyRequestsError,
} from '@slipway/plugin-live-node';
import { Express, Request, RequestHandler, Response } from 'express';
import { readLanes } from './config';
import { bearerToken, isOfPlugin } from './bearerToken';
import { Lane, laneOf, LANES, takesTurns } from './lanes';
import { RefusalLog } from './RefusalLog';
import { TokenOwners } from './TokenOwners';

/** A request that takes longer waits for something else than this process: it holds no turn any more. */
const LONGEST_TURN_MS = 1_000;
/** Responses of one user that may be open at the same time, also those whose reader is slow. */
const MOST_OPEN = 200;
/** A refusal is held back this long for each that is held back already: who asks again at once gains nothing. */
const HOLD_MS = 20;
const LONGEST_HOLD_MS = 1_000;

interface Admission {
  /** Set when it is known whose request it is. */
  user?: string;
  lane: Lane;
  admitted: Promise<void>;
  /** Gives the turn back before the answer is complete. */
  leave(): void;
}

/** What the root router is put together from. */
export interface RootParts {
  app: Pick<Express, 'use'>;
  config: Config;
  logger: LoggerService;
  middleware: { helmet(): RequestHandler; cors(): RequestHandler };
}

/**
 * Serves the requests of all users fairly: see {@link FairQueue}.
 *
 * Whose a request is is known early from a token that was verified before, and
 * a refusal then costs next to nothing; else from its credentials, once
 * `httpAuth` has verified them. Requests of plugins on behalf of a user are
 * part of a request that has its turn already.
 */
export class FairRequests {
  readonly #longestTurnMs: number;
  readonly #recent = new RecentUsers();
  #queues = this.#queuesOf(LANES);
  readonly #owners = new TokenOwners();
  readonly #admissions = new WeakMap<Request, Admission>();
  readonly #open = new Map<string, number>();
  #held = 0;

  /** @param options - `longestTurnMs`: a request that takes longer holds no turn any more; 1 s by default */
  constructor(options: { longestTurnMs?: number } = {}) {
    this.#longestTurnMs = options.longestTurnMs ?? LONGEST_TURN_MS;
  }

  /** Adds the middleware; to be called before any other is added, so that a refusal costs little. */
  install({ app, config, logger, middleware }: RootParts): void {
    this.#queues = this.#queuesOf(readLanes(config));
    const refusals = new RefusalLog(logger);
    const headers = [middleware.helmet(), middleware.cors()];
    app.use((req, res, next) => {
      if (!takesTurns(req)) {
        next();
        return;
      }
      const token = bearerToken(req);
      const user = token && this.#owners.userOf(token);
      if (!user && token && isOfPlugin(token)) {
        next();
        return;
      }
      this.#admit(req, res, user).then(
        () => next(),
        error => {
          if (!(error instanceof TooManyRequestsError)) return;
          refusals.note(user ?? 'somebody who is not signed in');
          this.#holdBack(res, () =>
            throughAll(headers, req, res, () => refuse(req, res, error)),
          );
        },
      );
    });
  }

  /**
   * Waits for the turn of a request whose credentials have been verified.
   *
   * @throws TooManyRequestsError when the user has asked for more than a fair share
   */
  async admitVerified(
    req: Request,
    { principal, expiresAt }: BackstageCredentials,
  ): Promise<void> {
    const user = userOf(principal);
    const known = this.#admissions.get(req);
    if (
      user === undefined ||
      known?.user === user ||
      known?.lane === 'userInfo'
    ) {
      await known?.admitted;
      return;
    }
    known?.leave();
    const token = bearerToken(req);
    if (token) this.#owners.remember(token, user, expiresAt);
    const { res } = req;
    if (!res) return;
    try {
      await this.#admit(req, res, user);
    } catch (error) {
      // Nobody reads the answer to a request whose client has gone.
      const refusal =
        error instanceof TooManyRequestsError
          ? error
          : new TooManyRequestsError(1);
      if (!res.headersSent) {
        res.set('retry-after', String(refusal.retryAfterSeconds));
      }
      throw refusal;
    }
  }

  #queuesOf(limits: Record<Lane, FairQueueLimits>): Record<Lane, FairQueue> {
    const queue = (lane: Lane) =>
      new FairQueue(limits[lane], user => this.#recent.othersThan(user));
    return {
      requests: queue('requests'),
      actions: queue('actions'),
      userInfo: queue('userInfo'),
      signIn: queue('signIn'),
      unknown: queue('unknown'),
    };
  }

  #admit(req: Request, res: Response, user?: string): Promise<void> {
    if (user) this.#recent.note(user);
    const { lane, urgent } = laneOf(req, user);
    const key =
      lane === 'userInfo'
        ? `token ${bearerToken(req)}`
        : user ?? `address ${req.ip}`;
    const admission: Admission = {
      user,
      lane,
      admitted: this.#enter(lane, key, res, {
        urgent,
        onTurn: leave => {
          admission.leave = leave;
        },
      }),
      leave: () => {},
    };
    this.#admissions.set(req, admission);
    return admission.admitted;
  }

  async #enter(
    lane: Lane,
    key: string,
    res: Response,
    options: { urgent: boolean; onTurn: (leave: () => void) => void },
  ): Promise<void> {
    if (lane !== 'actions' && (this.#open.get(key) ?? 0) >= MOST_OPEN) {
      throw new TooManyRequestsError(1);
    }
    const gone = new AbortController();
    res.once('close', () => gone.abort());
    if (res.closed) gone.abort();
    const endTurn = await this.#queues[lane].enter(key, {
      urgent: options.urgent,
      signal: gone.signal,
    });
    const timer = setTimeout(endTurn, this.#longestTurnMs);
    this.#open.set(key, (this.#open.get(key) ?? 0) + 1);
    const leave = () => {
      res.off('close', leave);
      clearTimeout(timer);
      endTurn();
      const left = (this.#open.get(key) ?? 1) - 1;
      if (left > 0) this.#open.set(key, left);
      else this.#open.delete(key);
    };
    options.onTurn(leave);
    res.once('close', leave);
    onEventStream(res, endTurn);
    if (res.closed) leave();
  }

  #holdBack(res: Response, then: () => void): void {
    if (res.closed) return;
    this.#held += 1;
    const timer = setTimeout(() => {
      if (!res.closed) then();
    }, Math.min(LONGEST_HOLD_MS, this.#held * HOLD_MS));
    res.once('close', () => {
      clearTimeout(timer);
      this.#held -= 1;
    });
  }
}

/** The user who has sent the request; undefined for a plugin, also when it asks on behalf of a user. */
function userOf(principal: unknown): string | undefined {
  if (typeof principal !== 'object' || principal === null) return undefined;
  if ('actor' in principal && principal.actor) return undefined;
  return 'userEntityRef' in principal &&
    typeof principal.userEntityRef === 'string'
    ? principal.userEntityRef
    : undefined;
}

/** Calls back when the answer turns out to be an event stream: what follows is not work for a request. */
function onEventStream(res: Response, then: () => void): void {
  const { writeHead } = res;
  const observed = (...args: Parameters<typeof writeHead>) => {
    const answer = writeHead.apply(res, args);
    const type = String(res.getHeader('content-type') ?? '');
    if (type.startsWith('text/event-stream')) then();
    return answer;
  };
  res.writeHead = observed as typeof writeHead;
}

function throughAll(
  handlers: RequestHandler[],
  req: Request,
  res: Response,
  then: () => void,
): void {
  const [first, ...rest] = handlers;
  if (!first) then();
  else first(req, res, () => throughAll(rest, req, res, then));
}

function refuse(req: Request, res: Response, error: TooManyRequestsError) {
  res
    .status(error.statusCode)
    .set('retry-after', String(error.retryAfterSeconds))
    .set('cache-control', 'no-store')
    .json({
      error: { name: error.name, message: error.message },
      request: { method: req.method, url: req.url },
      response: { statusCode: error.statusCode },
    });
}
