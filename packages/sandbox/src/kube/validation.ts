import { isRecord } from './json';
import { FieldError, invalid } from './status';
import { KubeObject, ResourceType } from './types';

const SUBDOMAIN =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const PATH_SEGMENT = /^(?!\.\.?$)[^/%]+$/;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const QUALIFIED =
  /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]$/;

const quoted = (value: unknown) => JSON.stringify(value);

function nameErrors(type: ResourceType, name: string): FieldError[] {
  const field = 'metadata.name';
  if (!name) {
    return [
      {
        field,
        reason: 'FieldValueRequired',
        message: 'Required value: name or generateName is required',
      },
    ];
  }
  const wrong = (rule: string): FieldError[] => [
    {
      field,
      reason: 'FieldValueInvalid',
      message: `Invalid value: ${quoted(name)}: ${rule}`,
    },
  ];
  if (type.group === 'rbac.authorization.k8s.io') {
    return PATH_SEGMENT.test(name)
      ? []
      : wrong("may not contain '/' or '%', nor be '.' or '..'");
  }
  if (type.group === '' && ['namespaces', 'services'].includes(type.plural)) {
    return name.length <= 63 && LABEL.test(name)
      ? []
      : wrong(
          "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
        );
  }
  return name.length <= 253 && SUBDOMAIN.test(name)
    ? []
    : wrong(
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
      );
}

function labelErrors(labels: Record<string, string>): FieldError[] {
  return Object.entries(labels).flatMap(([key, value]): FieldError[] => [
    ...(QUALIFIED.test(key)
      ? []
      : [
          {
            field: 'metadata.labels',
            reason: 'FieldValueInvalid' as const,
            message: `Invalid value: ${quoted(
              key,
            )}: name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character`,
          },
        ]),
    ...(value.length <= 63 && LABEL_VALUE.test(value)
      ? []
      : [
          {
            field: 'metadata.labels',
            reason: 'FieldValueInvalid' as const,
            message: `Invalid value: ${quoted(
              value,
            )}: a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character`,
          },
        ]),
  ]);
}

const IMMUTABLE = 'field is immutable';

/** What may never change once it is set, by kind. */
function immutableErrors(
  type: ResourceType,
  next: Readonly<KubeObject>,
  current: Readonly<KubeObject>,
): FieldError[] {
  if (
    type.group !== 'apps' ||
    !isRecord(next.spec) ||
    !isRecord(current.spec)
  ) {
    return [];
  }
  return JSON.stringify(next.spec.selector) ===
    JSON.stringify(current.spec.selector)
    ? []
    : [
        {
          field: 'spec.selector',
          reason: 'FieldValueInvalid',
          message: `Invalid value: ${quoted(next.spec.selector)}: ${IMMUTABLE}`,
        },
      ];
}

/**
 * Checks names, labels and what may not change.
 *
 * @throws ApiError 422 naming the fields
 */
export function validateMeta(
  type: ResourceType,
  object: Readonly<KubeObject>,
  current?: Readonly<KubeObject>,
): void {
  const { metadata } = object;
  const errors = [
    ...nameErrors(type, metadata.name),
    ...labelErrors(metadata.labels ?? {}),
    ...(current ? immutableErrors(type, object, current) : []),
    ...(current?.metadata.deletionTimestamp === undefined
      ? []
      : (metadata.finalizers ?? [])
          .filter(added => !current.metadata.finalizers?.includes(added))
          .map(
            (added): FieldError => ({
              field: 'metadata.finalizers',
              reason: 'FieldValueForbidden',
              message: `Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{${quoted(
                added,
              )}}`,
            }),
          )),
  ];
  if (errors.length > 0) throw invalid(type, metadata.name, errors);
}
