import {
  forbidden,
  negative,
  required,
  unsupported,
  wrong,
} from './fieldErrors';
import { isRecord, JsonRecord } from './json';
import { canonicalQuantity } from './quantity';
import { items, portErrors, portOrNameErrors, record } from './ruleParts';
import { FieldError } from './status';
import { Json } from './types';

/** What resources, probes and hooks of containers must be. @see validateProbe, ValidateContainerResourceRequirements in pkg/apis/core/validation of Kubernetes */

const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** Size of a canonical quantity, to compare it. */
function sizeOf(quantity: string): number {
  const [, number, suffix = ''] = /^(-?[\d.]+)(.*)$/.exec(quantity) ?? [];
  if (suffix.startsWith('e')) return Number(`${number}${suffix}`);
  return suffix.endsWith('i')
    ? Number(number) * 1024 ** BINARY.indexOf(suffix)
    : Number(number) * 1000 ** (DECIMAL.indexOf(suffix) - 3);
}

/** A quantity in its canonical form; as it stands where it is none. */
function canonical(quantity: Json | undefined): string {
  try {
    return canonicalQuantity(String(quantity));
  } catch {
    return String(quantity);
  }
}

/** Of requests and limits. */
export function resourceErrors(
  resources: JsonRecord,
  field: string,
): FieldError[] {
  const limits = record(resources.limits);
  const requests = record(resources.requests);
  const errors: FieldError[] = [];
  for (const [name, list] of [
    ['limits', limits],
    ['requests', requests],
  ] as const) {
    for (const [resource, amount] of Object.entries(list)) {
      if (sizeOf(canonical(amount)) < 0) {
        errors.push(
          wrong(
            `${field}.${name}.${resource}`,
            canonical(amount),
            'must be greater than or equal to 0',
          ),
        );
      }
    }
  }
  for (const [resource, wanted] of Object.entries(requests)) {
    const limit = limits[resource];
    if (
      limit !== undefined &&
      sizeOf(canonical(wanted)) > sizeOf(canonical(limit))
    ) {
      errors.push(
        wrong(
          `${field}.requests`,
          canonical(wanted),
          `must be less than or equal to ${resource} limit of ${canonical(
            limit,
          )}`,
        ),
      );
    }
  }
  return errors;
}

const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'];

function handlerErrors(one: JsonRecord, field: string): FieldError[] {
  const [first, ...more] = HANDLERS.filter(name => isRecord(one[name]));
  if (!first) return [required(field, 'must specify a handler type')];
  const at = `${field}.${first}`;
  const handler = record(one[first]);
  const errors: FieldError[] = [];
  if (first === 'exec' && items(handler.command).length === 0) {
    errors.push(required(`${at}.command`));
  }
  if (first === 'httpGet') {
    errors.push(
      ...portOrNameErrors(handler.port, `${at}.port`),
      ...(['HTTP', 'HTTPS'].includes(String(handler.scheme))
        ? []
        : [unsupported(`${at}.scheme`, handler.scheme, ['HTTP', 'HTTPS'])]),
    );
  }
  if (first === 'tcpSocket') {
    errors.push(...portOrNameErrors(handler.port, `${at}.port`));
  }
  if (first === 'grpc') errors.push(...portErrors(handler.port, `${at}.port`));
  return [
    ...errors,
    ...more.map(name =>
      forbidden(`${field}.${name}`, 'may not specify more than 1 handler type'),
    ),
  ];
}

export const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];

/** Of the probes of a container. */
export function probeErrors(
  container: JsonRecord,
  field: string,
): FieldError[] {
  return PROBES.flatMap(name => {
    const probe = container[name];
    if (!isRecord(probe)) return [];
    const at = `${field}.${name}`;
    return [
      ...handlerErrors(probe, at),
      ...[
        'initialDelaySeconds',
        'timeoutSeconds',
        'periodSeconds',
        'successThreshold',
        'failureThreshold',
      ].flatMap(member => negative(`${at}.${member}`, probe[member])),
      ...(name !== 'readinessProbe' && probe.successThreshold !== 1
        ? [wrong(`${at}.successThreshold`, probe.successThreshold, 'must be 1')]
        : []),
    ];
  });
}

/** Of the hooks of a container. */
export function lifecycleErrors(
  container: JsonRecord,
  field: string,
): FieldError[] {
  const hooks = record(container.lifecycle);
  return ['postStart', 'preStop'].flatMap(name => {
    const hook = hooks[name];
    return isRecord(hook)
      ? handlerErrors(hook, `${field}.lifecycle.${name}`)
      : [];
  });
}
