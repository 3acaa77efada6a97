import {
  drawLatency,
  LatencyShape,
  latencyMean,
  seededUnit,
  ServiceFlow,
} from '@slipway/platform-model';
import { MasterPlan } from './masterPlan';

/** Counters of one endpoint since the start; they only grow. */
export interface SimulatedEntry {
  method: string;
  name: string;
  requests: number;
  failures: number;
  sumMs: number;
  minMs?: number;
  maxMs?: number;
  /** Requests by response time, ms to three significant digits. */
  times: Record<string, number>;
}

/** The counters at one moment. */
export interface SimulatedSample {
  seq: number;
  /** Seconds since the start. */
  at: number;
  users: number;
  wantedUsers: number;
  workers: number;
  missingWorkers: number;
  /** Nothing runs that could use a CPU: always unknown. */
  maxCpuPercent: null;
  entries: SimulatedEntry[];
}

/** What the world around a master is when it takes a sample. */
export interface MasterWorld {
  /** Names of the worker pods that are ready. */
  workers: readonly string[];
  /** What meets requests to the target; undefined where nothing answers. */
  flow?: Pick<ServiceFlow, 'failureShare' | 'shape'>;
}

/** Requests of one sample that are drawn one by one; more of them weigh more. */
const MOST_DRAWN = 2_000;
/** A connection that is refused, ms. */
const REFUSED: LatencyShape = { medianMs: 1, sigma: 0.1 };

/** Users that a curve asks for: the last value at a step, 0 after its end. The same rule as the portal's prelude has. */
export function usersAt(points: MasterPlan['points'], at: number): number {
  const end = points[points.length - 1][0];
  if (at < 0 || at > end) return 0;
  for (let index = points.length - 1; index > 0; index -= 1) {
    const [start, before] = points[index - 1];
    const [stop, after] = points[index];
    if (at < start) continue;
    if (stop === start) return after;
    const share = Math.min(1, (at - start) / (stop - start));
    return Math.floor(before + (after - before) * share + 0.5);
  }
  return points[0][1];
}

/** Rounds to three significant digits. */
function bucketOf(milliseconds: number): number {
  const whole = Math.round(milliseconds);
  if (whole < 1_000) return whole;
  const width = 10 ** (String(whole).length - 3);
  return Math.round(milliseconds / width) * width;
}

/**
 * A Locust master that sends nothing: it follows the curve of its run, and
 * counts the requests that its users would have sent with the latency and the
 * failures that the traffic model has for the target at that moment. Closed
 * loop: a user waits for its answers, so a slow target gets fewer requests.
 */
export class SimulatedMaster {
  readonly samples: SimulatedSample[] = [];
  readonly #entries = new Map<string, SimulatedEntry>();
  readonly #carry = new Map<string, number>();
  #startedAt: number | undefined;
  #endedAt: number | undefined;
  #stopAsked = false;
  #complete = false;
  #users = 0;
  #rate = 0;

  constructor(readonly plan: MasterPlan) {}

  /** ms since 1970; undefined before the first user. */
  get startedAt(): number | undefined {
    return this.#startedAt;
  }

  /** When users were 0 after the end, ms since 1970. */
  get endedAt(): number | undefined {
    return this.#endedAt;
  }

  /** Whether the whole curve was run. */
  get complete(): boolean {
    return this.#complete;
  }

  get users(): number {
    return this.#users;
  }

  /** Requests per second that it sends now. */
  get requestsPerSecond(): number {
    return this.#rate;
  }

