import { isRecord, JsonRecord } from './json';
import generated from './apiTypes.json';
import { ResourceType } from './types';

/** What `verify/schemas.ts` generates from the pinned versions. */
interface Generated {
  customKinds: Record<string, number>;
  customScales: Record<string, Scale>;
  schemas: JsonRecord[];
  builtInKinds: Record<string, string>;
  structs: Record<string, GoStruct>;
  named: Record<string, string>;
}

/** Where a custom kind has what the scale subresource is about. */
export interface Scale {
  specReplicasPath: string;
  statusReplicasPath: string;
  labelSelectorPath?: string;
}

/** A Go struct: types of its members by their JSON names (see `Struct` of `verify/goTypes.ts`). */
export interface GoStruct {
  fields: Record<string, string>;
  required?: string[];
}

const {
  customKinds,
  customScales,
  schemas,
  builtInKinds,
  structs,
  named,
}: Generated = generated as unknown as Generated;

let resolved: JsonRecord[] | undefined;

/** The schemas with what they refer to in place; each refers only to earlier ones. */
function resolvedSchemas(): JsonRecord[] {
  if (resolved) return resolved;
  const nodes: JsonRecord[] = [];
  for (const { properties, items, additionalProperties, ...rest } of schemas) {
    const node = (position: unknown) => nodes[Number(position)];
    nodes.push({
      ...rest,
      ...(isRecord(properties)
        ? {
            properties: Object.fromEntries(
              Object.entries(properties).map(([name, at]) => [name, node(at)]),
            ),
          }
        : {}),
      ...(items === undefined ? {} : { items: node(items) }),
      ...(additionalProperties === undefined
        ? {}
        : {
            additionalProperties:
              typeof additionalProperties === 'number'
                ? node(additionalProperties)
                : additionalProperties,
          }),
    });
  }
  resolved = nodes;
  return nodes;
}

const keyOf = ({ group, version, kind }: ResourceType) =>
  `${group ? `${group}/` : ''}${version}/${kind}`;

/** The structural schema of a kind of Argo Rollouts, as its CRD has it. */
export function customSchema(type: ResourceType): JsonRecord | undefined {
  const position = customKinds[keyOf(type)];
  return position === undefined ? undefined : resolvedSchemas()[position];
}

/** What the CRD of a kind of Argo Rollouts says of its scale subresource. */
export const customScale = (type: ResourceType): Scale | undefined =>
  customScales[keyOf(type)];

/** The Go type that the API server decodes a built-in kind into. */
export const goTypeOf = (type: ResourceType): string | undefined =>
  builtInKinds[keyOf(type)];

export const goStruct = (type: string): GoStruct | undefined => structs[type];

/** What a named Go type is, for example `string` for `core/v1.PullPolicy`. */
export const goNamed = (type: string): string | undefined => named[type];
