import { createHash } from 'node:crypto';
import { isRecord, KubeObject, ObjectStore } from '@slipway/kube-sim';
import { SeriesSource } from '@slipway/promql';
import { readPodLog } from '../../platform/podLogs';
import { modelLines } from './modelLines';
import { podParts, PodParts } from './podParts';
import { LogDocument, ModelLine } from './types';

/** A cluster as its Filebeat sees it. */
export interface LoggedCluster {
  name: string;
  store: ObjectStore;
  metrics: SeriesSource;
}

/** `.` of labels is `_`, as with `labels.dedot` of Filebeat, which is on unless it is turned off. */
const dedotted = (labels: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(labels).map(([name, value]) => [
      name.replaceAll('.', '_'),
      value,
    ]),
  );

/** Labels that the chart gives to pods; those of a pod that is gone follow from its name. */
const labelsOf = ({ service, hash }: PodParts) =>
  dedotted({
    'app.kubernetes.io/name': service,
    'app.kubernetes.io/instance': service,
    'app.kubernetes.io/part-of': 'ecommerce',
    'backstage.io/kubernetes-id': service,
    'rollouts-pod-template-hash': hash,
  });

/** The line of a Spring Boot application without an encoder. */
const plain = (line: ModelLine, service: string) =>
  `${new Date(line.at).toISOString()} ${line.level.padStart(
    5,
  )} 1 --- [${service}] [${line.thread}] ${line.logger} : ${line.message}${
    line.stack ? `\n${line.stack}` : ''
  }`;

/** As the JSON encoder of Logstash writes it; Filebeat does not read it. */
const logstash = (line: ModelLine) =>
  JSON.stringify({
    '@timestamp': new Date(line.at).toISOString(),
    '@version': '1',
    message: line.message,
    logger_name: line.logger,
    thread_name: line.thread,
    level: line.level,
    ...(line.stack ? { stack_trace: line.stack } : {}),
  });

/**
 * What a container wrote, in one of the three ways that there are: most
 * services write plain lines, payment-service JSON that stays text, and
 * user-service JSON of ECS that Filebeat has taken apart.
 */
function written(line: ModelLine, service: string): Record<string, unknown> {
  const log = {
    offset: line.offset,
    file: { path: `/var/log/containers/${line.pod}_${line.namespace}.log` },
  };
  if (service === 'payment-service') return { message: logstash(line), log };
  if (service === 'user-service') {
    return {
      message: line.message,
      log: { ...log, level: line.level, logger: line.logger },
      process: { thread: { name: line.thread } },
      ...(line.stack ? { error: { stack_trace: line.stack } } : {}),
    };
  }
  return { message: plain(line, service), log };
}

function documentOf(
  cluster: string,
  line: ModelLine,
  parts: PodParts,
  pod: KubeObject | undefined,
): LogDocument {
  const id = createHash('sha256')
    .update(`${cluster}/${line.namespace}/${line.pod}/${line.offset}`)
    .digest('base64url')
    .slice(0, 20);
  const node = isRecord(pod?.spec) ? pod.spec.nodeName : undefined;
  return {
    id,
    at: line.at,
    offset: line.offset,
    source: {
      '@timestamp': new Date(line.at).toISOString(),
      ...written(line, parts.service),
      stream: 'stdout',
      orchestrator: { cluster: { name: cluster } },
      container: { runtime: 'containerd' },
      kubernetes: {
        namespace: line.namespace,
        pod: { name: line.pod, ...(pod ? { uid: pod.metadata.uid } : {}) },
        container: { name: parts.service },
        // The owner of a Rollout's pods is a ReplicaSet and no Deployment.
        replicaset: { name: parts.replicaSet },
        labels: labelsOf(parts),
        ...(typeof node === 'string' ? { node: { name: node } } : {}),
      },
    },
  };
}

/** Lines of starts, as `kubectl logs` has them, for pods that are still there. */
function startLines(
  pods: readonly KubeObject[],
  from: number,
  to: number,
): ModelLine[] {
  return pods.flatMap(pod => {
    const parts = podParts(pod.metadata.name);
    if (!parts) return [];
    return readPodLog({
      pod,
      container: parts.service,
      previous: false,
    }).flatMap(({ at, text }, index): ModelLine[] => {
      const time = at.getTime();
      const read =
        /^\S+ +(ERROR|WARN|INFO) 1 --- \[[^\]]+\] \[([^\]]+)\] (\S+) : (.*)$/s.exec(
          text,
        );
      if (!read || time < from || time >= to) return [];
      return [
        {
          at: time,
          offset: (time - 1_700_000_000_000) * 1_000 + 900 + index,
          namespace: pod.metadata.namespace ?? '',
          pod: pod.metadata.name,
          level: read[1] as ModelLine['level'],
          thread: read[2],
          logger: read[3],
          message: read[4],
        },
      ];
    });
  });
}

/**
 * What Filebeat has sent from one namespace of a cluster in a time, newest first.
 *
 * @param interval.from - ms since 1970, included
 * @param interval.to - ms since 1970, not included
 */
export function documentsOf(
  { name, store, metrics }: LoggedCluster,
  interval: { namespace: string; from: number; to: number },
): LogDocument[] {
  const type = store.typeOf('', 'pods');
  const pods = type ? store.list(type, { namespace: interval.namespace }) : [];
  const byName = new Map(pods.map(pod => [pod.metadata.name, pod]));
  return [
    ...modelLines(metrics, interval),
    ...startLines(pods, interval.from, interval.to),
  ]
    .flatMap(line => {
      const parts = podParts(line.pod);
      return parts ? [documentOf(name, line, parts, byName.get(line.pod))] : [];
    })
    .sort((a, b) => b.at - a.at || b.offset - a.offset);
}
