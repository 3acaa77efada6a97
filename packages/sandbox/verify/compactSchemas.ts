/** A structural schema of a CRD, as it is written. */
export type Schema = { [key: string]: unknown };

const isRecord = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Members that say nothing about what is accepted or stored. */
const DROPPED = [
  'description',
  'title',
  'example',
  // Of lists and maps: only how server-side apply merges them.
  'x-kubernetes-map-type',
  // Only ever beside x-kubernetes-int-or-string, which says the same.
  'anyOf',
];

/**
 * Schemas as a list of nodes that refer to one another by position, each
 * different node once: the pod template of five CRDs is nearly the same.
 */
export function compactSchemas(schemas: Record<string, unknown>): {
  nodes: Schema[];
  kinds: Record<string, number>;
} {
  const nodes: Schema[] = [];
  const positions = new Map<string, number>();

  const add = (schema: unknown): number => {
    if (!isRecord(schema)) throw new Error('A schema is an object.');
    const node: Schema = {};
    for (const [key, value] of Object.entries(schema)) {
      if (DROPPED.includes(key)) continue;
      if (key === 'properties' && isRecord(value)) {
        node.properties = Object.fromEntries(
          Object.entries(value).map(([name, inner]) => [name, add(inner)]),
        );
      } else if (key === 'items' || key === 'additionalProperties') {
        node[key] = isRecord(value) ? add(value) : value;
      } else if (key !== 'x-kubernetes-list-type' || value !== 'atomic') {
        node[key] = value;
      }
    }
    const text = JSON.stringify(node);
    const known = positions.get(text);
    if (known !== undefined) return known;
    nodes.push(node);
    positions.set(text, nodes.length - 1);
    return nodes.length - 1;
  };

  const kinds = Object.fromEntries(
    Object.entries(schemas).map(([kind, schema]) => [kind, add(schema)]),
  );
  return { nodes, kinds };
}
