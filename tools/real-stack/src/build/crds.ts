import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** An object of Kubernetes as its manifest has it. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; [field: string]: unknown };
  [section: string]: unknown;
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const isObject = (value: Json): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Members by which the schema of a NetworkChaos spec is known, alone and inside Schedule and Workflow. */
const NETWORK_SPEC = ['action', 'device', 'direction', 'externalTargets'];

const PARTITION_BEHAVIOR = {
  type: 'string',
  enum: ['drop', 'reject'],
  default: 'drop',
};

/**
 * Adds `partitionBehavior` to every schema of a NetworkChaos spec that lacks it.
 * The API module that the pinned controller is built with knows the member and
 * writes it; the CRDs of the same days do not, so that the API server would
 * refuse or drop it. Everything else stays as it is.
 */
export function withPartitionBehavior(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(withPartitionBehavior);
  if (!isObject(schema)) return schema;
  const result = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      withPartitionBehavior(value),
    ]),
  );
  const { properties } = result;
  if (
    properties !== undefined &&
    isObject(properties) &&
    NETWORK_SPEC.every(name => name in properties) &&
    !('partitionBehavior' in properties)
  ) {
    properties.partitionBehavior = PARTITION_BEHAVIOR;
  }
  return result;
}

/**
 * Writes the CRDs of a folder of YAML as one file of JSON each: an instance
 * sends them as they are, without parsing megabytes of YAML at every start.
 *
 * @param change - what is changed in each of them
 * @returns how many there are
 */
export function writeCrds(
  from: string,
  to: string,
  change: (crd: Json) => Json = crd => crd,
): number {
  const files = readdirSync(from).filter(name => name.endsWith('.yaml'));
  let count = 0;
  for (const file of files) {
    const crd: Json = parse(readFileSync(join(from, file), 'utf8'));
    if (isObject(crd) && crd.kind === 'CustomResourceDefinition') {
      writeFileSync(
        join(to, file.replace(/\.yaml$/, '.json')),
        JSON.stringify(change(crd)),
      );
      count++;
    }
  }
  return count;
}
