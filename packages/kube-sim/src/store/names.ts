/**
 * Rules for names, each with the words in which the API server reports what is wrong.
 *
 * @see apimachinery/pkg/util/validation/validation.go of Kubernetes
 */

const SUBDOMAIN =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const NAME_PART = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

const NAME_PART_RULE =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const VALUE_RULE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

/** What is wrong with a text; nothing when it keeps the rule. */
type Rule = (text: string) => string[];

const rule =
  (longest: number, pattern: RegExp, words: string): Rule =>
  text =>
    [
      ...(text.length > longest
        ? [`must be no more than ${longest} characters`]
        : []),
      ...(pattern.test(text) ? [] : [words]),
    ];

export const subdomainErrors = rule(
  253,
  SUBDOMAIN,
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
);

export const dnsLabelErrors = rule(
  63,
  LABEL,
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
);

export const serviceNameErrors = rule(
  63,
  LABEL_1035,
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
);

/** Names of RBAC objects, which need only be a segment of a path. */
export const pathSegmentErrors: Rule = text => {
  if (text === '.' || text === '..') return [`may not be '${text}'`];
  return ['/', '%']
    .filter(sign => text.includes(sign))
    .map(sign => `may not contain '${sign}'`);
};

export const labelValueErrors = rule(63, LABEL_VALUE, VALUE_RULE);

/** Keys of labels and annotations: `name` or `example.com/name`. */
export const qualifiedNameErrors: Rule = text => {
  const parts = text.split('/');
  if (parts.length > 2) {
    return [
      `a qualified name ${NAME_PART_RULE} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const name = parts[parts.length - 1];
  const prefix = parts.length === 2 ? parts[0] : undefined;
  return [
    ...(prefix === '' ? ['prefix part must be non-empty'] : []),
    ...(prefix ? subdomainErrors(prefix) : []).map(
      words => `prefix part ${words}`,
    ),
    ...(name === '' ? ['name part must be non-empty'] : []),
    ...(name.length > 63
      ? ['name part must be no more than 63 characters']
      : []),
    ...(NAME_PART.test(name) ? [] : [`name part ${NAME_PART_RULE}`]),
  ];
};

/** Names of ports. */
export const portNameErrors: Rule = text => [
  ...(text.length > 15 ? ['must be no more than 15 characters'] : []),
  ...(/^[-a-z0-9]+$/.test(text)
    ? []
    : [
        'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
      ]),
  ...(/[a-z]/.test(text) ? [] : ['must contain at least one letter (a-z)']),
  ...(text.includes('--') ? ['must not contain consecutive hyphens'] : []),
  ...(/^-|-$/.test(text) ? ['must not begin or end with a hyphen'] : []),
];
