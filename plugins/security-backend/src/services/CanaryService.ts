import { NotFoundError } from '@backstage/errors';
import { ObjectRef } from '@slipway/plugin-clusters-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import {
  CanaryFindings,
  CanarySummary,
  compareCanary,
  ContainerScan,
  countBySeverity,
  GateDecision,
  GateEvidence,
  GateRule,
  gateRulesFor,
  judgeGate,
} from '@slipway/plugin-security-common';
import { KnownContainer } from './imageFindings';
import { KnownFindings, ReadFindings } from './KnownFindings';
import { Running } from './Running';
import { stampOf } from './stampOf';

async function scanOf(
  container: KnownContainer,
  { rated }: ReadFindings,
): Promise<ContainerScan> {
  const { running, scannedAt, findings } = container;
  return {
    container: running.container,
    image: running.image,
    ...(scannedAt ? { scannedAt } : {}),
    ...(findings ? { findings: (await rated(container)).counted } : {}),
  };
}

/** Answers what canaries add to their stable versions, and what rules say of that. */
export class CanaryService {
  constructor(
    private readonly options: {
      clusters: Pick<Clusters, 'environmentOf'>;
      known: KnownFindings;
      rules: readonly GateRule[];
      running: Running;
    },
  ) {}

  /** The entity that owns a rollout; undefined where none does. */
  entityOf({ cluster, namespace, name }: ObjectRef): string | undefined {
    const { running } = this.options;
    return running.ownerOf({ cluster, namespace, workload: name }).entityRef;
  }

  /**
   * What the canary of a rollout adds to its stable version.
   *
   * @throws NotFoundError when there is no such rollout
   */
  async of(ref: ObjectRef): Promise<CanaryFindings> {
    const found = this.options.running.rollout(ref);
    if (!found) {
      throw new NotFoundError(
        `There is no rollout ${ref.name} in ${ref.cluster}/${ref.namespace}.`,
      );
    }
    const { stableHash, currentHash } = found.workload;
    if (!stableHash || !currentHash || stableHash === currentHash) {
      return { ...(stableHash ? { stableHash } : {}) };
    }
    const read = await this.options.known.of(found.containers);
    const side = (role: 'stable' | 'canary') =>
      Promise.all(
        read.known
          .filter(({ running }) => running.role === role)
          .map(each => scanOf(each, read)),
      );
    return {
      stableHash,
      canaryHash: currentHash,
      diff: compareCanary(await side('stable'), await side('canary')),
    };
  }

  /** The same in short; undefined while there is no canary. */
  async summaryOf(ref: ObjectRef): Promise<CanarySummary | undefined> {
    if (!this.options.running.rollout(ref)) return undefined;
    const { diff } = await this.of(ref);
    if (!diff) return undefined;
    const { stops, notes } = this.judge(ref, { diff });
    const gate = { stops: stops.map(({ reason }) => reason), notes };
    return {
      verdict: diff.verdict,
      summary: diff.summary,
      added: countBySeverity(diff.added.map(({ finding }) => finding)),
      fixed: diff.fixed.length,
      unknown: diff.unknown,
      ...(stops.length || notes.length ? { gate } : {}),
      stamp: stampOf(diff),
    };
  }

  /** The rules that hold where a rollout is. */
  rulesFor({ cluster, namespace }: Omit<ObjectRef, 'name'>): GateRule[] {
    const { clusters, rules } = this.options;
    const { environment } = clusters.environmentOf(cluster, namespace);
    return gateRulesFor(rules, { cluster, environment });
  }

  /** What the rules that hold where a rollout is say of its promotion. */
  judge(ref: ObjectRef, evidence: GateEvidence): GateDecision {
    return judgeGate(this.rulesFor(ref), evidence);
  }
}
