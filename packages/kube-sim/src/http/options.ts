import { badRequest, FieldError, invalid } from '../store/status';
import { isTrue } from './request';

/** What the query of a request may say, held against the API's rules. @see apimachinery/pkg/apis/meta/{v1,internalversion}/validation of Kubernetes */

const fieldError =
  (reason: FieldError['reason'], words: string) =>
  (field: string, message: string): FieldError => ({
    field,
    reason,
    message: `${words}${message}`,
  });

const forbids = fieldError('FieldValueForbidden', 'Forbidden: ');
const unsupported = fieldError('FieldValueNotSupported', 'Unsupported value: ');

const quoted = (values: readonly string[]) =>
  values.map(value => JSON.stringify(value)).join(', ');

function check(kind: string, errors: readonly FieldError[]): void {
  if (errors.length > 0) {
    throw invalid({ group: 'meta.k8s.io', kind }, '', errors);
  }
}

/** A whole number of a query; undefined when it is not there. @throws ApiError 400 */
export function integerOption(
  query: URLSearchParams,
  name: string,
): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  if (!/^[+-]?\d+$/.test(text)) {
    throw badRequest(
      `strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  }
  return Number(text);
}

/** @throws ApiError 400, 422 */
export function checkListOptions(query: URLSearchParams): void {
  integerOption(query, 'limit');
  integerOption(query, 'timeoutSeconds');
  const field = 'resourceVersionMatch';
  const match = query.get(field);
  const continued = query.get('continue')
    ? [forbids(field, `${field} is forbidden when continue is provided`)]
    : [];
  if (isTrue(query.get('watch'))) {
    const initial = query.has('sendInitialEvents');
    check('ListOptions', [
      ...(initial && match !== 'NotOlderThan'
        ? [
            forbids(
              field,
              `sendInitialEvents requires setting ${field} to NotOlderThan`,
            ),
          ]
        : []),
      ...(match && !initial
        ? [
            forbids(
              field,
              `${field} is forbidden for watch unless sendInitialEvents is provided`,
            ),
          ]
        : []),
      ...continued,
    ]);
    return;
  }
  const version = query.get('resourceVersion');
  check('ListOptions', [
    ...(match && !version
      ? [
          forbids(
            field,
            `${field} is forbidden unless resourceVersion is provided`,
          ),
        ]
      : []),
    ...(match ? continued : []),
    ...(match && match !== 'Exact' && match !== 'NotOlderThan'
      ? [
          unsupported(
            field,
            `${JSON.stringify(match)}: supported values: ${quoted([
              'Exact',
              'NotOlderThan',
              '',
            ])}`,
          ),
        ]
      : []),
    ...(match === 'Exact' && version === '0'
      ? [
          forbids(
            field,
            `${field} "exact" is forbidden for resourceVersion "0"`,
          ),
        ]
      : []),
    ...(query.has('sendInitialEvents')
      ? [
          forbids(
            'sendInitialEvents',
            'sendInitialEvents is forbidden for list',
          ),
        ]
      : []),
  ]);
}

const dryRunErrors = (values: readonly string[]): FieldError[] =>
  values.every(value => value === 'All')
    ? []
    : [
        unsupported(
          'dryRun',
          `${JSON.stringify(values)}: supported values: "All"`,
        ),
      ];

/** What becomes of members that a kind does not have. */
export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

const FIELD_VALIDATIONS = ['', 'Ignore', 'Strict', 'Warn'];

export interface WriteQuery {
  dryRun: boolean;
  fieldValidation: FieldValidation;
}

/**
 * What a write asks for in its query.
 *
 * @throws ApiError 422
 */
export function writeQuery(
  kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions',
  query: URLSearchParams,
): WriteQuery {
  const dryRun = query.getAll('dryRun');
  const validation = query.get('fieldValidation') ?? '';
  check(kind, [
    ...(kind === 'PatchOptions' && query.has('force')
      ? [forbids('force', 'may not be specified for non-apply patch')]
      : []),
    ...dryRunErrors(dryRun),
    ...(FIELD_VALIDATIONS.includes(validation)
      ? []
      : [
          unsupported(
            'fieldValidation',
            `${JSON.stringify(validation)}: supported values: ${quoted(
              FIELD_VALIDATIONS,
            )}`,
          ),
        ]),
  ]);
  return {
    dryRun: dryRun.length > 0,
    fieldValidation:
      validation === 'Strict' || validation === 'Ignore' ? validation : 'Warn',
  };
}

const PROPAGATION = ['Foreground', 'Background', 'Orphan'] as const;

export type Propagation = (typeof PROPAGATION)[number];

/**
 * How dependents of what is deleted are treated.
 *
 * @throws ApiError 422
 */
export function checkDeleteOptions(options: {
  propagation: unknown;
  orphan: unknown;
  dryRun: readonly string[];
}): Propagation | undefined {
  const { propagation, orphan, dryRun } = options;
  const policy = PROPAGATION.find(one => one === propagation);
  const field = 'propagationPolicy';
  const given = propagation !== undefined && propagation !== null;
  check('DeleteOptions', [
    ...(given && orphan !== undefined && orphan !== null
      ? [
          {
            field,
            reason: 'FieldValueInvalid' as const,
            message: `Invalid value: ${JSON.stringify(
              propagation,
            )}: orphanDependents and deletionPropagation cannot be both set`,
          },
        ]
      : []),
    ...(given && !policy
      ? [
          unsupported(
            field,
            `${JSON.stringify(propagation)}: supported values: ${quoted([
              ...PROPAGATION,
              'nil',
            ])}`,
          ),
        ]
      : []),
    ...dryRunErrors(dryRun),
  ]);
  return policy ?? (String(orphan) === 'true' ? 'Orphan' : undefined);
}
