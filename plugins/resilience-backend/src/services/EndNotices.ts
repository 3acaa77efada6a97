import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { ActivityService } from '@slipway/plugin-activity-node';
import { Notices } from '@slipway/plugin-portal-node/notices';
import {
  RunDetail,
  runPagePath,
  Verdict,
} from '@slipway/plugin-resilience-common';

const SUMMARIES: Record<Verdict['outcome'], string> = {
  pass: 'passed',
  fail: 'failed',
  inconclusive: 'was inconclusive',
};

/** Writes down how runs ended, once over all replicas, and notifies the owner of a service that failed. */
export class EndNotices {
  constructor(
    private readonly options: {
      activity: Pick<ActivityService, 'platformEvent'>;
      notices: Notices;
      logger: LoggerService;
    },
  ) {}

  /**
   * May be called again for the same run. A record that cannot be kept does not
   * keep a run from ending; a notice that cannot be kept does, until it can.
   */
  async ended(run: RunDetail, { outcome, reasons }: Verdict): Promise<void> {
    const { id, entityRef, title } = run;
    const summary = `Joint run ${title} ${SUMMARIES[outcome]}: ${
      reasons[0] ?? 'no reason is known.'
    }`;
    await this.#record(run, outcome, summary);
    if (outcome !== 'fail') return;
    await this.options.notices.put({
      key: `joint-run/${id}/ended`,
      recipients: [entityRef],
      payload: {
        title: `${title}: the joint run failed`,
        description: reasons[0] ?? summary,
        link: runPagePath(id),
        severity: 'high',
        topic: 'resilience',
        scope: `joint-run/${id}`,
      },
    });
  }

  async #record(
    run: RunDetail,
    outcome: Verdict['outcome'],
    summary: string,
  ): Promise<void> {
    const { activity, logger } = this.options;
    const { id, entityRef, cluster, namespace } = run;
    try {
      await activity.platformEvent({
        plugin: 'resilience',
        type: 'joint-run-ended',
        key: `joint-run/${id}/ended`,
        at: run.endedAt ?? run.createdAt,
        target: { cluster, namespace, kind: 'JointRun', name: id, entityRef },
        summary,
        severity: outcome === 'fail' ? 'warning' : 'notice',
        after: { state: run.state, outcome },
      });
    } catch (error) {
      logger.warn(`End of joint run ${id}: ${stringifyError(error)}`);
    }
  }
}
