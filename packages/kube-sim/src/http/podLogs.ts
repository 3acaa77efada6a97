import { ServerResponse } from 'node:http';
import { Clock } from '../clock/types';
import { isRecord, valueAt } from '../store/json';
import { badRequest, notImplemented } from '../store/status';
import { KubeObject, ObjectStore } from '../store/types';
import { LogOptions, logOptions } from './logOptions';
import { LogLine, LogQuery, LogSource } from './types';

/** How much a follower may lag behind before its log is ended, bytes. */
const BOUND = 1024 * 1024;

function namesAt(pod: Readonly<KubeObject>, member: string): string[] {
  const list = valueAt(pod, ['spec', member]);
  return Array.isArray(list)
    ? list.filter(isRecord).map(container => String(container.name))
    : [];
}

/** @throws ApiError when the pod has no such container, or several and none is named */
function containerOf(
  pod: Readonly<KubeObject>,
  wanted: string | undefined,
): string {
  const names = [
    ...namesAt(pod, 'initContainers'),
    ...namesAt(pod, 'containers'),
  ];
  const { name } = pod.metadata;
  if (wanted) {
    if (names.includes(wanted)) return wanted;
    throw badRequest(`container ${wanted} is not valid for pod ${name}`);
  }
  if (names.length === 1) return names[0];
  throw badRequest(
    `a container name must be specified for pod ${name}, choose one of: [${names.join(
      ' ',
    )}]`,
  );
}

/** What the kubelet knows of a container. */
function stateOf({ pod, container }: LogQuery) {
  const list = ['initContainerStatuses', 'containerStatuses'].flatMap(
    member => {
      const statuses = valueAt(pod, ['status', member]);
      return Array.isArray(statuses) ? statuses.filter(isRecord) : [];
    },
  );
  const status = list.find(one => one.name === container);
  return {
    started: valueAt(status, ['state', 'running', 'startedAt']),
    waiting: valueAt(status, ['state', 'waiting', 'reason']),
    ended: valueAt(status, ['state', 'terminated']) !== undefined,
    endedBefore: valueAt(status, ['lastState', 'terminated']) !== undefined,
  };
}

/**
 * @throws ApiError when there is no such container yet, or none that ended before
 * @see validateContainerLogStatus in pkg/kubelet/kubelet_pods.go of Kubernetes
 */
function requireLog(query: LogQuery): void {
  const { pod, container, previous } = query;
  const { started, waiting, ended, endedBefore } = stateOf(query);
  const { name } = pod.metadata;
  if (previous && !endedBefore) {
    throw badRequest(
      `previous terminated container ${JSON.stringify(
        container,
      )} in pod ${JSON.stringify(name)} not found`,
    );
  }
  if (!started && !ended && !endedBefore) {
    throw badRequest(
      `container ${JSON.stringify(container)} in pod ${JSON.stringify(
        name,
      )} is waiting to start: ${waiting ?? 'no reason known'}`,
    );
  }
}

/** What the logs of a cluster's pods are read from. */
export interface LogAccess {
  source: LogSource | undefined;
  store: ObjectStore;
  clock: Clock;
}

/** Writes the lines of one container, and continues while they are followed. */
class LogStream {
  #left: number;
  /** Time of the newest line that was read. */
  #until = -Infinity;
  #cancel: (() => void) | undefined;
  #unsubscribe: (() => void) | undefined;

  constructor(
    private readonly response: ServerResponse,
    private readonly source: LogSource,
    private readonly access: LogAccess,
    private readonly options: LogOptions,
    private query: LogQuery,
  ) {
    this.#left = options.limitBytes;
  }

  start(): void {
    const { tailLines, follow, previous } = this.options;
    this.response.writeHead(200, {
      'content-type': 'text/plain',
      'cache-control': 'no-cache, private',
    });
    const lines = this.#news();
    this.#write(
      tailLines === undefined
        ? lines
        : lines.slice(lines.length - Math.min(tailLines, lines.length)),
    );
    const lives = stateOf(this.query).started !== undefined;
    if (!follow || previous || !lives || this.#left === 0) {
      this.response.end();
      return;
    }
    this.response.flushHeaders();
    const { uid } = this.query.pod.metadata;
    this.#unsubscribe = this.access.store.subscribe(({ type, object }) => {
      if (object.metadata.uid === uid) this.#changed(type, object);
    });
    this.response.on('close', () => this.#stop());
    this.#wait();
  }

  /** Lines that have been written since the last look. */
  #news(): LogLine[] {
    const now = this.access.clock.now().getTime();
    const lines = this.#lines().filter(({ at }) => at.getTime() <= now);
    this.#until = Math.max(now, this.#until);
    return lines;
  }

  #lines(): LogLine[] {
    const { since } = this.options;
    return this.source
      .read(this.query)
      .filter(
        ({ at }) => at.getTime() > this.#until && (!since || at >= since),
      );
  }

  #write(lines: readonly LogLine[]): void {
    const text = lines
      .map(
        ({ at, text: line }) =>
          `${this.options.timestamps ? `${at.toISOString()} ` : ''}${line}\n`,
      )
      .join('');
    if (text === '') return;
    const bytes = Buffer.from(text).subarray(0, this.#left);
    this.#left -= bytes.length;
    if (!this.response.write(bytes) && this.response.writableLength > BOUND) {
      this.response.destroy();
    }
  }

  /** Waits for the next line that will be written. */
  #wait(): void {
    this.#cancel?.();
    const next = this.#lines()[0];
    if (!next) return;
    const { clock } = this.access;
    this.#cancel = clock.after(next.at.getTime() - clock.now().getTime(), () =>
      this.#goOn(),
    );
  }

  #goOn(): void {
    this.#write(this.#news());
    if (this.#left === 0) this.#end();
    else this.#wait();
  }

  /** The log ends with its container: when that ends, starts again, or the pod goes. */
  #changed(type: string, pod: Readonly<KubeObject>): void {
    const { started } = stateOf(this.query);
    if (
      type === 'DELETED' ||
      stateOf({ ...this.query, pod }).started !== started
    ) {
      this.#write(this.#news());
      this.#end();
      return;
    }
    this.query = { ...this.query, pod };
  }

  #end(): void {
    this.#stop();
    this.response.end();
  }

  #stop(): void {
    this.#cancel?.();
    this.#unsubscribe?.();
  }
}

/**
 * Answers `pods/log`. A log that is followed stays open until its container
 * ends or the client leaves.
 *
 * @throws ApiError
 */
export function sendLogs(
  response: ServerResponse,
  access: LogAccess,
  pod: Readonly<KubeObject>,
  parameters: URLSearchParams,
): void {
  const { source, clock } = access;
  if (!source) throw notImplemented('the logs of pods');
  const options = logOptions(pod.metadata.name, parameters, clock.now());
  const { previous, since } = options;
  const query: LogQuery = {
    pod,
    container: containerOf(pod, options.container),
    previous,
    ...(since ? { since } : {}),
  };
  if (!valueAt(pod, ['spec', 'nodeName'])) {
    // No kubelet has it yet.
    response.writeHead(204).end();
    return;
  }
  requireLog(query);
  new LogStream(response, source, access, options, query).start();
}
