import { isRecord, JsonRecord, KubeObject } from '@slipway/kube-sim';
import { MEMBER_OF } from '../flows/model';
import { OF_CONTAINERS, OF_PODS, record } from './parts';

/** A selector that names no namespace means that of the fault. @see PodSelector.Default in common_webhook.go */
function withNamespaces(holder: JsonRecord, namespace: string): JsonRecord {
  const selector = record(holder.selector);
  const named = Array.isArray(selector.namespaces)
    ? selector.namespaces.length
    : 0;
  return named
    ? holder
    : { ...holder, selector: { ...selector, namespaces: [namespace] } };
}

/** Parameters of tc with the members that the webhook fills in when empty. */
const TC_DEFAULTS: Record<string, JsonRecord> = {
  delay: { correlation: '0', jitter: '0ms' },
  loss: { correlation: '0' },
  duplicate: { correlation: '0' },
  corrupt: { correlation: '0' },
};

/**
 * What the mutating webhook fills in.
 *
 * @see the `Default` methods and `default` tags in api/v1alpha1 of chaos-mesh
 */
export function fill(next: KubeObject): KubeObject {
  const namespace = next.metadata.namespace ?? 'default';
  const spec = record(next.spec);
  return { ...next, spec: filledSpec(next.kind, spec, namespace) };
}

/** A template with its fault and its check filled in. */
function filledTemplate(template: JsonRecord, namespace: string): JsonRecord {
  const filled = { ...template };
  for (const [kind, member] of Object.entries(MEMBER_OF)) {
    const fault = template[member];
    if (isRecord(fault)) filled[member] = filledSpec(kind, fault, namespace);
  }
  if (isRecord(template.statusCheck)) {
    filled.statusCheck = { mode: 'Synchronous', ...template.statusCheck };
  }
  if (isRecord(template.schedule)) {
    filled.schedule = filledTemplate(template.schedule, namespace);
  }
  return filled;
}

function filledSpec(
  kind: string,
  given: JsonRecord,
  namespace: string,
): JsonRecord {
  let spec = given;
  if (kind === 'Schedule') return { concurrencyPolicy: 'Forbid', ...spec };
  if (kind === 'StatusCheck') return { mode: 'Synchronous', ...spec };
  if (kind === 'Workflow') {
    const { templates } = spec;
    return Array.isArray(templates)
      ? {
          ...spec,
          templates: templates.map(one =>
            isRecord(one) ? filledTemplate(one, namespace) : one,
          ),
        }
      : spec;
  }
  if ([...OF_CONTAINERS, ...OF_PODS, 'BlockChaos'].includes(kind)) {
    spec = withNamespaces(spec, namespace);
  }
  if (kind === 'NetworkChaos') {
    spec = { direction: 'to', partitionBehavior: 'drop', ...spec };
    if (isRecord(spec.target)) {
      spec.target = withNamespaces(spec.target, namespace);
    }
    for (const [name, defaults] of Object.entries(TC_DEFAULTS)) {
      if (isRecord(spec[name])) spec[name] = { ...defaults, ...spec[name] };
    }
  }
  if (kind === 'TimeChaos') {
    const { clockIds } = spec;
    if (!Array.isArray(clockIds) || !clockIds.length) {
      spec = { ...spec, clockIds: ['CLOCK_REALTIME'] };
    }
  }
  return spec;
}
