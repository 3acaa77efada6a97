import { isRecord, JsonRecord } from '@slipway/kube-sim';

/** Kinds that find containers of pods. */
export const OF_CONTAINERS = [
  'PodChaos',
  'StressChaos',
  'JVMChaos',
  'DNSChaos',
  'IOChaos',
  'TimeChaos',
];
export const OF_PODS = ['NetworkChaos', 'HTTPChaos', 'KernelChaos'];

export const record = (value: unknown): JsonRecord =>
  isRecord(value) ? value : {};

/** What is wrong with the spec of a fault, in the words of the webhook. */
export type Check = (spec: JsonRecord) => string[];

export const wrong = (path: string, value: unknown, why: string) =>
  `${path}: Invalid value: ${JSON.stringify(value)}: ${why}`;

export const missing = (path: string, why: string) =>
  `${path}: Invalid value: null: ${why}`;

/** What Go says of a text that is no duration. */
export const durationFault = (text: string): string => {
  const quoted = JSON.stringify(text);
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)
    ? `time: missing unit in duration ${quoted}`
    : `time: invalid duration ${quoted}`;
};
