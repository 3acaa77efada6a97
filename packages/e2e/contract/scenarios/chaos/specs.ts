import { LaunchKind } from '@slipway/plugin-chaos-common';
import { Json } from '../../lib/json';

/** A valid spec of every kind that can be launched, on pods that a selector finds. */
export const validSpecs = (selector: Json): Record<LaunchKind, Json> => {
  const pods = { mode: 'one', selector, duration: '30s' };
  const podKill = { action: 'pod-kill', mode: 'one', selector };
  return {
    PodChaos: { ...pods, action: 'pod-failure' },
    NetworkChaos: { ...pods, action: 'delay', delay: { latency: '100ms' } },
    StressChaos: { ...pods, stressors: { cpu: { workers: 1, load: 50 } } },
    HTTPChaos: { ...pods, target: 'Request', port: 8080, abort: true },
    JVMChaos: {
      ...pods,
      action: 'latency',
      class: 'com.example.Orders',
      method: 'find',
      latency: 200,
    },
    DNSChaos: { ...pods, action: 'error', patterns: ['example.test'] },
    IOChaos: {
      ...pods,
      action: 'latency',
      volumePath: '/data',
      delay: '100ms',
    },
    TimeChaos: { ...pods, timeOffset: '-5m' },
    KernelChaos: { ...pods, failKernRequest: { failtype: 0 } },
    BlockChaos: {
      ...pods,
      action: 'delay',
      volumeName: 'data',
      delay: { latency: '100ms' },
    },
    AWSChaos: {
      action: 'ec2-stop',
      awsRegion: 'eu-central-1',
      ec2Instance: 'i-0',
      duration: '30s',
    },
    GCPChaos: {
      action: 'node-stop',
      project: 'project',
      zone: 'europe-west3-a',
      instance: 'node-0',
      duration: '30s',
    },
    AzureChaos: {
      action: 'vm-stop',
      subscriptionID: 'subscription',
      resourceGroupName: 'group',
      vmName: 'vm-0',
      duration: '30s',
    },
    PhysicalMachineChaos: {
      action: 'stress-cpu',
      mode: 'one',
      address: ['http://127.0.0.1:9'],
      'stress-cpu': { load: 10, workers: 1 },
      duration: '30s',
    },
    Schedule: {
      schedule: '0 3 * * *',
      type: 'PodChaos',
      historyLimit: 1,
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 60,
      podChaos: podKill,
    },
    Workflow: {
      entry: 'all',
      templates: [
        {
          name: 'all',
          templateType: 'Serial',
          deadline: '1m',
          children: ['kill'],
        },
        {
          name: 'kill',
          templateType: 'PodChaos',
          deadline: '10s',
          podChaos: podKill,
        },
      ],
    },
  };
};

/** A valid spec of a StatusCheck whose first look comes after the scenario. */
export const STATUS_CHECK_SPEC: Json = {
  type: 'HTTP',
  mode: 'Synchronous',
  intervalSeconds: 600,
  http: { url: 'http://127.0.0.1:9/', criteria: { statusCode: '200' } },
};

/**
 * Fields that the schema requires and that are really missed. All others the
 * mutating webhook adds before the schema is asked, with what Go makes of nothing.
 */
export const REFUSED_WITHOUT: Record<LaunchKind, string[]> = {
  PodChaos: ['action', 'mode'],
  NetworkChaos: ['action', 'mode', 'delay.latency'],
  StressChaos: ['mode'],
  HTTPChaos: ['mode', 'target'],
  JVMChaos: ['action', 'mode'],
  DNSChaos: ['action', 'mode'],
  IOChaos: ['action', 'mode'],
  TimeChaos: ['mode', 'timeOffset'],
  KernelChaos: ['mode'],
  BlockChaos: ['action', 'mode'],
  AWSChaos: ['action'],
  GCPChaos: ['action'],
  AzureChaos: ['action'],
  PhysicalMachineChaos: ['action', 'mode'],
  Schedule: ['schedule', 'type', 'podChaos.action', 'podChaos.mode'],
  Workflow: [
    'entry',
    'templates',
    'templates.0.name',
    'templates.0.templateType',
    'templates.1.name',
    'templates.1.templateType',
    'templates.1.podChaos.action',
    'templates.1.podChaos.mode',
  ],
};
