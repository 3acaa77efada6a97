import { createHash } from 'node:crypto';
import { createPatch } from 'diff';
import { parseAllDocuments, stringify } from 'yaml';

/** Lines around a change, unless helmfile asks for another number. */
const CONTEXT = 3;

/**
 * A value of a Secret that can be compared and not read: the same for the same
 * value of one comparison, with a key that is made for it and kept nowhere, so
 * that a short value cannot be found by trying.
 */
const mask = (key, value) =>
  `<masked ${createHash('sha256')
    .update(key)
    .update(JSON.stringify(value) ?? '')
    .digest('hex')
    .slice(0, 8)}>`;

/** A Secret whose values are masked, also in the annotation that kubectl leaves. */
function masked(object, key) {
  const copy = structuredClone(object);
  for (const member of ['data', 'stringData']) {
    for (const name of Object.keys(copy[member] ?? {})) {
      copy[member][name] = mask(key, copy[member][name]);
    }
  }
  const annotations = copy.metadata?.annotations ?? {};
  const applied = 'kubectl.kubernetes.io/last-applied-configuration';
  if (applied in annotations) {
    annotations[applied] = mask(key, annotations[applied]);
  }
  return copy;
}

/**
 * The objects of a manifest as text, by kind, namespace and name.
 *
 * @param {string} manifest YAML documents
 * @param {{namespace: string, key: string, showSecrets?: boolean}} options `namespace`: of the release, for
 *   objects that name none; `key`: of the masks of this comparison
 * @throws {Error} when the manifest is no YAML
 */
export function objectsOf(manifest, { namespace, key, showSecrets = false }) {
  const objects = new Map();
  for (const document of parseAllDocuments(manifest, {
    // The text around an error may be a Secret's.
    prettyErrors: false,
  })) {
    if (document.errors.length > 0) throw document.errors[0];
    const object = document.toJS();
    if (!object) continue;
    const items = object.kind?.endsWith('List') ? object.items : undefined;
    for (const item of items ?? [object]) {
      const { kind, apiVersion, metadata = {} } = item;
      const group = apiVersion?.includes('/') ? apiVersion.split('/')[0] : '';
      const name = `${metadata.namespace ?? namespace}, ${
        metadata.name
      }, ${kind} (${group || 'v1'})`;
      const shown =
        kind === 'Secret' && !showSecrets ? masked(item, key) : item;
      objects.set(name, stringify(shown, { sortMapEntries: true }));
    }
  }
  return objects;
}

/**
 * What differs between two sets of objects, sorted by name.
 *
 * @returns {Array<{name: string, change: 'added' | 'removed' | 'changed', text: string}>}
 */
export function differences(before, after, context = CONTEXT) {
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .filter(name => before.get(name) !== after.get(name))
    .map(name => {
      const change = !before.has(name)
        ? 'added'
        : after.has(name)
        ? 'changed'
        : 'removed';
      const patch = createPatch(
        name,
        before.get(name) ?? '',
        after.get(name) ?? '',
        '',
        '',
        { context },
      );
      // Without the four lines that name files.
      return { name, change, text: patch.split('\n').slice(4).join('\n') };
    });
}
