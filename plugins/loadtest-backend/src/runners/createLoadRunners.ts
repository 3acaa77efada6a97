import { LoggerService } from '@backstage/backend-plugin-api';
import { Clusters } from '@slipway/plugin-clusters-node';
import { LoadTestConfig } from '../config';
import { KubernetesRunner } from './kubernetes/KubernetesRunner';
import { LocalRunner } from './local/LocalRunner';
import { Runner } from './types';

/** The runners that are configured, in the order in which they are offered. */
export function createLoadRunners(options: {
  clusters: Clusters;
  config: LoadTestConfig;
  logger: LoggerService;
}): Runner[] {
  const { kubernetes, local } = options.config;
  return [
    ...(kubernetes
      ? [
          new KubernetesRunner({
            ...options,
            ...options.config,
            image: kubernetes.image,
          }),
        ]
      : []),
    ...(local ? [new LocalRunner(local)] : []),
  ];
}
