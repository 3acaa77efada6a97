import { Json, valueAt } from '@slipway/kube-sim';
import { Fault, PodSelector } from './model';

/** One selector of a fault: of pods, or the identifiers of what is outside of the cluster. */
export interface FaultSelector {
  /** `.` for the sources, `.Target` for those that a network fault is between. */
  key: string;
  selector?: PodSelector;
  ofContainers: boolean;
  ids?: string[];
}

const OF_CONTAINERS = [
  'StressChaos',
  'JVMChaos',
  'DNSChaos',
  'IOChaos',
  'TimeChaos',
  'BlockChaos',
];

/** Members of a spec that name what a cloud fault hits. */
const OF_CLOUD: Record<string, readonly string[]> = {
  AWSChaos: ['endpoint', 'awsRegion', 'ec2Instance', 'volumeID', 'deviceName'],
  GCPChaos: ['project', 'zone', 'instance', 'deviceNames'],
  AzureChaos: [
    'subscriptionID',
    'resourceGroupName',
    'vmName',
    'diskName',
    'lun',
  ],
};

/**
 * The selectors of a fault, as its kind has them.
 *
 * @see the `GetSelectorSpecs` methods in api/v1alpha1 of chaos-mesh
 */
export function selectorsOf({ kind, spec }: Fault): FaultSelector[] {
  const members = OF_CLOUD[kind];
  if (members) {
    const present: Array<[string, Json]> = members.flatMap(name => {
      const value = valueAt(spec, [name]);
      return value === undefined ? [] : [[name, value] as [string, Json]];
    });
    return [
      {
        key: '.',
        ofContainers: false,
        ids: [JSON.stringify(Object.fromEntries(present))],
      },
    ];
  }
  if (kind === 'PhysicalMachineChaos') {
    return [
      {
        key: '.',
        ofContainers: false,
        ids: spec.address ?? [],
      },
    ];
  }
  const ofContainers =
    OF_CONTAINERS.includes(kind) || spec.action === 'container-kill';
  const { target } = spec;
  return [
    { key: '.', selector: spec, ofContainers },
    ...(kind === 'NetworkChaos' && typeof target === 'object'
      ? [{ key: '.Target', selector: target, ofContainers: false }]
      : []),
  ];
}
