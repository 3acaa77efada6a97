import { isRecord, JsonRecord, valueAt } from '../store/json';
import type { MemoryStore } from '../store/MemoryStore';
import { isCustom } from '../store/resources';
import { definedVersion } from '../store/schema';
import { Json, KubeObject, ResourceType } from '../store/types';
import { ageOf } from './age';
import { AGE, Column, COLUMNS, NAME } from './columns';

/** What a client wants objects as. */
export type Form = 'object' | 'table' | 'metadata';

/** The first form of an `Accept` header that can be served; undefined when there is none. */
export function formOf(accept: string | undefined): Form | undefined {
  if (!accept) return 'object';
  for (const part of accept.split(',')) {
    const [media, ...parameters] = part.split(';').map(item => item.trim());
    const as = parameters.find(item => item.startsWith('as='))?.slice(3);
    const json = ['application/json', '*/*', 'application/*'].includes(media);
    if (!json) continue;
    if (as === undefined) return 'object';
    if (as === 'Table' && parameters.includes('v=v1')) return 'table';
    if (as.startsWith('PartialObjectMetadata')) return 'metadata';
  }
  return undefined;
}

/** Only the metadata of an object. */
export const metadataOf = ({ metadata }: Readonly<KubeObject>): JsonRecord => ({
  kind: 'PartialObjectMetadata',
  apiVersion: 'meta.k8s.io/v1',
  metadata: metadata as unknown as Json,
});

/** Columns that a CRD declares; their paths are plain members. */
function declaredColumns(
  store: MemoryStore,
  type: ResourceType,
): Column[] | undefined {
  const columns: unknown =
    definedVersion(store, type)?.additionalPrinterColumns ??
    type.custom?.columns;
  if (!Array.isArray(columns)) return undefined;
  return [
    NAME,
    ...columns.filter(isRecord).map((declared): Column => {
      const path = String(declared.jsonPath).split('.').filter(Boolean);
      const date = declared.type === 'date';
      return {
        name: String(declared.name),
        type: declared.type === 'integer' ? 'integer' : 'string',
        priority: Number(declared.priority ?? 0),
        cell: (object, now) => {
          const value = valueAt(object, path);
          if (date) return ageOf(String(value ?? ''), now);
          return typeof value === 'object' ? null : (value as Json) ?? null;
        },
      };
    }),
  ];
}

function columnsOf(store: MemoryStore, type: ResourceType): Column[] {
  return (
    (isCustom(type) ? declaredColumns(store, type) : undefined) ??
    COLUMNS[type.kind] ?? [NAME, AGE]
  );
}

/** Objects as a `Table` of meta.k8s.io/v1. */
export function tableOf(
  store: MemoryStore,
  type: ResourceType,
  objects: ReadonlyArray<Readonly<KubeObject>>,
  now: Date,
  metadata: JsonRecord,
  includeObject: string | null,
): JsonRecord {
  const columns = columnsOf(store, type);
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: columns.map(
      ({ name, type: kind, format, priority }) => ({
        name,
        type: kind,
        format: format ?? '',
        description: '',
        priority: priority ?? 0,
      }),
    ),
    rows: objects.map(object => ({
      cells: columns.map(({ cell }) => cell(object, now)),
      ...(includeObject === 'None'
        ? {}
        : {
            object:
              includeObject === 'Object'
                ? (object as unknown as Json)
                : metadataOf(object),
          }),
    })),
  };
}
