import {
  apiVersionOf,
  PrinterColumn,
  ResourceType,
  resourceTypes,
} from '@slipway/kube-sim';
import { readCrds } from '../crds';
import crds from './crds.json';

/** Kinds whose objects are one fault each. */
export const FAULTS = [
  'PodChaos',
  'NetworkChaos',
  'StressChaos',
  'HTTPChaos',
  'JVMChaos',
  'DNSChaos',
  'IOChaos',
  'TimeChaos',
  'KernelChaos',
  'BlockChaos',
  'AWSChaos',
  'GCPChaos',
  'AzureChaos',
  'PhysicalMachineChaos',
] as const;
export type FaultName = (typeof FAULTS)[number];

export const API = 'chaos-mesh.org/v1alpha1';

/** The kinds of Chaos Mesh with the schemas of their CRDs. Faults and Schedules have no status subresource: their controllers write whole objects. */
export function chaosKinds(): ResourceType[] {
  const definitions = readCrds(crds);
  return resourceTypes('chaos-mesh.org', 'v1alpha1', true, [
    ...FAULTS.map((kind): [string, string, string, string] => [
      kind.toLowerCase(),
      kind,
      '',
      '',
    ]),
    ['schedules', 'Schedule', '', ''],
    ['workflows', 'Workflow', 'wf', 'status'],
    ['workflownodes', 'WorkflowNode', 'wfn', 'status'],
    ['statuschecks', 'StatusCheck', '', 'status'],
  ]).map(type => ({
    ...type,
    custom: definitions.get(`${apiVersionOf(type)}/${type.kind}`),
  }));
}

const text = (name: string, jsonPath: string): PrinterColumn => ({
  name,
  type: 'string',
  jsonPath,
});

/** What `kubectl get` prints of the kinds whose CRD declares columns of plain members. */
export const COLUMNS: Record<string, readonly PrinterColumn[]> =
  Object.fromEntries(
    (
      ['NetworkChaos', 'IOChaos', 'DNSChaos', 'JVMChaos', 'AWSChaos'] as const
    ).map(kind => [
      kind,
      [text('action', '.spec.action'), text('duration', '.spec.duration')],
    ]),
  );
