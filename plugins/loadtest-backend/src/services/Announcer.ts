import { parseEntityRef } from '@backstage/catalog-model';
import {
  LoadSchedule,
  RunDetail,
  runPagePath,
} from '@slipway/plugin-loadtest-common';
import { Notice, Notices } from '@slipway/plugin-portal-node/notices';
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

/** Notifies who started a run and the owners of the service. What it is called with may be kept as over afterwards: nothing is lost. */
export class Announcer {
  constructor(private readonly notices: Notices) {}

  /** Of a run that ended other than planned; may be called again for the same run. A joint run reports its own parts. */
  async runEnded(run: RunDetail): Promise<void> {
    const title = troubleOf(run);
    if (title === undefined || run.origin?.kind === 'joint-run') return;
    await this.#put(
      `load-run/${run.id}/ended`,
      [run.startedBy, run.entityRef],
      {
        title,
        description:
          run.problem ?? run.stop?.reason ?? run.verdict?.reason ?? undefined,
        link: runPagePath(run.id),
        scope: `load-run/${run.id}`,
      },
    );
  }

  /** Of a schedule that started nothing, or was stopped. */
  async scheduleTroubled(schedule: LoadSchedule): Promise<void> {
    const { id, createdBy, entityRef, last, state } = schedule;
    const { kind, namespace, name } = parseEntityRef(entityRef);
    await this.#put(
      `load-schedule/${id}/${last?.at ?? state}`,
      [createdBy, entityRef],
      {
        title:
          state === 'stopped'
            ? `A schedule of load tests of ${name} was stopped`
            : `A scheduled load test of ${name} did not start`,
        description: last?.reason,
        link: `/catalog/${namespace}/${kind}/${name}/resilience`,
        scope: `load-schedule/${id}`,
      },
    );
  }

  #put(key: string, recipients: string[], payload: Notice['payload']) {
    return this.notices.put({
      key,
      recipients,
      payload: { ...payload, severity: 'high', topic: 'load-tests' },
    });
  }
}
