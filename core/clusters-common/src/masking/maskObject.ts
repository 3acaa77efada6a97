import { isObject, walk, WalkOptions } from './walk';

/** What stands in place of a value in {@link maskObject}: the same for every value. */
export const HIDDEN = '***';

/** Longest annotation that is shown; what is longer is a document. */
const LONGEST_ANNOTATION = 256;

/**
 * Whether an annotation may repeat the object that it stands on, or a part of
 * it: a JSON or YAML document, something packed, or the command that made it.
 * `kubectl.kubernetes.io/last-applied-configuration`,
 * `objectset.rio.cattle.io/applied`, `kapp.k14s.io/original` and
 * `kubernetes.io/change-cause` are such.
 */
const isDocument = (name: string, value: string) =>
  /^\s*[[{]/.test(value) ||
  value.includes('\n') ||
  value.length > LONGEST_ANNOTATION ||
  /(last-applied|change-cause)/.test(name);

const OPTIONS: WalkOptions = {
  mask: () => HIDDEN,
  hideAnnotation: isDocument,
  // Server-side apply keeps items of sets there as values.
  drop: new Set(['managedFields']),
};

/** Where Secrets and ConfigMaps keep what they hold, and ControllerRevisions their copies of templates. */
const CONTENT = new Set(['data', 'binaryData', 'stringData']);

function hideStrings(value: unknown): unknown {
  if (typeof value === 'string') return HIDDEN;
  if (Array.isArray(value)) return value.map(hideStrings);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, hideStrings(member)]),
  );
}

/**
 * A copy of a whole Kubernetes object, of any kind, as it may be shown to
 * everybody: names stay, values do not. Hidden are all literal values of
 * environment variables, all content of Secrets and ConfigMaps (keys stay),
 * annotations that may repeat the object, `managedFields`, and what looks like
 * a secret elsewhere.
 *
 * There is no tag that distinguishes values, unlike in `maskTemplate`: whoever
 * can set a variable of their own could otherwise compare it with another's.
 */
export function maskObject<T>(object: T): T {
  if (!isObject(object)) return object;
  return Object.fromEntries(
    Object.entries(object).map(([name, member]) => [
      name,
      CONTENT.has(name) ? hideStrings(member) : walk(member, name, OPTIONS),
    ]),
  ) as T;
}
