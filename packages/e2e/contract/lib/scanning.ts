import { ResourceId } from '@slipway/plugin-clusters-common';
import {
  DEPLOYMENTS,
  REPLICA_SETS,
  ROLLOUTS,
} from '@slipway/plugin-rollouts-common';
import {
  EntityFindings,
  ImageFindings,
  REPORT_RESOURCES,
  ReportKind,
} from '@slipway/plugin-security-common';
import { Api, ApiError } from './api';
import { entityOf, FindingsPortal, startFindings } from './findingsPortal';
import { at, isRecord, Json } from './json';
import { canary, LABELS, rollout } from './manifests';
import { Target } from './target';
import { imageOf, Release, reportedOf } from './trivyReports';
import { until } from './until';

const GROUP = 'trivy-operator';
export const CONTAINER = 'app';
/** How long the portals here count an expired report, ms. */
export const GRACE_MS = 3_600_000;

export const templateOf = (image: string): Json => ({
  metadata: { labels: LABELS },
  spec: {
    terminationGracePeriodSeconds: 1,
    containers: [{ name: CONTAINER, image }],
  },
});

/** Ids of the vulnerabilities of an image, sorted. */
export const idsOf = ({ upgrades }: Pick<ImageFindings, 'upgrades'>) =>
  upgrades.flatMap(({ fixes }) => fixes.map(({ id }) => id)).sort();

/** One namespace of a cluster with Trivy Operator's kinds, and portals that look at it. */
export class Scanning {
  readonly #portals: FindingsPortal[] = [];
  #made = 0;

  constructor(
    readonly api: Api,
    readonly target: Target,
    readonly namespace: string,
  ) {}

  /** A portal with a database of its own. */
  async portal(
    options: Parameters<typeof startFindings>[1] = {},
  ): Promise<FindingsPortal> {
    const portal = await startFindings(this.target, {
      ...options,
      config: { reports: { grace: '1h' }, ...options.config },
    });
    this.#portals.push(portal);
    return portal;
  }

