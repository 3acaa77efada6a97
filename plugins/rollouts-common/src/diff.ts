import { Digest, maskTemplate } from '@slipway/plugin-clusters-common';
import { diffArrays } from 'diff';
import { stringify } from 'yaml';
import { isObject, Json, object } from '@slipway/plugin-clusters-common/read';
import { POD_TEMPLATE_HASH_LABEL } from './raw/resources';
import { DiffLine, RevisionDiff } from './types';

/** One side of a diff: a revision and its pod template as the API server gave it. */
export interface TemplateRevision {
  revision: number;
  template: unknown;
}

/** Drops what is never a change of the author's: the hash label, and empty leftovers. */
function withoutNoise(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNoise);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(
        ([key, member]) => member !== null && key !== POD_TEMPLATE_HASH_LABEL,
      )
      .map(([key, member]) => [key, withoutNoise(member)]),
  );
}

/** Canonical YAML lines of a masked template: members sorted, one value a line. */
export function templateLines(template: unknown, digest: Digest): string[] {
  const canonical = withoutNoise(maskTemplate(template, digest));
  return stringify(canonical, { sortMapEntries: true, lineWidth: 0 })
    .trimEnd()
    .split('\n');
}

const CONTAINER_LISTS = [
  'containers',
  'initContainers',
  'ephemeralContainers',
] as const;

const byName = (value: unknown) =>
  new Map(
    (Array.isArray(value) ? value : [])
      .filter(isObject)
      .map((item, index) => [String(item.name ?? index), item]),
  );

const same = (a: unknown, b: unknown): boolean =>
  stringify(a ?? null, { sortMapEntries: true }) ===
  stringify(b ?? null, { sortMapEntries: true });

const changedKeys = (from: Json, to: Json) =>
  [...new Set([...Object.keys(from), ...Object.keys(to)])].filter(
    key => !same(from[key], to[key]),
  );

/** The parts that changed, as short words: `image`, `env`, `resources`, `labels`, `volumes`… */
function changedParts(from: Json, to: Json): string[] {
  const parts = new Set<string>();
  changedKeys(object(from.metadata), object(to.metadata)).forEach(key =>
    parts.add(key),
  );
  const [fromSpec, toSpec] = [object(from.spec), object(to.spec)];
  for (const key of changedKeys(fromSpec, toSpec)) {
    if (!CONTAINER_LISTS.some(name => name === key)) {
      parts.add(key);
      continue;
    }
    const [before, after] = [byName(fromSpec[key]), byName(toSpec[key])];
    for (const name of new Set([...before.keys(), ...after.keys()])) {
      const [old, now] = [before.get(name), after.get(name)];
      if (old && now) changedKeys(old, now).forEach(part => parts.add(part));
      else parts.add(key);
    }
    // Only the order of the containers differs.
    if (parts.size === 0) parts.add(key);
  }
  return [...parts].sort();
}

/**
 * What changed between two pod templates: canonical YAML, line by line, with
 * literal environment values and secrets masked before the diff is made. A
 * changed value shows as a changed tag.
 */
export function diffTemplates(
  from: TemplateRevision,
  to: TemplateRevision,
  digest: Digest,
): RevisionDiff {
  const kindOf = (change: { added?: boolean; removed?: boolean }) => {
    if (change.added) return 'added';
    return change.removed ? 'removed' : 'same';
  };
  const lines = diffArrays(
    templateLines(from.template, digest),
    templateLines(to.template, digest),
  ).flatMap(change =>
    change.value.map((text): DiffLine => ({ kind: kindOf(change), text })),
  );
  return {
    from: from.revision,
    to: to.revision,
    lines,
    changed: changedParts(
      object(withoutNoise(maskTemplate(from.template, digest))),
      object(withoutNoise(maskTemplate(to.template, digest))),
    ),
  };
}
