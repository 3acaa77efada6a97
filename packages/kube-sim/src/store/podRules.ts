import { containersErrors } from './containerRules';
import {
  duplicate,
  forbidden,
  required,
  unsupported,
  wrong,
} from './fieldErrors';
import { isRecord, JsonRecord } from './json';
import {
  dnsLabelErrors,
  labelValueErrors,
  qualifiedNameErrors,
  subdomainErrors,
} from './names';
import { items, named, oneOf, record, ruled } from './ruleParts';
import { matchesSelector } from './selectors';
import { FieldError } from './status';
import { Json } from './types';

/**
 * What pods and pod templates must have, in the order and the words of the
 * API server; controllers of custom kinds hold their templates against the same
 * rules. Everything is expected with its defaults.
 *
 * @see ValidatePodTemplateSpecForReplicaSet in pkg/apis/apps/validation, ValidatePodSpec in pkg/apis/core/validation of Kubernetes
 */

function volumeErrors(list: JsonRecord[], field: string): FieldError[] {
  const seen = new Set<string>();
  return list.flatMap((volume, index) => {
    const at = `${field}[${index}]`;
    const { name, ...sources } = volume;
    const [, ...more] = Object.keys(sources);
    // Of two sources the API server looks at the first only.
    const source = more.length > 0 ? {} : sources;
    const errors = [
      ...more.map(other =>
        forbidden(`${at}.${other}`, 'may not specify more than 1 volume type'),
      ),
      ...(isRecord(source.secret) && !source.secret.secretName
        ? [required(`${at}.secret.secretName`)]
        : []),
      ...(isRecord(source.configMap) && !source.configMap.name
        ? [required(`${at}.configMap.name`)]
        : []),
      ...(isRecord(source.persistentVolumeClaim) &&
      !source.persistentVolumeClaim.claimName
        ? [required(`${at}.persistentVolumeClaim.claimName`)]
        : []),
      ...(isRecord(source.hostPath) && !source.hostPath.path
        ? [required(`${at}.hostPath.path`)]
        : []),
      ...named(name, `${at}.name`),
      ...(seen.has(String(name)) ? [duplicate(`${at}.name`, name)] : []),
    ];
    if (errors.length === 0) seen.add(String(name));
    return errors;
  });
}

export const labelErrors = (
  labels: Json | undefined,
  field: string,
): FieldError[] =>
  Object.entries(record(labels)).flatMap(([key, value]) => [
    ...ruled(key, field, qualifiedNameErrors),
    ...ruled(value, field, labelValueErrors),
  ]);

/** What is wrong with the spec of a pod. */
export function podSpecErrors(spec: JsonRecord, field: string): FieldError[] {
  const volumes = items(spec.volumes);
  const names = new Set(volumes.map(({ name }) => String(name ?? '')));
  const { activeDeadlineSeconds: deadline } = spec;
  return [
    ...volumeErrors(volumes, `${field}.volumes`),
    ...containersErrors(spec, names, field),
    ...oneOf(spec.restartPolicy, `${field}.restartPolicy`, [
      'Always',
      'OnFailure',
      'Never',
    ]),
    ...oneOf(spec.dnsPolicy, `${field}.dnsPolicy`, [
      'ClusterFirstWithHostNet',
      'ClusterFirst',
      'Default',
      'None',
    ]),
    ...labelErrors(spec.nodeSelector, `${field}.nodeSelector`),
    ...(spec.serviceAccountName
      ? ruled(
          spec.serviceAccountName,
          `${field}.serviceAccountName`,
          subdomainErrors,
        )
      : []),
    ...(spec.nodeName
      ? ruled(spec.nodeName, `${field}.nodeName`, subdomainErrors)
      : []),
    ...(typeof deadline === 'number' && deadline < 1
      ? [
          wrong(
            `${field}.activeDeadlineSeconds`,
            deadline,
            'must be between 1 and 2147483647, inclusive',
          ),
        ]
      : []),
    ...(spec.hostname
      ? ruled(spec.hostname, `${field}.hostname`, dnsLabelErrors)
      : []),
  ];
}

/**
 * What is wrong with the pod template of a ReplicaSet, a Deployment or a custom kind.
 *
 * @param selector - of the workload; without one no label will do
 */
export function podTemplateErrors(
  template: JsonRecord,
  selector: Json | undefined,
  field: string,
): FieldError[] {
  const metadata = record(template.metadata);
  const spec = record(template.spec);
  const labels = Object.fromEntries(
    Object.entries(record(metadata.labels)).map(([key, value]) => [
      key,
      String(value),
    ]),
  );
  const { restartPolicy } = spec;
  return [
    ...(selector !== undefined && matchesSelector(selector, labels)
      ? []
      : [
          wrong(
            `${field}.metadata.labels`,
            isRecord(metadata.labels) ? labels : null,
            '`selector` does not match template `labels`',
          ),
        ]),
    ...labelErrors(metadata.labels, `${field}.labels`),
    ...Object.keys(record(metadata.annotations)).flatMap(key =>
      qualifiedNameErrors(key.toLowerCase()).map(why =>
        wrong(`${field}.annotations`, key, why),
      ),
    ),
    ...podSpecErrors(spec, `${field}.spec`),
    ...(restartPolicy && restartPolicy !== 'Always'
      ? [unsupported(`${field}.spec.restartPolicy`, restartPolicy, ['Always'])]
      : []),
    ...(spec.activeDeadlineSeconds === undefined
      ? []
      : [
          forbidden(
            `${field}.spec.activeDeadlineSeconds`,
            'activeDeadlineSeconds in ReplicaSet is not Supported',
          ),
        ]),
  ];
}
