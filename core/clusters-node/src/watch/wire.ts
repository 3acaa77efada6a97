import { ServiceUnavailableError } from '@backstage/errors';
import { ResourceId } from '@slipway/plugin-clusters-common';

type Raw = Record<string, unknown>;

/** One page of a list. */
export interface ListPage {
  items: Raw[];
  resourceVersion: string;
  /** Token of the next page; absent on the last one. */
  continue?: string;
}

/** One line of a watch. */
export type WatchLine =
  | {
      type: 'ADDED' | 'MODIFIED' | 'DELETED';
      object: Raw;
      resourceVersion: string;
    }
  | { type: 'BOOKMARK'; resourceVersion: string }
  | { type: 'ERROR'; code: number };

/**
 * Reads a list answer. Items of a list carry no `kind`: it is filled in.
 *
 * @throws ServiceUnavailableError when it is no list
 */
export function parseListPage(body: unknown, resource: ResourceId): ListPage {
  const list = asRecord(body);
  const metadata = asRecord(list?.metadata);
  if (!Array.isArray(list?.items) || !metadata) {
    throw new ServiceUnavailableError('The answer is not a Kubernetes list');
  }
  return {
    items: list.items.map(item => withKind(asRecord(item) ?? {}, resource)),
    resourceVersion: String(metadata.resourceVersion ?? ''),
    ...(typeof metadata.continue === 'string' &&
      metadata.continue !== '' && { continue: metadata.continue }),
  };
}

/**
 * Reads one line of a watch.
 *
 * @throws ServiceUnavailableError when it is no watch event
 */
export function parseWatchLine(line: string, resource: ResourceId): WatchLine {
  const event = asRecord(parseJson(line));
  const object = asRecord(event?.object);
  const metadata = asRecord(object?.metadata);
  switch (event?.type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      if (!object || typeof metadata?.resourceVersion !== 'string') {
        break;
      }
      return {
        type: event.type,
        object: withKind(object, resource),
        resourceVersion: metadata.resourceVersion,
      };
    case 'BOOKMARK':
      if (typeof metadata?.resourceVersion !== 'string') {
        break;
      }
      return { type: 'BOOKMARK', resourceVersion: metadata.resourceVersion };
    case 'ERROR':
      return { type: 'ERROR', code: Number(object?.code ?? 0) };
    default:
  }
  throw new ServiceUnavailableError('A line of the watch is not a watch event');
}

function withKind(object: Raw, resource: ResourceId): Raw {
  const apiVersion = resource.group
    ? `${resource.group}/${resource.version}`
    : resource.version;
  return { ...object, apiVersion, kind: resource.kind };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ServiceUnavailableError('A line of the watch is not JSON');
  }
}

function asRecord(value: unknown): Raw | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Raw)
    : undefined;
}
