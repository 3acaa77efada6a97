import { LoggerService } from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { stringifyError } from '@backstage/errors';
import { NotificationService } from '@backstage/plugin-notifications-node';
import {
  LoadSchedule,
  RunDetail,
  runPagePath,
} from '@slipway/plugin-loadtest-common';
import { PORTAL } from '../following/RunFollower';

/** What has to be known of a run that ended, one sentence; undefined when it went as planned. Pure. */
export function troubleOf(run: RunDetail): string | undefined {
  const name = parseEntityRef(run.entityRef).name;
  const what = `${run.profile} test of ${name}`;
  if (run.state === 'failed') return `The ${what} could not run to its end`;
  if (run.stop?.by === PORTAL) return `The ${what} was stopped by a breach`;
  return run.verdict?.outcome === 'fail'
    ? `The ${what} failed its thresholds`
    : undefined;
}

/** Notifies who started a run and the owners of the service. Never throws: the run and its record say the same. */
export class Announcer {
  constructor(
    private readonly options: {
      notifications: NotificationService;
      logger: LoggerService;
    },
  ) {}

  /** Of a run that ended other than planned. A joint run reports its own parts. */
  async runEnded(run: RunDetail): Promise<void> {
    const title = troubleOf(run);
    if (title === undefined || run.origin?.kind === 'joint-run') return;
    await this.#send([run.startedBy, run.entityRef], {
      title,
      description:
        run.problem ?? run.stop?.reason ?? run.verdict?.reason ?? undefined,
      link: runPagePath(run.id),
      scope: `load-run/${run.id}`,
    });
  }

  /** Of a schedule that started nothing, or was stopped. */
  async scheduleTroubled(schedule: LoadSchedule): Promise<void> {
    const { kind, namespace, name } = parseEntityRef(schedule.entityRef);
    await this.#send([schedule.createdBy, schedule.entityRef], {
      title:
        schedule.state === 'stopped'
          ? `A schedule of load tests of ${name} was stopped`
          : `A scheduled load test of ${name} did not start`,
      description: schedule.last?.reason,
      link: `/catalog/${namespace}/${kind}/${name}/resilience`,
      scope: `load-schedule/${schedule.id}`,
    });
  }

  async #send(
    entityRef: string[],
    payload: {
      title: string;
      description?: string;
      link: string;
      scope: string;
    },
  ): Promise<void> {
    const { notifications, logger } = this.options;
    try {
      await notifications.send({
        recipients: { type: 'entity', entityRef },
        payload: { ...payload, severity: 'high', topic: 'load-tests' },
      });
    } catch (error) {
      logger.warn(
        `Nobody could be notified (${payload.scope}): ${stringifyError(error)}`,
      );
    }
  }
}