  async clear(): Promise<void> {
    for (const portal of this.#portals) await portal.stop();
  }

  /**
   * Runs an image in one pod of the Deployment `shop`.
   *
   * @returns its ReplicaSet
   */
  async deploy(image: string): Promise<Json> {
    await this.api.create(DEPLOYMENTS, this.namespace, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'shop' },
      spec: {
        replicas: 1,
        selector: { matchLabels: LABELS },
        template: templateOf(image),
      },
    });
    return this.scannedSet(image);
  }

  /** Runs an image in the Rollout `shop`, until it is stable. */
  async rollOut(image: string): Promise<Json> {
    await this.api.create(ROLLOUTS, this.namespace, {
      ...rollout(canary([{ setWeight: 50 }, { pause: {} }]), {
        replicas: 2,
        template: templateOf(image),
      }),
    });
    const set = await this.scannedSet(image);
    await this.#untilRollout(
      'healthy',
      ({ status }) => at(status, 'phase') === 'Healthy',
    );
    return set;
  }

  /** Releases another image, until its canary waits. */
  async release(image: string): Promise<Json> {
    await this.api.merge(ROLLOUTS, this.namespace, 'shop', {
      spec: { template: templateOf(image) },
    });
    const set = await this.scannedSet(image);
    await this.#untilRollout(
      'paused at its canary',
      ({ status }) =>
        at(status, 'phase') === 'Paused' &&
        at(status, 'currentPodHash') !== at(status, 'stableRS'),
    );
    return set;
  }

  /**
   * The ReplicaSet of an image, with a report of its configuration: the
   * operator has been there, and whatever makes reports has nothing to do.
   */
  async scannedSet(image: string): Promise<Json> {
    const sets = await until(
      `a ReplicaSet of ${image}`,
      async () =>
        (
          await this.api.list(REPLICA_SETS, this.namespace)
        ).filter(
          set =>
            at(set, 'spec', 'template', 'spec', 'containers', 0, 'image') ===
            image,
        ),
      found => found.length === 1,
    );
    const [set] = sets;
    await this.report('ConfigAuditReport', set, {
      updateTimestamp: '2026-11-28T10:00:00Z',
      scanner: { name: 'Trivy', vendor: 'Aqua Security', version: '0.76.0' },
      summary: { criticalCount: 0, highCount: 0, mediumCount: 0, lowCount: 0 },
      checks: [],
    });
    return set;
  }

  /** The reports of a release of the scanned image, about a ReplicaSet. */
  async scan(set: Json, release: Release): Promise<Json> {
    const { vulnerabilities, secrets } = reportedOf(release);
    await this.report('ExposedSecretReport', set, secrets);
    return this.report('VulnerabilityReport', set, vulnerabilities);
  }

  /** A report about a ReplicaSet, as the operator names, labels and owns it. */
  async report(
    kind: ReportKind,
    set: Json,
    report: Json,
    metadata: Json = {},
  ): Promise<Json> {
    this.#made += 1;
    const name = String(at(set, 'metadata', 'name'));
    const ofContainer = kind !== 'ConfigAuditReport';
    return this.api.create(REPORT_RESOURCES[kind], this.namespace, {
      apiVersion: 'aquasecurity.github.io/v1alpha1',
      kind,
      metadata: {
        // Its name says nothing: the operator hashes long ones.
        name: `replicaset-${this.#made}`,
        labels: {
          [`${GROUP}.resource.kind`]: 'ReplicaSet',
          [`${GROUP}.resource.name`]: name,
          [`${GROUP}.resource.namespace`]: this.namespace,
          ...(ofContainer ? { [`${GROUP}.container.name`]: CONTAINER } : {}),
        },
        annotations: {
          'trivy-operator.aquasecurity.github.io/report-ttl': '24h0m0s',
        },
        ownerReferences: [
          {
            apiVersion: 'apps/v1',
            kind: 'ReplicaSet',
            name,
            uid: at(set, 'metadata', 'uid'),
            controller: true,
            blockOwnerDeletion: false,
          },
        ],
        ...metadata,
      },
      report,
    });
  }

  /** Deletes a report, as the operator does when it expires. */
  async expire(kind: ReportKind, report: Json): Promise<void> {
    await this.api.delete(
      REPORT_RESOURCES[kind],
      this.namespace,
      String(at(report, 'metadata', 'name')),
    );
  }

  /** The findings of what runs here, once they are as wanted. */
  untilFindings(
    portal: FindingsPortal,
    what: string,
    wanted: (findings: EntityFindings) => boolean,
  ): Promise<EntityFindings> {
    return until(
      `findings: ${what}`,
      () => portal.findings.ofEntity(entityOf(this.namespace)),
      wanted,
    );
  }

  /** The only image that runs here, once its findings are in a state. */
  async untilImage(
    portal: FindingsPortal,
    state: ImageFindings['state'],
  ): Promise<ImageFindings> {
    const { images } = await this.untilFindings(
      portal,
      `one image, ${state}`,
      ({ images: [image, ...others] }) =>
        image?.state === state && others.length === 0,
    );
    return images[0];
  }

  async find(resource: ResourceId, name: string): Promise<Json | undefined> {
    try {
      return await this.api.get(resource, this.namespace, name);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  async #untilRollout(what: string, wanted: (found: Json) => boolean) {
    await until(
      `Rollout shop: ${what}`,
      () => this.api.get(ROLLOUTS, this.namespace, 'shop'),
      found =>
        isRecord(found.status) &&
        String(at(found, 'status', 'observedGeneration')) ===
          String(at(found, 'metadata', 'generation')) &&
        wanted(found),
    );
  }

  /** Runs a release of the scanned image, with its reports. */
  async scanned(release: Release): Promise<{ set: Json; report: Json }> {
    const set = await this.deploy(imageOf(release));
    return { set, report: await this.scan(set, release) };
  }
}

/** A scenario about findings, in a namespace of its own. */
export interface ScanningScenario {
  id: string;
  title: string;
  run(scanning: Scanning): Promise<void>;
}
