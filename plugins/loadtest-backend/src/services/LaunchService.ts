import { LoggerService } from '@backstage/backend-plugin-api';
import {
  assertError,
  ConflictError,
  NotFoundError,
  ServiceUnavailableError,
  stringifyError,
} from '@backstage/errors';
import { Actor } from '@slipway/plugin-clusters-common';
import { LaunchWrite, RunOrigin } from '@slipway/plugin-loadtest-common';
import { randomUUID } from 'node:crypto';
import { LoadTestConfig } from '../config';
import { LAUNCH_LEASE_MS, RunStore } from '../database/RunStore';
import { Runner, RunPlan } from '../runners/types';
import { newRun, planOf } from './newRun';

/** What ordered a run, and the key by which the same order starts one run. */
export interface RunOrder {
  origin: RunOrigin;
  key: string;
}

/** Starts runs. */
export class LaunchService {
  constructor(
    private readonly options: {
      config: Pick<LoadTestConfig, 'usersPerWorker'>;
      logger: LoggerService;
      runners: readonly Runner[];
      store: Pick<RunStore, 'open' | 'step' | 'renew' | 'release'>;
      onChange(id: string): void;
    },
  ) {}

  /**
   * Starts a run; the same order again gives the run that it started.
   *
   * @throws what is refused of a run before anything of it is started
   * @throws ConflictError when the target is being loaded
   * @throws ServiceUnavailableError when master and workers could not be started; nothing is left then
   */
  async launch(
    write: LaunchWrite,
    actor: Actor,
    order?: RunOrder,
  ): Promise<{ runId: string }> {
    const { config, store, onChange } = this.options;
    const runner = this.#runner(write.runner);
    const detail = newRun(write, {
      id: randomUUID(),
      now: new Date(),
      usersPerWorker: config.usersPerWorker,
      origin: order?.origin,
    });
    const plan = planOf(detail, write.locustfile, actor);
    const owner = randomUUID();
    const opening = await store.open(owner, detail, plan, order?.key);
    if (opening.state === 'ordered') return { runId: opening.run.id };
    if (opening.state === 'taken') {
      const { startedBy, createdAt, id } = opening.run;
      throw new ConflictError(
        `${startedBy} is loading this target since ${createdAt} (run ${id}). One run a target.`,
      );
    }
    onChange(detail.id);
    const renewing = this.#renew(owner, detail.id);
    try {
      await this.#start(runner, plan);
    } catch (error) {
      assertError(error);
      const at = new Date().toISOString();
      const problem = error.message;
      await store.step(owner, {
        detail: { ...detail, problem },
        ending: { state: 'failed', at, problem },
      });
      throw error;
    } finally {
      clearInterval(renewing);
      await store.release(owner, detail.id);
      onChange(detail.id);
    }
    return { runId: detail.id };
  }

  /** @throws what is refused before anything is started, else ServiceUnavailableError */
  async #start(runner: Runner, plan: RunPlan): Promise<void> {
    await runner.check?.(plan);
    try {
      await runner.start(plan);
    } catch (error) {
      this.options.logger.warn(`Load run ${plan.id}: ${stringifyError(error)}`);
      throw new ServiceUnavailableError(
        "Master and workers could not be started. What was started is removed; the portal's log says why.",
      );
    }
  }

  /** Says that this process is still starting the run; a process that was killed does not. */
  #renew(owner: string, id: string) {
    const { store, logger } = this.options;
    return setInterval(() => {
      store
        .renew(owner, id, new Date(Date.now() + LAUNCH_LEASE_MS))
        .catch(error =>
          logger.warn(`Load run ${id}: ${stringifyError(error)}`),
        );
    }, LAUNCH_LEASE_MS / 3).unref();
  }

  #runner(name: LaunchWrite['runner']): Runner {
    const runner = this.options.runners.find(one => one.name === name);
    if (!runner) throw new NotFoundError(`There is no runner ${name}.`);
    return runner;
  }
}
