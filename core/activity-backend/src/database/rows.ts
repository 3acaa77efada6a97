import { InputError } from '@backstage/errors';
import { ActivityEntry } from '@slipway/plugin-activity-common';

/** A row of the table `entries`. */
export interface EntryRow {
  id: string;
  at: string;
  /** `person`: written by a replica of an earlier version, while both run. */
  source: ActivityEntry['source'] | 'person';
  plugin: string;
  type: string;
  actor: string | null;
  cluster: string;
  namespace: string;
  kind: string;
  name: string;
  uid: string | null;
  entity_ref: string | null;
  summary: string;
  severity: ActivityEntry['severity'];
  outcome: ActivityEntry['outcome'];
  error: string | null;
  before_json: string | null;
  after_json: string | null;
  finished_at: string | null;
  event_key: string | null;
}

/** @param key - set for platform events only */
export function toRow(entry: ActivityEntry, key?: string): EntryRow {
  const { target } = entry;
  return {
    id: entry.id,
    at: entry.at,
    source: entry.source,
    plugin: entry.plugin,
    type: entry.type,
    actor: entry.actor ?? null,
    cluster: target.cluster,
    namespace: target.namespace,
    kind: target.kind,
    name: target.name,
    uid: target.uid ?? null,
    entity_ref: target.entityRef ?? null,
    summary: entry.summary,
    severity: entry.severity,
    outcome: entry.outcome,
    error: entry.error ?? null,
    before_json: entry.before ? JSON.stringify(entry.before) : null,
    after_json: entry.after ? JSON.stringify(entry.after) : null,
    finished_at: entry.finishedAt ?? null,
    event_key: key ?? null,
  };
}

export function fromRow(row: EntryRow): ActivityEntry {
  return {
    id: row.id,
    at: row.at,
    source: row.source === 'person' ? 'user' : row.source,
    plugin: row.plugin,
    type: row.type,
    ...given('actor', row.actor),
    target: {
      cluster: row.cluster,
      namespace: row.namespace,
      kind: row.kind,
      name: row.name,
      ...given('uid', row.uid),
      ...given('entityRef', row.entity_ref),
    },
    summary: row.summary,
    severity: row.severity,
    outcome: row.outcome,
    ...given('error', row.error),
    ...given('before', row.before_json && JSON.parse(row.before_json)),
    ...given('after', row.after_json && JSON.parse(row.after_json)),
    ...given('finishedAt', row.finished_at),
  };
}

function given<K extends string, V>(
  name: K,
  value: V | null,
): { [key in K]?: V } {
  return value === null ? {} : ({ [name]: value } as { [key in K]?: V });
}

/** Where a page ends: the time and the id of its last entry. */
export interface Position {
  at: string;
  id: string;
}

export function toCursor({ at, id }: Position): string {
  return Buffer.from(`${at} ${id}`).toString('base64url');
}

/** @throws InputError for a text that {@link toCursor} did not give */
export function fromCursor(cursor: string): Position {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const match = /^(\S{24}) ([\w-]{1,36})$/.exec(text);
  if (!match || Number.isNaN(Date.parse(match[1]))) {
    throw new InputError('cursor: is not one that this server gave');
  }
  return { at: match[1], id: match[2] };
}
