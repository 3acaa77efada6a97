import { Clock, Json, KubeObject } from '@slipway/kube-sim';
import { createHash } from 'node:crypto';
import { ControlLoop, Kind, Objects } from '../../loops';
import { controllerReference } from '../../loops/Objects';
import { ReplicaSet } from '../../loops/model';
import { stamp } from '../../loops/time';
import { contentsOf, ImageVulnerability } from './findings';

/** Of the kinds that are written here. */
export const API = 'aquasecurity.github.io/v1alpha1';
const LABEL = 'trivy-operator';
/** A scan takes so long, ms. */
const SCAN = 20_000;
/** A report lives so long from its creation, ms; the annotation of it. */
const TTL = 24 * 3_600_000;
const TTL_ANNOTATION = 'trivy-operator.aquasecurity.github.io/report-ttl';
/** An expired report is made again after so long, ms. */
const RESCAN = 30_000;
/** Longest name of a report; longer ones are hashed. */
const LONGEST = 63;
const SCANNER = { name: 'Trivy', vendor: 'Aqua Security', version: '0.66.0' };

export interface Report extends KubeObject {
  report: Json;
}

export interface TrivyOperatorOptions {
  objects: Objects;
  kinds: Record<'vulnerabilities' | 'checks' | 'secrets', Kind<Report>>;
  clock: Clock;
  requeueAfter(namespace: string | undefined, name: string, ms: number): void;
}

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'unknown'] as const;

const summaryOf = (entries: ReadonlyArray<{ severity: string }>) =>
  Object.fromEntries(
    SEVERITIES.map(severity => [
      `${severity}Count`,
      entries.filter(each => each.severity === severity.toUpperCase()).length,
    ]),
  );

/** @see pkg/trivyoperator/reportname of trivy-operator: a name that is too long is hashed */
function nameOf(replicaSet: string, container?: string): string {
  const name = ['replicaset', replicaSet, container].filter(Boolean).join('-');
  if (name.length <= LONGEST) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 10);
  return `replicaset-${hash}${container ? `-${container}` : ''}`.slice(
    0,
    LONGEST,
  );
}

const FAILED_CHECKS = [
  {
    checkID: 'KSV-0014',
    title: 'Root file system is not read-only',
    severity: 'HIGH',
    category: 'Kubernetes Security Check',
    description:
      'An immutable root file system prevents applications from writing to their local disk.',
    messages: [
      "Container should set 'securityContext.readOnlyRootFilesystem' to true",
    ],
    remediation:
      "Change 'containers[].securityContext.readOnlyRootFilesystem' to 'true'.",
    success: false,
  },
  {
    checkID: 'KSV-0001',
    title: 'Can elevate its own privileges',
    severity: 'MEDIUM',
    category: 'Kubernetes Security Check',
    description:
      'A program inside the container can elevate its own privileges and run as root.',
    messages: [
      "Container should set 'securityContext.allowPrivilegeEscalation' to false",
    ],
    remediation:
      "Set 'containers[].securityContext.allowPrivilegeEscalation' to 'false'.",
    success: false,
  },
];

/**
 * Trivy Operator, as far as its reports show: one for each container and
 * ReplicaSet with pods, made some time after the pods are there, that expires
 * 24 h after its creation and is then made again.
 *
 * @see pkg/vulnerabilityreport/controller and pkg/operator/ttl_report.go of trivy-operator
 */
export class TrivyOperator implements ControlLoop {
  /** When the scan of a ReplicaSet's pods is done, by UID. */
  readonly #due = new Map<string, number>();

  constructor(private readonly options: TrivyOperatorOptions) {}

  sync(namespace: string | undefined, name: string): void {
    const { objects, clock, requeueAfter } = this.options;
    const replicaSet = objects.replicaSets.get(namespace, name);
    // Reports of one that is gone are collected with their owner.
    if (!replicaSet || replicaSet.metadata.deletionTimestamp) return;
    const reports = this.#reportsOf(namespace, name);
    const now = clock.now().getTime();
    const { uid } = replicaSet.metadata;
    let expired = false;
    for (const [kind, report] of reports) {
      const end = Date.parse(report.metadata.creationTimestamp) + TTL;
      if (end <= now) {
        kind.delete(report);
        expired = true;
      } else {
        requeueAfter(namespace, name, end - now);
      }
    }
    if (expired) this.#due.set(uid, now + RESCAN);
    if (!replicaSet.status.replicas) {
      this.#due.delete(uid);
      return;
    }
    if (reports.length && !expired) return;
    const due = this.#due.get(uid) ?? now + SCAN;
    this.#due.set(uid, due);
    if (due > now) {
      requeueAfter(namespace, name, due - now);
      return;
    }
    this.#due.delete(uid);
    this.#report(replicaSet);
    requeueAfter(namespace, name, TTL);
  }

  #reportsOf(namespace: string | undefined, name: string) {
    return Object.values(this.options.kinds).flatMap(kind =>
      kind
        .list(namespace)
        .filter(
          ({ metadata }) =>
            metadata.labels?.[`${LABEL}.resource.name`] === name,
        )
        .map(report => [kind, report] as const),
    );
  }

  #report(replicaSet: ReplicaSet): void {
    const { kinds } = this.options;
    const { containers = [] } = replicaSet.spec.template.spec ?? {};
    for (const { name, image = '' } of containers) {
      const contents = contentsOf(image);
      const artifact = {
        repository: contents.repository,
        tag: contents.tag,
        digest: `sha256:${createHash('sha256').update(image).digest('hex')}`,
      };
      this.#create(kinds.vulnerabilities, replicaSet, name, {
        artifact,
        registry: { server: 'index.docker.io' },
        os: contents.os,
        scanner: SCANNER,
        summary: summaryOf(contents.vulnerabilities),
        vulnerabilities:
          contents.vulnerabilities satisfies ImageVulnerability[],
      });
      const secrets = contents.leaked
        ? [
            {
              category: 'AWS',
              match: 'AWS_ACCESS_KEY_ID=********************',
              ruleID: 'aws-access-key-id',
              severity: 'CRITICAL',
              target: '/app/BOOT-INF/classes/bootstrap.yml',
              title: 'AWS Access Key ID',
            },
          ]
        : [];
      this.#create(kinds.secrets, replicaSet, name, {
        artifact,
        registry: { server: 'index.docker.io' },
        scanner: SCANNER,
        summary: summaryOf(secrets),
        secrets,
      });
    }
    this.#create(kinds.checks, replicaSet, undefined, {
      scanner: SCANNER,
      summary: summaryOf(FAILED_CHECKS),
      checks: FAILED_CHECKS,
    });
  }

  #create(
    kind: Kind<Report>,
    replicaSet: ReplicaSet,
    container: string | undefined,
    report: { [field: string]: Json },
  ): void {
    const { name, namespace = '' } = replicaSet.metadata;
    kind.create({
      metadata: {
        name: nameOf(name, container),
        namespace,
        labels: {
          [`${LABEL}.resource.kind`]: 'ReplicaSet',
          [`${LABEL}.resource.name`]: name,
          [`${LABEL}.resource.namespace`]: namespace,
          ...(container ? { [`${LABEL}.container.name`]: container } : {}),
        },
        annotations: { [TTL_ANNOTATION]: '24h0m0s' },
        ownerReferences: [
          { ...controllerReference(replicaSet), blockOwnerDeletion: false },
        ],
      },
      report: {
        updateTimestamp: stamp(this.options.clock.now()),
        ...report,
      },
    });
  }
}
