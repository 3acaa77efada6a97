import { ServerResponse } from 'node:http';
import { isRecord, valueAt } from '../kube/json';
import { badRequest, notImplemented } from '../kube/status';
import { KubeObject } from '../kube/types';
import { isTrue } from './request';
import { LogLine, LogQuery, LogSource } from './types';

function containersOf(pod: Readonly<KubeObject>): string[] {
  const list = valueAt(pod, ['spec', 'containers']);
  return Array.isArray(list)
    ? list.filter(isRecord).map(container => String(container.name))
    : [];
}

function containerOf(pod: Readonly<KubeObject>, wanted: string | null): string {
  const names = containersOf(pod);
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

function count(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  if (!/^\d+$/.test(text)) {
    throw badRequest(`${name}: must be a non-negative integer`);
  }
  return Number(text);
}

/** How much a follower may lag behind before its log is ended, bytes. */
const BOUND = 1024 * 1024;

/** Answers `pods/log`. @throws ApiError */
export function sendLogs(
  response: ServerResponse,
  source: LogSource | undefined,
  pod: Readonly<KubeObject>,
  query: URLSearchParams,
  now: Date,
): void {
  if (!source) throw notImplemented('the logs of pods');
  const container = containerOf(pod, query.get('container'));
  const tail = count(query, 'tailLines');
  const limit = count(query, 'limitBytes') ?? Infinity;
  const seconds = count(query, 'sinceSeconds');
  const sinceTime = query.get('sinceTime');
  if (sinceTime && Number.isNaN(Date.parse(sinceTime))) {
    throw badRequest('sinceTime: must be a timestamp of RFC 3339');
  }
  const stamped = isTrue(query.get('timestamps'));
  const follows = isTrue(query.get('follow'));
  const request: LogQuery = {
    pod,
    container,
    previous: isTrue(query.get('previous')),
    ...(seconds === undefined
      ? {}
      : { since: new Date(now.getTime() - seconds * 1000) }),
    ...(sinceTime ? { since: new Date(sinceTime) } : {}),
  };
  const shown = ({ at, text }: LogLine) =>
    `${stamped ? `${at.toISOString()} ` : ''}${text}\n`;
  const lines = source
    .read(request)
    .filter(({ at }) => !request.since || at >= request.since);
  const kept =
    tail === undefined
      ? lines
      : lines.slice(lines.length - Math.min(tail, lines.length));
  const text = kept.map(shown).join('');
  response.writeHead(200, { 'content-type': 'text/plain' });
  response.write(
    limit < text.length ? Buffer.from(text).subarray(0, limit) : text,
  );
  if (!follows || !source.follow) {
    response.end();
    return;
  }
  response.flushHeaders();
  const stop = source.follow(request, next => {
    if (!response.write(shown(next)) && response.writableLength > BOUND) {
      response.destroy();
    }
  });
  response.on('close', stop);
}
