/** A value that RISON can hold. */
export type Rison =
  | string
  | number
  | boolean
  | null
  | readonly Rison[]
  | { readonly [key: string]: Rison };

/** Texts that need no quotes: they start as no number and hold nothing that RISON reads. */
const PLAIN = /^[^-0123456789 '!:(),*@$][^ '!:(),*@$]*$/;

/**
 * RISON as Kibana writes it into `_g` and `_a`: in quotes `!` and `'` are
 * escaped by `!`. It is not yet percent-encoded.
 *
 * @throws TypeError for a number that is not finite
 * @see https://github.com/elastic/kibana/tree/main/src/platform/packages/shared/kbn-rison
 */
export function encodeRison(value: Rison): string {
  if (value === null) return '!n';
  if (typeof value === 'boolean') return value ? '!t' : '!f';
  if (typeof value === 'number') {
    if (!Number.isFinite(value))
      throw new TypeError('RISON has finite numbers');
    return String(value).replace('e+', 'e');
  }
  if (typeof value === 'string') return text(value);
  if (isList(value)) return `!(${value.map(encodeRison).join(',')})`;
  return `(${Object.entries(value)
    .map(([key, one]) => `${text(key)}:${encodeRison(one)}`)
    .join(',')})`;
}

function isList(value: Rison): value is readonly Rison[] {
  return Array.isArray(value);
}

function text(value: string): string {
  return PLAIN.test(value) ? value : `'${value.replace(/[!']/g, '!$&')}'`;
}
