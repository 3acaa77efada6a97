import { AuditorService, LoggerService } from '@backstage/backend-plugin-api';
import { assertError, stringifyError } from '@backstage/errors';
import {
  ActivityService,
  createEventAnyway,
} from '@slipway/plugin-activity-node';
import { HaltState, HaltWrite } from '@slipway/plugin-chaos-common';
import { Actor, PartiallyAppliedError } from '@slipway/plugin-clusters-common';
import { randomUUID } from 'node:crypto';
import { HaltStore, NewHalt } from '../database/HaltStore';
import { FaultStopper, StopOutcome } from './FaultStopper';
import { haltTarget } from './haltTarget';

/** Nobody else works on a halt for so long; longer while its process lives. */
export const HALT_LEASE_MS = 15_000;

export interface HaltServiceOptions {
  activity: Pick<ActivityService, 'platformEvent'>;
  auditor: AuditorService;
  halts: HaltStore;
  logger: LoggerService;
  stopper: FaultStopper;
}

const faults = (count: number) =>
  count === 1 ? '1 fault was' : `${count} faults were`;

/** What was not stopped, in a sentence without its full stop. Pure. */
function reasonOf({ stopped, notStopped, unread }: StopOutcome): string {
  const tried = stopped.length + notStopped.length;
  return [
    ...(notStopped.length > 0
      ? [`${notStopped.length} of ${tried} faults could not be stopped`]
      : []),
    ...(unread.length > 0
      ? ['what runs in a cluster that cannot be read is not known']
      : []),
  ].join(', and ');
}

/** Stops everything, and blocks what is new until that is lifted. */
export class HaltService {
  /** Of leases. */
  readonly #owner = randomUUID();
  readonly #listeners = new Set<() => void>();

  constructor(private readonly options: HaltServiceOptions) {}

  read(): Promise<HaltState> {
    return this.options.halts.read();
  }

  /** How many faults have not ended. */
  running(): number {
    return this.options.stopper.active().length;
  }

  /** Calls back when this process changed it. @returns the function that ends it */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /**
   * Blocks new faults, then deletes every fault of every cluster. One that
   * cannot be deleted does not keep the others.
   *
   * @throws PartiallyAppliedError that names what still runs; new ones are blocked then too
   */
  async halt(
    { at, reason }: Extract<HaltWrite, { do: 'halt' }>,
    actor: Actor,
  ): Promise<void> {
    const { halts, stopper } = this.options;
    const halt = { actor, at, reason, targets: stopper.targets() };
    await halts.halt(halt, this.#lease());
    this.#changed();
    const { outcome } = await this.#carryOut(halt);
    const { stopped, notStopped, unread } = outcome;
    if (notStopped.length + unread.length === 0) return;
    throw new PartiallyAppliedError(
      {
        applied: [
          'New faults are blocked',
          ...stopped.map(name => `${name} stopped`),
        ],
        notApplied: notStopped,
        unknown: unread,
      },
      reasonOf(outcome),
    );
  }

  /**
   * Carries out the halt that holds, when the process that did so is gone: in
   * the name of whoever halted, with an audit event and an entry of its own.
   * Nothing is done when there is none.
   *
   * @param ready - resolves when what runs has been read
   */
  async continueInterrupted(ready: () => Promise<unknown>): Promise<void> {
    const { auditor, halts, logger } = this.options;
    const halt = await halts.claimUnfinished({
      ...this.#lease(),
      now: new Date(),
    });
    if (!halt) return;
    const { at, reason } = halt;
    const by = halt.actor.userEntityRef;
    logger.warn(
      `The halt of all faults by ${by} at ${at} was interrupted: it is continued`,
    );
    const { event } = await createEventAnyway(auditor, {
      eventId: 'continue-halt',
      severityLevel: 'critical',
      meta: { by, at, reason },
    });
    try {
      const { outcome, isFirst } = await this.#carryOut(halt, ready);
      const { stopped, notStopped, unread } = outcome;
      await event.success({
        meta: { stopped, notStopped, notKnown: unread },
      });
      if (isFirst) await this.#record(halt, outcome);
    } catch (error) {
      assertError(error);
      await event.fail({ error });
      throw error;
    }
  }

  async lift(by: string, at: string): Promise<void> {
    await this.options.halts.lift(by, at);
    this.#changed();
  }

  /** Keeps the lease while faults are stopped, and then what became of them. */
  async #carryOut(
    { actor, at, targets }: NewHalt,
    ready: () => Promise<unknown> = async () => {},
  ): Promise<{ outcome: StopOutcome; isFirst: boolean }> {
    const { halts, logger, stopper } = this.options;
    const renewal = setInterval(() => {
      halts
        .renew(at, this.#lease())
        .catch(error =>
          logger.warn(`The lease of a halt: ${stringifyError(error)}`),
        );
    }, HALT_LEASE_MS / 3);
    try {
      await ready();
      const outcome = await stopper.stopAll(targets, actor);
      const isFirst = await halts.finished(at, {
        stopped: outcome.stopped.length,
        left: [
          ...outcome.notStopped,
          ...outcome.unread.map(what => `Not known: ${what}`),
        ],
      });
      return { outcome, isFirst };
    } finally {
      clearInterval(renewal);
      this.#changed();
    }
  }

  /** Whoever halted got no answer: the record says how it came out. */
  async #record({ actor, at }: NewHalt, outcome: StopOutcome) {
    const { activity, logger } = this.options;
    const { stopped, notStopped, unread } = outcome;
    const isWhole = notStopped.length + unread.length === 0;
    try {
      await activity.platformEvent({
        plugin: 'chaos',
        type: 'halt-finished',
        key: `halt/${at}/finished`,
        at: new Date().toISOString(),
        target: haltTarget(),
        summary: [
          `The halt of all faults by ${
            actor.userEntityRef
          } was interrupted and is now carried out: ${faults(
            stopped.length,
          )} stopped by it.`,
          ...(isWhole ? [] : [`${reasonOf(outcome)}.`]),
        ].join(' '),
        severity: isWhole ? 'warning' : 'error',
        after: { stopped, notStopped, notKnown: unread },
      });
    } catch (error) {
      // The faults are stopped; the audit log and the page say so.
      logger.warn(
        `The end of the halt of ${at} is not in the record: ${stringifyError(
          error,
        )}`,
      );
    }
  }

  #lease() {
    return {
      owner: this.#owner,
      until: new Date(Date.now() + HALT_LEASE_MS),
    };
  }

  #changed() {
    this.#listeners.forEach(listener => listener());
  }
}
