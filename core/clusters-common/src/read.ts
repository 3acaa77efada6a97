import { ObjectMeta, OwnerReference } from './types';

/**
 * Reading of objects as the API server gives them: each function gives the
 * value if it has the type, else undefined or what is empty of that type. What
 * a feature keeps of an object (`project` of a watch) is written with them.
 *
 * @packageDocumentation
 */
export type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const object = (value: unknown): Json => (isObject(value) ? value : {});

export const optionalObject = (value: unknown): Json | undefined =>
  isObject(value) ? value : undefined;

export const string = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

export const number = (value: unknown): number | undefined =>
  typeof value === 'number' ? value : undefined;

export const boolean = (value: unknown): boolean | undefined =>
  typeof value === 'boolean' ? value : undefined;

export const intOrString = (value: unknown): number | string | undefined =>
  number(value) ?? string(value);

export const list = (value: unknown): Json[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

export const strings = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string')
    : [];

export function stringMap(value: unknown): Record<string, string> | undefined {
  if (!isObject(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

/** Drops members that are undefined, so that projected objects stay small and compare well. */
export function compact<T extends object>(value: T): T {
  // Every measurement of every run passes here: a loop costs a third of entries and back.
  const kept: Partial<T> = {};
  for (const name of Object.keys(value) as Array<keyof T>) {
    if (value[name] !== undefined) kept[name] = value[name];
  }
  return kept as T;
}

/** An annotation that repeats the whole object, with its environment; never kept. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

function ownerReferences(value: unknown): OwnerReference[] | undefined {
  const owners = list(value).map(owner =>
    compact({
      apiVersion: string(owner.apiVersion) ?? '',
      kind: string(owner.kind) ?? '',
      name: string(owner.name) ?? '',
      uid: string(owner.uid) ?? '',
      controller: boolean(owner.controller),
    }),
  );
  return owners.length ? owners : undefined;
}

/** The metadata that Slipway keeps of any object. */
export function metadata(raw: Json): ObjectMeta {
  const meta = object(raw.metadata);
  const annotations = stringMap(meta.annotations);
  if (annotations) delete annotations[LAST_APPLIED];
  return compact({
    uid: string(meta.uid) ?? '',
    name: string(meta.name) ?? '',
    namespace: string(meta.namespace),
    resourceVersion: string(meta.resourceVersion) ?? '',
    generation: number(meta.generation),
    creationTimestamp: string(meta.creationTimestamp) ?? '',
    deletionTimestamp: string(meta.deletionTimestamp),
    labels: stringMap(meta.labels),
    annotations,
    ownerReferences: ownerReferences(meta.ownerReferences),
  });
}
