import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { ActivityService } from '@slipway/plugin-activity-node';
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
      notifications: NotificationService;
      logger: LoggerService;
    },
  ) {}

  /** Never throws: a record that cannot be kept does not keep a run from ending. */
  async ended(run: RunDetail, { outcome, reasons }: Verdict): Promise<void> {
    const { activity, notifications, logger } = this.options;
    const { id, entityRef, cluster, namespace, title } = run;
    const summary = `Joint run ${title} ${SUMMARIES[outcome]}: ${
      reasons[0] ?? 'no reason is known.'
    }`;
    try {
      const { claimed } = await activity.platformEvent({
        plugin: 'resilience',
        type: 'joint-run-ended',
        key: `joint-run/${id}/ended`,
        at: run.endedAt ?? run.createdAt,
        target: { cluster, namespace, kind: 'JointRun', name: id, entityRef },
        summary,
        severity: outcome === 'fail' ? 'warning' : 'notice',
        after: { state: run.state, outcome },
      });
      if (!claimed || outcome !== 'fail') return;
      await notifications.send({
        recipients: { type: 'entity', entityRef },
        payload: {
          title: `${title}: the joint run failed`,
          description: reasons[0] ?? summary,
          link: runPagePath(id),
          severity: 'high',
          topic: 'resilience',
          scope: `joint-run/${id}`,
        },
      });
    } catch (error) {
      logger.warn(`End of joint run ${id}: ${stringifyError(error)}`);
    }
  }
}
