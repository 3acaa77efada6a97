import { CustomKind, isRecord, JsonRecord, Scale } from '@slipway/kube-sim';

/** What `verify/schemas.ts` generates from the CRDs of a pinned version: `crds.json` of a module. */
export interface CompactCrds {
  /** Position of the schema of each kind, by `group/version/kind`. */
  kinds: Record<string, number>;
  scales: Record<string, Scale>;
  /** Each refers only to earlier ones, by position. */
  schemas: readonly object[];
}

/** The schemas with what they refer to in place. */
function resolvedSchemas(schemas: readonly object[]): JsonRecord[] {
  const nodes: JsonRecord[] = [];
  for (const schema of schemas.filter(isRecord)) {
    const { properties, items, additionalProperties, ...rest } = schema;
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
  return nodes;
}

/** Reads what CRDs say of their kinds, by `group/version/kind`. */
export function readCrds({
  kinds,
  scales,
  schemas,
}: CompactCrds): Map<string, CustomKind> {
  const nodes = resolvedSchemas(schemas);
  return new Map(
    Object.entries(kinds).map(([key, position]) => [
      key,
      {
        schema: nodes[position],
        ...(scales[key] ? { scale: scales[key] } : {}),
      },
    ]),
  );
}
