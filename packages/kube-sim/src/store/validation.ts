import {
  dnsLabelErrors,
  labelValueErrors,
  pathSegmentErrors,
  qualifiedNameErrors,
  subdomainErrors,
} from './names';
import { isCustom } from './resources';
import { FieldError, invalid } from './status';
import { KubeObject, ObjectMeta, ResourceType } from './types';

const wrong = (field: string, value: unknown, why: string): FieldError => ({
  field,
  reason: 'FieldValueInvalid',
  message: `Invalid value: ${JSON.stringify(value)}: ${why}`,
});

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
  let rule = subdomainErrors;
  if (type.group === 'rbac.authorization.k8s.io') rule = pathSegmentErrors;
  else if (
    type.group === '' &&
    ['namespaces', 'services'].includes(type.plural)
  ) {
    rule = dnsLabelErrors;
  }
  return rule(name).map(why => wrong(field, name, why));
}

function labelErrors(labels: Record<string, string>): FieldError[] {
  const field = 'metadata.labels';
  return Object.entries(labels).flatMap(([key, value]) => [
    ...qualifiedNameErrors(key).map(why => wrong(field, key, why)),
    ...labelValueErrors(value).map(why => wrong(field, value, why)),
  ]);
}

const annotationErrors = (annotations: Record<string, string>) =>
  Object.keys(annotations).flatMap(key =>
    qualifiedNameErrors(key.toLowerCase()).map(why =>
      wrong('metadata.annotations', key, why),
    ),
  );

/** Finalizers of Kubernetes itself need no prefix, on objects of its own kinds. @see ValidateFinalizerName in pkg/apis/core/validation of Kubernetes */
const STANDARD_FINALIZERS = ['foregroundDeletion', 'orphan', 'kubernetes'];

const finalizerErrors = (type: ResourceType, finalizers: readonly string[]) =>
  finalizers.flatMap((finalizer, index) => {
    const errors = qualifiedNameErrors(finalizer).map(why =>
      wrong('metadata.finalizers', finalizer, why),
    );
    const known =
      isCustom(type) ||
      finalizer.includes('/') ||
      STANDARD_FINALIZERS.includes(finalizer);
    return errors.length > 0 || known
      ? errors
      : [
          wrong(
            `metadata.finalizers[${index}]`,
            finalizer,
            'name is neither a standard finalizer name nor is it fully qualified',
          ),
        ];
  });

function ownerErrors(
  references: NonNullable<ObjectMeta['ownerReferences']>,
): FieldError[] {
  const field = 'metadata.ownerReferences';
  const missing = references.flatMap(reference => [
    ...(reference.apiVersion
      ? []
      : [wrong(`${field}.apiVersion`, '', 'version must not be empty')]),
    ...(['kind', 'name', 'uid'] as const)
      .filter(member => !reference[member])
      .map(member => wrong(`${field}.${member}`, '', 'must not be empty')),
  ]);
  const [first, second] = references.filter(({ controller }) => controller);
  return second
    ? [
        ...missing,
        wrong(
          field,
          references,
          `Only one reference can have Controller set to true. Found "true" in references for ${first.kind}/${first.name} and ${second.kind}/${second.name}`,
        ),
      ]
    : missing;
}

/**
 * Checks names, labels, annotations, finalizers and owners.
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
    ...ownerErrors(metadata.ownerReferences ?? []),
    ...labelErrors(metadata.labels ?? {}),
    ...annotationErrors(metadata.annotations ?? {}),
    ...finalizerErrors(type, metadata.finalizers ?? []),
    ...(current?.metadata.deletionTimestamp === undefined
      ? []
      : (metadata.finalizers ?? [])
          .filter(added => !current.metadata.finalizers?.includes(added))
          .map(
            (added): FieldError => ({
              field: 'metadata.finalizers',
              reason: 'FieldValueForbidden',
              message: `Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{${JSON.stringify(
                added,
              )}}`,
            }),
          )),
  ];
  if (errors.length > 0) throw invalid(type, metadata.name, errors);
}
