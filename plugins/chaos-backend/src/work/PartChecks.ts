import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { assertError } from '@backstage/errors';
import {
  BlastRadius,
  FaultDraft,
  partSeconds,
  problemText,
  Selection,
} from '@slipway/plugin-chaos-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import { Owners } from '@slipway/plugin-owners-node';
import {
  PartCheck,
  partNeedsApproval,
  PartOrder,
} from '@slipway/plugin-work-common';
import { LaunchRunner, touchedBy } from '../acting/createLaunchRunner';
import { PreviewService } from '../services/PreviewService';

const plural = (count: number, what: string) =>
  `${count} ${what}${count === 1 ? '' : 's'}`;

/** What a fault touches, one line each, most telling first. */
export function touchesOf(radius: BlastRadius): string[] {
  const workloads = radius.workloads.map(
    ({ workload, namespace, pods, most, canary }) =>
      `${most} of ${plural(pods, 'pod')} of ${workload} in ${namespace}${
        canary > 0 ? `, ${canary} of them of its canary` : ''
      }`,
  );
  const callers = radius.callers.map(
    ({ title, source, requestRate, rateNeeds }) => {
      if (requestRate !== undefined) {
        return `${title} calls it with ${requestRate.toPrecision(3)} req/s`;
      }
      const by = source === 'catalog' ? 'catalog' : 'traffic';
      return `${title} calls it, by the ${by}${
        rateNeeds ? `; its rate is not shown: needs ${rateNeeds}` : ''
      }`;
    },
  );
  return [...workloads, ...callers];
}

/** What would happen if a part were started now: the preview, the guardrails and the permissions of a launch. */
export class PartChecks {
  constructor(
    private readonly options: {
      clusters: Pick<Clusters, 'requireActions'>;
      launchRunner: LaunchRunner;
      owners: Pick<Owners, 'bind'>;
      previews: PreviewService;
    },
  ) {}

  async check(
    draft: FaultDraft,
    order: PartOrder,
    credentials: BackstageCredentials,
  ): Promise<PartCheck> {
    const { radius, selections } = await this.options.previews.preview(
      draft,
      order,
      credentials,
    );
    const of = (severity: 'refused' | 'warning') =>
      radius.problems
        .filter(problem => problem.severity === severity)
        .map(problemText);
    const needsApproval = partNeedsApproval(order, radius.approval);
    return {
      refusals: [
        ...(await this.#permission(draft, order, selections, credentials)),
        ...of('refused'),
        ...(needsApproval === undefined ? [] : [needsApproval]),
      ],
      warnings: [
        ...of('warning'),
        ...radius.running.map(({ title }) => `Running there now: ${title}`),
        ...radius.unknown,
      ],
      touches: touchesOf(radius),
      durationSeconds: partSeconds(draft.spec),
      equivalent: radius.yaml,
    };
  }

  /** Why the caller may not launch it: on the service itself, and on the owner of each pod that it may disturb. */
  async #permission(
    draft: FaultDraft,
    { cluster, namespace, entityRef }: PartOrder,
    selections: readonly Selection[],
    credentials: BackstageCredentials,
  ): Promise<string[]> {
    const { clusters, launchRunner, owners } = this.options;
    const { actions } = await launchRunner.accessTo(
      { cluster, namespace, entityRef },
      credentials,
    );
    const touched = touchedBy(draft, selections).map(({ kind, metadata }) => ({
      bound: owners.bind(cluster, metadata),
      name: `${kind} ${metadata.name}`,
    }));
    const others = await launchRunner.accessToEach(touched, credentials);
    const reasons = [
      actions.launch,
      ...others.map(({ launch }) => launch),
    ].flatMap(decision => (decision.allowed ? [] : [decision.reason]));
    try {
      await clusters.requireActions(cluster);
    } catch (error) {
      assertError(error);
      reasons.push(error.message);
    }
    return [...new Set(reasons)];
  }
}
