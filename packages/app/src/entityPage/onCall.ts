import {
  CompoundEntityRef,
  Entity,
  parseEntityRef,
} from '@backstage/catalog-model';

/** Names who is on call for an entity: groups or users of the catalog, separated by commas. */
export const ON_CALL_ANNOTATION = 'slipway.io/on-call';

/** What the annotation of an entity says. */
export interface OnCallNaming {
  /** Those that can be looked up, each once. A name without a kind is a group. */
  refs: CompoundEntityRef[];
  /** Parts that are no entity ref, as written. */
  unreadable: string[];
}

/** Reads the annotation; undefined where the entity has none. */
export function onCallOf(entity: Entity): OnCallNaming | undefined {
  const written = entity.metadata.annotations?.[ON_CALL_ANNOTATION];
  if (!written?.trim()) return undefined;
  const parts = written
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '');
  const naming: OnCallNaming = { refs: [], unreadable: [] };
  for (const part of new Set(parts)) {
    const ref = readRef(part, entity.metadata.namespace);
    if (ref) naming.refs.push(ref);
    else naming.unreadable.push(part);
  }
  return naming;
}

function readRef(
  text: string,
  defaultNamespace = 'default',
): CompoundEntityRef | undefined {
  try {
    const ref = parseEntityRef(text, {
      defaultKind: 'group',
      defaultNamespace,
    });
    return ['group', 'user'].includes(ref.kind.toLowerCase()) ? ref : undefined;
  } catch {
    return undefined;
  }
}