  get failures(): SimulatedEntry[] {
    return [...this.#entries.values()].filter(({ failures }) => failures > 0);
  }

  /** In Locust's words. */
  get state(): string {
    if (this.#startedAt === undefined) return 'ready';
    if (this.#endedAt !== undefined) return 'stopped';
    return this.#stopAsked ? 'stopping' : 'running';
  }

  start(now: number): void {
    this.#startedAt ??= now;
  }

  /** Asks for the end; before the start there is nothing to end. */
  stop(): void {
    if (this.#startedAt !== undefined) this.#stopAsked = true;
  }

  /** When the next sample is due, ms since 1970; undefined when there is none. */
  get dueAt(): number | undefined {
    if (this.#startedAt === undefined || this.#endedAt !== undefined) {
      return undefined;
    }
    const next = this.samples.length + 1;
    return this.#startedAt + next * this.plan.sampleSeconds * 1_000;
  }

  /** Takes the sample that is due. */
  take({ workers, flow }: MasterWorld): void {
    const { plan } = this;
    const seq = this.samples.length + 1;
    const at = seq * plan.sampleSeconds;
    const [end] = plan.points[plan.points.length - 1];
    const over = at > end;
    if (over && !this.#stopAsked) this.#complete = true;
    const stops = over || this.#stopAsked || workers.length === 0;
    const wantedUsers = stops ? 0 : usersAt(plan.points, at);
    this.#users = stops ? 0 : Math.max(1, wantedUsers);
    this.#rate = stops ? 0 : this.#send(seq, flow);
    if (stops) this.#endedAt = (this.#startedAt ?? 0) + at * 1_000;
    this.samples.push({
      seq,
      at,
      users: this.#users,
      wantedUsers,
      workers: workers.length,
      missingWorkers: Math.max(0, plan.workers - workers.length),
      maxCpuPercent: null,
      entries: [...this.#entries.values()].map(entry => ({
        ...entry,
        times: { ...entry.times },
      })),
    });
  }

  /** Sends what the users send in one sample; returns requests per second. */
  #send(seq: number, flow: MasterWorld['flow']): number {
    const { classes, sampleSeconds } = this.plan;
    const { shape = REFUSED, failureShare = 1 } = flow ?? {};
    const meanSeconds = latencyMean(shape) / 1_000;
    const weights = classes.reduce((sum, { weight }) => sum + weight, 0);
    let total = 0;
    for (const { weight, pacingSeconds, tasks } of classes) {
      const taskWeights = tasks.reduce((sum, one) => sum + one.weight, 0);
      for (const task of tasks) {
        const users =
          ((this.#users * weight) / weights) * (task.weight / taskWeights);
        const round = Math.max(pacingSeconds, task.calls.length * meanSeconds);
        for (const call of task.calls) {
          total += this.#count(
            `${call.method} ${call.name}`,
            { method: call.method, name: call.name },
            { requests: (users / round) * sampleSeconds, failureShare },
            shape,
            seq,
          );
        }
      }
    }
    return total / sampleSeconds;
  }

  #count(
    key: string,
    call: { method: string; name: string },
    traffic: { requests: number; failureShare: number },
    shape: LatencyShape,
    seq: number,
  ): number {
    const entry = this.#entries.get(key) ?? {
      ...call,
      requests: 0,
      failures: 0,
      sumMs: 0,
      times: {},
    };
    this.#entries.set(key, entry);
    const requests = this.#whole(`${key} requests`, traffic.requests);
    const failures = Math.min(
      requests,
      this.#whole(`${key} failures`, requests * traffic.failureShare),
    );
    entry.requests += requests;
    entry.failures += failures;
    const drawn = Math.min(requests, MOST_DRAWN);
    for (let index = 0; index < drawn; index += 1) {
      const count =
        Math.floor(((index + 1) * requests) / drawn) -
        Math.floor((index * requests) / drawn);
      const ms = Math.max(1, this.#draw(shape, `${key} ${seq} ${index}`));
      const bucket = String(bucketOf(ms));
      entry.times[bucket] = (entry.times[bucket] ?? 0) + count;
      entry.sumMs += ms * count;
      entry.minMs = Math.min(entry.minMs ?? ms, ms);
      entry.maxMs = Math.max(entry.maxMs ?? ms, ms);
    }
    return requests;
  }

  /** Whole requests; what is left of one is counted later. */
  #whole(key: string, amount: number): number {
    const sum = amount + (this.#carry.get(key) ?? 0);
    const whole = Math.floor(sum);
    this.#carry.set(key, sum - whole);
    return whole;
  }

  #draw(shape: LatencyShape, key: string): number {
    return drawLatency(
      shape,
      seededUnit(this.plan.run, key, 'a'),
      seededUnit(this.plan.run, key, 'b'),
    );
  }
}
