import {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { isError, stringifyError } from '@backstage/errors';
import {
  needsApproval,
  RunDetail,
  RunPart,
} from '@slipway/plugin-resilience-common';
import { StartedPart } from '@slipway/plugin-work-common';
import { Work, WorkParts } from '@slipway/plugin-work-node';

/** A provider that does not answer by then is asked again by the next step. */
const ANSWER_MS = 5_000;
/** How often a part is asked to stop. */
const STOP_EVERY_MS = 5_000;
/** For so long a part that was being started when the portal stopped is looked for. */
const FIND_MS = 60_000;

/** Under this id the provider finds a part again. */
export const orderIdOf = (runId: string, partId: string) =>
  `${runId}-${partId}`;

/** The words of an error that is meant for users. */
export function wordsOf(error: unknown): string {
  return isError(error) && error.name !== 'Error' && error.name !== 'TypeError'
    ? error.message
    : 'an unexpected error, which the log of the portal has.';
}

/** What is known of a start that this process made. */
interface Start {
  result?: StartedPart | Error;
  skipped?: true;
}

async function answered<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no answer within ${ANSWER_MS / 1000} s`)),
      ANSWER_MS,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The later of two times; the other where one is not known. */
function notBefore(time: string, bound: string | undefined): string {
  return bound !== undefined && Date.parse(time) < Date.parse(bound)
    ? bound
    : time;
}

/**
 * A part with what its provider says of it. A provider writes the time of its
 * cluster, which may be in whole seconds or behind the portal's: nothing had an
 * effect before it was asked for.
 */
export function withAnswer(part: RunPart, answer: StartedPart): RunPart {
  const {
    effectiveAt,
    effectEndedAt,
    outcome: _,
    reason: __,
    verdict: ___,
    ...rest
  } = part;
  // What was proved once stays so, whatever a provider forgets.
  const from =
    effectiveAt ??
    (answer.effectiveAt && notBefore(answer.effectiveAt, part.startedAt));
  const until =
    answer.effectEndedAt ??
    (answer.phase === 'ended' ? effectEndedAt : undefined);
  return {
    ...rest,
    ...answer,
    ...(from ? { effectiveAt: from } : {}),
    ...(until ? { effectEndedAt: notBefore(until, from) } : {}),
  };
}

function failed(part: RunPart, reason: string): RunPart {
  return {
    ...part,
    phase: 'ended',
    state: 'failed',
    outcome: 'failed',
    reason,
  };
}

/**
 * Starts, follows and stops the parts of runs through their providers. A start
 * is in the database before it is sent; what became of it is found by the id
 * of the part.
 */
export class PartDriver {
  /** Starts that are on their way, and what became of them. */
  readonly #starts = new Map<string, Start>();
  readonly #stopped = new Map<string, number>();

  constructor(
    private readonly options: {
      work: Pick<Work, 'partsOf'>;
      logger: LoggerService;
      now: () => number;
    },
  ) {}

  /** Asks a provider to start a part that is kept as `starting`. Does not wait. */
  start(
    run: RunDetail,
    part: RunPart,
    credentials: BackstageCredentials,
    done: () => void,
  ): void {
    const id = orderIdOf(run.id, part.id);
    const slot: Start = {};
    this.#starts.set(id, slot);
    const { entityRef, cluster, namespace, environment } = run;
    const { kind, offer, args } = part;
    // A run where one is needed was not launched without it.
    const approved = needsApproval(environment);
    const provider = this.#provider(part);
    const started = provider
      ? provider.start(
          { id, kind, offer, args, entityRef, cluster, namespace, approved },
          credentials,
        )
      : Promise.reject(new Error(`There is no provider of ${kind}`));
    started
      .catch(error => {
        this.options.logger.warn(
          `Joint run ${run.id}, start of ${part.id}: ${stringifyError(error)}`,
        );
        return isError(error) ? error : new Error(String(error));
      })
      .then(result => {
        slot.result = result;
        done();
      });
  }

  /** A part that is kept as `starting` is not asked for after all: the run was stopped meanwhile. */
  skip(run: RunDetail, part: RunPart): void {
    this.#starts.set(orderIdOf(run.id, part.id), { skipped: true });
  }

  /** All parts of a run as they are now. */
  async refresh(run: RunDetail): Promise<RunPart[]> {
    return Promise.all(run.parts.map(part => this.#refreshed(run, part)));
  }

  /** Asks every part that may have an effect to stop. @returns why one could not be asked, if one could not */
  async stop(run: RunDetail, reason: string): Promise<string | undefined> {
    const { now } = this.options;
    const problems = await Promise.all(
      run.parts.map(async part => {
        const { ref, phase } = part;
        const id = orderIdOf(run.id, part.id);
        const recent = now() - (this.#stopped.get(id) ?? 0) < STOP_EVERY_MS;
        if (!ref || recent || (phase !== 'starting' && phase !== 'running')) {
          return undefined;
        }
        const provider = this.#provider(part);
        if (!provider) return this.#gone(part);
        try {
          await answered(provider.stop(ref, reason));
          this.#stopped.set(id, now());
          return undefined;
        } catch (error) {
          this.#log(run, part, 'stop', error);
          return `${part.title} could not be stopped yet: ${wordsOf(error)}`;
        }
      }),
    );
    return problems.find(Boolean);
  }

  /** Forgets what is kept of a run that has ended. */
  forget(run: RunDetail): void {
    for (const { id } of run.parts) {
      this.#starts.delete(orderIdOf(run.id, id));
      this.#stopped.delete(orderIdOf(run.id, id));
    }
  }

  async #refreshed(run: RunDetail, part: RunPart): Promise<RunPart> {
    const { phase, ref } = part;
    if (phase === 'waiting' || phase === 'skipped' || phase === 'ended') {
      return part;
    }
    try {
      if (ref === undefined) return await this.#startedOf(run, part);
      const provider = this.#provider(part);
      if (!provider) return { ...part, state: this.#gone(part) };
      return withAnswer(part, await answered(provider.state(ref)));
    } catch (error) {
      if (isError(error) && error.name === 'NotFoundError') {
        return failed(part, 'Its provider does not know it any more.');
      }
      this.#log(run, part, 'state', error);
      return { ...part, state: `not known now: ${wordsOf(error)}` };
    }
  }

  /** What became of a start. */
  async #startedOf(run: RunDetail, part: RunPart): Promise<RunPart> {
    const id = orderIdOf(run.id, part.id);
    const slot = this.#starts.get(id);
    if (slot?.skipped) {
      return { ...part, phase: 'skipped', state: 'not started' };
    }
    if (slot && !slot.result) return part;
    if (slot?.result && !(slot.result instanceof Error)) {
      return withAnswer(part, slot.result);
    }
    // Refused, or started by a process that is gone: something may be there all the same.
    const found = await answered(
      this.#provider(part)?.find(id) ?? Promise.resolve(undefined),
    );
    if (found) return withAnswer(part, found);
    if (slot?.result instanceof Error) {
      return failed(part, wordsOf(slot.result));
    }
    const since = this.options.now() - Date.parse(part.startedAt ?? '');
    return since < FIND_MS
      ? part
      : failed(
          part,
          'The portal stopped while it was being started, and nothing of it was found since.',
        );
  }

  #provider({ kind }: RunPart): WorkParts | undefined {
    return this.options.work.partsOf(kind);
  }

  #gone({ title, kind }: RunPart): string {
    return `${title} cannot be followed: no installed plugin runs a ${kind}.`;
  }

  #log(run: RunDetail, part: RunPart, what: string, error: unknown) {
    this.options.logger.warn(
      `Joint run ${run.id}, ${what} of ${part.id}: ${stringifyError(error)}`,
    );
  }
}
