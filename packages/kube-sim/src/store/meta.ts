import { randomBytes } from 'node:crypto';
import { sameJson } from './json';
import { KubeObject, ObjectMeta, ResourceType } from './types';

export const typeKey = ({
  group,
  plural,
}: Pick<ResourceType, 'group' | 'plural'>): string => `${group}/${plural}`;

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** `generateName` with five letters behind, as the API server makes names. */
export function generatedName(metadata: { generateName?: string }): string {
  if (!metadata.generateName) return '';
  const letters = [...randomBytes(5)].map(
    byte => ALPHABET[byte % ALPHABET.length],
  );
  return `${metadata.generateName.slice(0, 58)}${letters.join('')}`;
}

/** Members that a client may set at creation, then those that the server sets. */
export function cleanMeta(
  sent: Partial<ObjectMeta>,
  server: Partial<ObjectMeta>,
): ObjectMeta {
  const { generateName, labels, annotations, finalizers, ownerReferences } =
    sent;
  return {
    ...(generateName ? { generateName } : {}),
    ...server,
    ...(labels && Object.keys(labels).length ? { labels } : {}),
    ...(annotations && Object.keys(annotations).length ? { annotations } : {}),
    ...(ownerReferences?.length ? { ownerReferences } : {}),
    ...(finalizers?.length ? { finalizers } : {}),
  } as ObjectMeta;
}

/** Metadata after an update: what the server owns stays. */
export function updatedMeta(sent: ObjectMeta, current: ObjectMeta): ObjectMeta {
  const {
    labels: _labels,
    annotations: _annotations,
    finalizers: _finalizers,
    ownerReferences: _owners,
    ...owned
  } = current;
  const { labels, annotations, finalizers, ownerReferences } = sent;
  return {
    ...owned,
    ...(labels && Object.keys(labels).length ? { labels } : {}),
    ...(annotations && Object.keys(annotations).length ? { annotations } : {}),
    ...(ownerReferences?.length ? { ownerReferences } : {}),
    ...(finalizers?.length ? { finalizers } : {}),
  };
}

/** Raises the generation when something else than metadata and status changed; without a status subresource the status counts too. */
export function nextGeneration(
  type: ResourceType,
  next: KubeObject,
  current: Readonly<KubeObject>,
): KubeObject {
  const wanted = (object: Readonly<KubeObject>) => {
    const { metadata: _metadata, status, ...rest } = object;
    return type.subresources.includes('status') ? rest : { ...rest, status };
  };
  return sameJson(wanted(next), wanted(current))
    ? next
    : {
        ...next,
        metadata: {
          ...next.metadata,
          generation: current.metadata.generation + 1,
        },
      };
}
