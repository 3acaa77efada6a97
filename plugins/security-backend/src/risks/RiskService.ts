import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  AcceptedRisk,
  AcceptRiskArgs,
  RiskFacts,
  riskOf,
  Severity,
} from '@slipway/plugin-security-common';
import { DatabaseRiskStore } from '../database/DatabaseRiskStore';
import { AccessService } from '../services/AccessService';
import { KnownFindings } from '../services/KnownFindings';
import { Running } from '../services/Running';

/** What accepting a risk needs to know, and who it concerns beside the service. */
export class RiskService {
  constructor(
    private readonly options: {
      access: AccessService;
      known: KnownFindings;
      longestMs: number;
      running: Running;
      store: DatabaseRiskStore;
      now: () => number;
    },
  ) {}

  /** Last day until which a risk can be accepted now; an ISO date. */
  latest(): string {
    const { longestMs, now } = this.options;
    return new Date(now() + longestMs).toISOString().slice(0, 10);
  }

  /** @throws NotFoundError when there is none */
  async find(id: string): Promise<AcceptedRisk> {
    const risk = await this.options.store.find(id);
    if (!risk) throw new NotFoundError(`There is no accepted risk ${id}.`);
    return risk;
  }

  /** What is known of a finding of a service that somebody wants to accept. */
  async facts(entityRef: string, args: AcceptRiskArgs): Promise<RiskFacts> {
    const { known, longestMs, running } = this.options;
    const containers = running
      .ofEntity(entityRef)
      .filter(
        ({ image }) =>
          args.scope !== 'image' || image.repository === args.repository,
      );
    const read = await known.of(containers);
    const rated = await Promise.all(read.known.map(each => read.rated(each)));
    const findings = rated.flatMap(({ counted, suppressed }) => [
      ...counted,
      ...suppressed.map(({ finding }) => finding),
    ]);
    const severities = findings
      .filter(finding => {
        const of = riskOf(finding);
        return (
          of.vulnerability === args.vulnerability && of.package === args.package
        );
      })
      .map(({ severity }) => severity);
    return {
      entityRef,
      severities: [...new Set<Severity>(severities)],
      risks: read.risks,
      longestMs,
    };
  }

  /**
   * That the user may accept it for all whom it concerns beside the service: of
   * an image everybody who runs it.
   *
   * @throws NotAllowedError that names one of them
   */
  async requireForOthers(
    entityRef: string,
    { scope, repository }: AcceptRiskArgs,
    credentials: BackstageCredentials,
  ): Promise<void> {
    const { access, running } = this.options;
    if (scope === 'everywhere') {
      const decision = await access.mayAcceptEverywhere(credentials);
      if (!decision.allowed) throw new NotAllowedError(decision.reason);
    }
    if (scope !== 'image') return;
    const others = running
      .all()
      .filter(
        each =>
          each.image.repository === repository && each.entityRef !== entityRef,
      );
    const unowned = others.find(each => each.entityRef === undefined);
    if (unowned) {
      throw new NotAllowedError(
        `${unowned.workload} in ${unowned.cluster}/${unowned.namespace} runs this image too, and no entity owns it: nobody can accept a risk for it. Accept it for this service alone.`,
      );
    }
    const refs = [...new Set(others.flatMap(each => each.entityRef ?? []))];
    const allowed = await access.acceptable(refs, credentials);
    const refused = refs.find(ref => !allowed.has(ref));
    if (refused) {
      throw new NotAllowedError(
        `${refused} runs this image too, and you may not accept a risk for it. Accept it for this service alone.`,
      );
    }
  }
}
