import { LoggerService } from '@backstage/backend-plugin-api';
import { isError, stringifyError } from '@backstage/errors';
import {
  LastStart,
  LoadSchedule,
  nextTimes,
  startsWithin,
} from '@slipway/plugin-loadtest-common';
import { DatabaseScheduleStore } from '../database/DatabaseScheduleStore';
import { OwnerRights } from './OwnerRights';

/** Schedules are looked at so often. */
const TICK_MS = 5_000;
/** A start that is later than this is missed: nobody expects it any more. */
const LATE_MS = 5 * 60_000;

const MISSED = 'No portal ran at that time. It is not made up for.';
const FOR_USERS = [
  'ApprovalRequiredError',
  'ConflictError',
  'InputError',
  'NotAllowedError',
  'NotFoundError',
  'ServiceUnavailableError',
];

/** Starts a run for a schedule, as its creator. */
export type StartRun = (
  schedule: LoadSchedule,
  /** ISO time for which it was planned: the same starts one run. */
  at: string,
) => Promise<{ runId: string }>;

/**
 * Starts what is due. The next start is advanced in the database first, so that
 * of several replicas one starts a run.
 */
export class ScheduleStarter {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #working: Promise<void> | undefined;
  #ended = false;

  constructor(
    private readonly options: {
      schedules: Pick<DatabaseScheduleStore, 'due' | 'replace' | 'record'>;
      rights: Pick<OwnerRights, 'owns'>;
      startRun: StartRun;
      logger: LoggerService;
      /** Called when a schedule started nothing, or was stopped, before that is kept. */
      onTrouble(schedule: LoadSchedule): Promise<void>;
      now?: () => Date;
    },
  ) {}

  start(): void {
    const next = () => {
      this.#timer = setTimeout(async () => {
        this.#working = this.tick();
        await this.#working;
        if (!this.#ended) next();
      }, TICK_MS);
      this.#timer.unref();
    };
    next();
  }

  async stop(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#timer);
    await this.#working;
  }

  /** Starts what is due now. Never throws. */
  async tick(): Promise<void> {
    const { logger, schedules } = this.options;
    const now = this.options.now?.() ?? new Date();
    try {
      for (const one of await schedules.due(now)) await this.#start(one, now);
    } catch (error) {
      logger.warn(`Schedules of load tests: ${stringifyError(error)}`);
    }
  }

  async #start(schedule: LoadSchedule, now: Date): Promise<void> {
    const { schedules } = this.options;
    const { cron, nextAt } = schedule;
    if (nextAt === undefined) return;
    const late = now.getTime() - Date.parse(nextAt) > LATE_MS;
    const missed = late ? startsWithin(cron, new Date(nextAt), now) : 0;
    const moved: LoadSchedule = {
      ...schedule,
      nextAt: nextTimes(cron, now, 1)[0]?.toISOString(),
      missed: schedule.missed + missed,
      ...(late
        ? { last: { at: nextAt, outcome: 'missed', reason: MISSED } }
        : {}),
    };
    if (!(await schedules.replace(schedule, moved)) || late) return;
    const outcome = await this.#run(schedule, nextAt);
    const change = (kept: LoadSchedule): LoadSchedule => {
      const { stop, ...last } = outcome;
      if (!stop) return { ...kept, last };
      const { nextAt: _, ...rest } = kept;
      return { ...rest, state: 'stopped', reason: last.reason, last };
    };
    if (outcome.outcome !== 'started') {
      await this.options.onTrouble(change(moved));
    }
    await schedules.record(schedule.id, change);
  }

  /** What became of a start; `stop`: the schedule starts nothing any more. */
  async #run(
    schedule: LoadSchedule,
    at: string,
  ): Promise<LastStart & { stop?: true }> {
    const { rights, startRun, logger } = this.options;
    const { id, createdBy, entityRef } = schedule;
    try {
      if (!(await rights.owns(createdBy, entityRef))) {
        return {
          at,
          outcome: 'refused',
          reason: `${createdBy} does not own ${entityRef} any more.`,
          stop: true,
        };
      }
      const { runId } = await startRun(schedule, at);
      return { at, outcome: 'started', runId };
    } catch (error) {
      logger.warn(`Schedule ${id}: ${stringifyError(error)}`);
      const forUsers = isError(error) && FOR_USERS.includes(error.name);
      return {
        at,
        outcome: 'refused',
        reason: forUsers
          ? error.message
          : 'It failed; the portal’s log says why.',
      };
    }
  }
}
