import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  lineBetween,
  RawObject,
} from '@slipway/plugin-rollouts-common/testUtils';
import { isRecord, Json } from './json';

/** Members of metadata that are kept. */
const METADATA = [
  'name',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'labels',
  'annotations',
  'ownerReferences',
];

const pick = (value: unknown, keys: readonly string[]): Json => {
  const from = isRecord(value) ? value : {};
  return Object.fromEntries(
    keys.filter(key => key in from).map(key => [key, from[key]]),
  );
};

const each = (value: unknown, keys: readonly string[]) =>
  Array.isArray(value) ? value.map(one => pick(one, keys)) : undefined;

/** Members that are null or undefined are left out: to a merge patch they are not there. */
function withoutNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNull);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null && member !== undefined)
      .map(([key, member]) => [key, withoutNull(member)]),
  );
}

const CONTAINER = ['name', 'image', 'restartPolicy', 'env'];
const CONTAINER_STATUS = ['name', 'ready', 'started', 'restartCount', 'state'];

/** What is kept of each kind beside its metadata; a kind that is not here is kept whole. */
const BODIES: Record<string, (raw: Json) => Json> = {
  Pod: ({ spec, status }) => ({
    spec: {
      ...pick(spec, ['nodeName', 'readinessGates']),
      containers: each(isRecord(spec) ? spec.containers : [], CONTAINER),
      initContainers: each(
        isRecord(spec) ? spec.initContainers : undefined,
        CONTAINER,
      ),
    },
    status: {
      ...pick(status, ['phase', 'reason', 'message', 'conditions']),
      containerStatuses: each(
        isRecord(status) ? status.containerStatuses : undefined,
        CONTAINER_STATUS,
      ),
      initContainerStatuses: each(
        isRecord(status) ? status.initContainerStatuses : undefined,
        CONTAINER_STATUS,
      ),
    },
  }),
  Service: ({ spec }) => ({ spec: pick(spec, ['selector']) }),
};

/** An object as it is recorded: without what no derivation reads. */
export function trimmed(kind: string, raw: Json): RawObject {
  const metadata = pick(raw.metadata, METADATA);
  if (isRecord(metadata.annotations)) {
    const annotations = { ...metadata.annotations };
    delete annotations['kubectl.kubernetes.io/last-applied-configuration'];
    metadata.annotations = annotations;
  }
  const { apiVersion, kind: _, metadata: __, ...rest } = raw;
  const body = BODIES[kind]?.(raw) ?? rest;
  return withoutNull({ apiVersion, kind, metadata, ...body }) as RawObject;
}

/** Writes every distinct reading of one scenario into a file of JSON lines. */
export class Recorder {
  readonly #file: string;
  #before: RawObject[] = [];

  /**
   * @param folder - is made where it is missing
   * @param scenario - names the file
   */
  constructor(folder: string, scenario: string) {
    mkdirSync(folder, { recursive: true });
    this.#file = join(folder, `${scenario}.jsonl`);
  }

  /** @param kinds - objects as the API server listed them, by kind */
  record(kinds: Record<string, Json[]>): void {
    const objects = Object.entries(kinds).flatMap(([kind, raws]) =>
      raws.map(raw => trimmed(kind, raw)),
    );
    const line = lineBetween(this.#before, {
      at: new Date().toISOString(),
      objects,
    });
    if (!line) return;
    this.#before = objects;
    appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
  }
}
