/**
 * What keys and values of labels may be, with the words in which the API
 * server says what is wrong.
 *
 * @see k8s.io/apimachinery/pkg/util/validation/validation.go
 */

const SUBDOMAIN =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

const CHARACTERS =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

/** What is wrong with the value of a label; nothing when it is valid. @see `IsValidLabelValue` */
export function labelValueErrors(value: string): string[] {
  const errors: string[] = [];
  if (value.length > 63) errors.push('must be no more than 63 characters');
  if (!VALUE.test(value)) {
    errors.push(
      `a valid label must be an empty string or ${CHARACTERS.slice(5)}`,
    );
  }
  return errors;
}

/** What is wrong with the key of a label: `name` or `example.com/name`. @see `IsQualifiedName` */
export function qualifiedNameErrors(key: string): string[] {
  const parts = key.split('/');
  if (parts.length > 2) {
    return [
      `a qualified name ${CHARACTERS} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const errors: string[] = [];
  const [prefix, name] = parts.length === 2 ? parts : [undefined, parts[0]];
  if (prefix === '') {
    errors.push('prefix part must be non-empty');
  } else if (prefix !== undefined) {
    if (prefix.length > 253) {
      errors.push('prefix part must be no more than 253 characters');
    }
    if (!SUBDOMAIN.test(prefix)) {
      errors.push(
        "prefix part must be a lowercase RFC 1123 subdomain: lower case alphanumeric characters, '-' or '.', with an alphanumeric character at its start and end",
      );
    }
  }
  if (name === '') {
    errors.push('name part must be non-empty');
  } else if (name.length > 63) {
    errors.push('name part must be no more than 63 characters');
  }
  if (!NAME.test(name)) errors.push(`name part ${CHARACTERS}`);
  return errors;
}
