import { Json, KubeObject, ResourceType } from './types';

/** Custom kinds that a cluster serves from its start have been there always. */
const SINCE = '1970-01-01T00:00:00Z';

/**
 * The CustomResourceDefinition of a kind that is served without one in the
 * store, as a client reads it; undefined for kinds whose schema is not known.
 */
export function definitionOf(type: ResourceType): KubeObject | undefined {
  const { group, version, kind, plural, singular, shortNames } = type;
  const schema = type.custom?.schema;
  if (!schema) return undefined;
  const scale = type.custom?.scale;
  const names: Json = {
    plural,
    singular,
    kind,
    listKind: `${kind}List`,
    ...(shortNames.length ? { shortNames } : {}),
    ...(type.categories ? { categories: type.categories } : {}),
  };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${group}`,
      uid: `definition-of-${plural}.${group}`,
      resourceVersion: '1',
      generation: 1,
      creationTimestamp: SINCE,
    },
    spec: {
      group,
      names,
      scope: type.namespaced ? 'Namespaced' : 'Cluster',
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: schema },
          subresources: {
            ...(type.subresources.includes('status') ? { status: {} } : {}),
            ...(scale ? { scale: { ...scale } } : {}),
          },
        },
      ],
    },
    status: {
      conditions: ['NamesAccepted', 'Established'].map(condition => ({
        type: condition,
        status: 'True',
        lastTransitionTime: SINCE,
        reason:
          condition === 'Established' ? 'InitialNamesAccepted' : 'NoConflicts',
        message: '',
      })),
      acceptedNames: names,
      storedVersions: [version],
    },
  };
}

/** The definition of that name among kinds that are served without one in the store. */
export function servedDefinition(
  types: readonly ResourceType[],
  name: string,
): KubeObject | undefined {
  const type = types.find(one => `${one.plural}.${one.group}` === name);
  return type && definitionOf(type);
}
