import { isDeepStrictEqual } from 'node:util';
import { JsonRecord, KubeObject, Refusal } from '@slipway/kube-sim';
import { FLOWS } from './flowChecks';
import {
  awsErrors,
  azureErrors,
  blockErrors,
  gcpErrors,
  httpErrors,
  ioErrors,
  jvmErrors,
  machineErrors,
  stressErrors,
  timeErrors,
} from './otherChecks';
import { Check, OF_CONTAINERS, OF_PODS, record } from './parts';
import {
  durationErrors,
  modeErrors,
  networkErrors,
  podErrors,
} from './podChecks';

const OF_KIND: Record<string, Check> = {
  PodChaos: podErrors,
  NetworkChaos: networkErrors,
  StressChaos: stressErrors,
  JVMChaos: jvmErrors,
  HTTPChaos: httpErrors,
  TimeChaos: timeErrors,
  IOChaos: ioErrors,
  BlockChaos: blockErrors,
  AWSChaos: awsErrors,
  GCPChaos: gcpErrors,
  AzureChaos: azureErrors,
  PhysicalMachineChaos: machineErrors,
};

/** Where the path of a selector's members starts: the names of Go's embedded structs. */
function selectorPath(kind: string): string | undefined {
  if (OF_CONTAINERS.includes(kind)) return 'Spec.ContainerSelector.PodSelector';
  return OF_PODS.includes(kind) ? 'Spec.PodSelector' : undefined;
}

/** Several errors of one object as Go puts them together. */
const together = (errors: readonly string[]) =>
  errors.length > 1 ? `[${errors.join(', ')}]` : errors[0];

/**
 * What the validating webhook of a kind refuses. Specs of faults never change;
 * those of Schedules and Workflows may.
 *
 * @see the `Validate` methods in api/v1alpha1 of chaos-mesh
 */
export function refuse(
  next: Readonly<KubeObject>,
  current?: Readonly<KubeObject>,
): Refusal | undefined {
  const webhook = `v${next.kind.toLowerCase()}.kb.io`;
  const flowErrors = FLOWS[next.kind];
  if (flowErrors) {
    const found = flowErrors(record(next.spec), faultErrors);
    return found.length ? { webhook, message: together(found) } : undefined;
  }
  if (current && !isDeepStrictEqual(next.spec, current.spec)) {
    return { webhook, message: 'Cannot update chaos spec' };
  }
  const errors = faultErrors(next.kind, record(next.spec));
  return errors.length ? { webhook, message: together(errors) } : undefined;
}

/** What is wrong with the spec of one fault. */
function faultErrors(kind: string, spec: JsonRecord): string[] {
  const path = selectorPath(kind);
  return [
    ...(OF_KIND[kind]?.(spec) ?? []),
    ...(path ? modeErrors(path, spec) : []),
    // TimeChaos has no rule for its duration.
    ...(kind === 'TimeChaos' ? [] : durationErrors(spec)),
  ];
}
