import { FAULT_KINDS, LAUNCH_KINDS } from '../kinds';
import { EnvironmentGuardrails, Guardrails } from './types';

const ON_PODS = FAULT_KINDS.filter(
  kind =>
    ![
      'AWSChaos',
      'GCPChaos',
      'AzureChaos',
      'PhysicalMachineChaos',
      'KernelChaos',
    ].includes(kind),
);

const open: EnvironmentGuardrails = {
  approval: false,
  kinds: LAUNCH_KINDS.filter(
    kind =>
      kind === 'Schedule' || kind === 'Workflow' || ON_PODS.includes(kind),
  ),
  maxDurationSeconds: 30 * 60,
  maxSharePercent: 100,
  maxPods: 20,
  allowTasks: false,
  allowRemoteCluster: false,
};

/**
 * What holds unless configured otherwise; for production, what is not given
 * where it is configured at all. Clouds, machines and the kernel are
 * refused everywhere: they hit more than the service. Production allows what
 * ends soon and leaves at least half of the pods, and nothing that repeats.
 */
export const DEFAULT_GUARDRAILS: Guardrails = {
  dev: open,
  stage: open,
  prod: {
    ...open,
    approval: true,
    kinds: ON_PODS,
    maxDurationSeconds: 5 * 60,
    maxSharePercent: 50,
    maxPods: 5,
  },
};
