/**
 * A value in the quotes of KQL. Nothing that it holds ends the quotes, and no
 * `*` in it is a wildcard.
 *
 * @see https://github.com/elastic/kibana `kbn-es-query` grammar.peg, QuotedString
 */
export function kqlValue(value: string): string {
  return `"${value
    .replace(/[\\"]/g, '\\$&')
    .replace(/\t/g, '\\t')
    .replace(/\r/g, '\\r')
    .replace(/\n/g, '\\n')}"`;
}

/** All of these fields have these values. Names of fields come from the configuration, values from anywhere. */
export function kqlAll(
  terms: ReadonlyArray<readonly [field: string, value: string]>,
): string {
  return terms
    .map(([field, value]) => `${field} : ${kqlValue(value)}`)
    .join(' and ');
}
