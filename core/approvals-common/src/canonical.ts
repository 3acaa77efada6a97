import { InputError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { Asked } from './types';

/**
 * The one text of a JSON value: members sorted by their UTF-16 code units, no
 * white space, members without a value left out. Equal values have equal texts
 * and different ones have different texts.
 *
 * @throws InputError for what JSON cannot hold: NaN, functions, dates
 * @see https://www.rfc-editor.org/rfc/rfc8785
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) {
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (isPlainObject(value)) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(
        ([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`,
      );
    return `{${members.join(',')}}`;
  }
  throw new InputError('holds a value that is not JSON');
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The text over which the digest of an approval is made; its members are named, so that nothing can be added. */
export function canonicalOf(asked: Asked): string {
  const { plugin, action, entityRef, cluster, namespace, args, state, words } =
    asked;
  return canonicalJson({
    plugin,
    action,
    entityRef: entityRef.toLowerCase(),
    cluster,
    namespace,
    args,
    state,
    words,
  });
}

/** Whether two requests are for the same arguments, whatever their spelling. */
export function isSameAsked(
  a: { args?: unknown; state?: JsonObject },
  b: { args?: unknown; state?: JsonObject },
): boolean {
  const text = ({ args, state }: typeof a) => canonicalJson({ args, state });
  return text(a) === text(b);
}
