import { ResourceId } from '@slipway/plugin-clusters-common';
import { Json } from './json';

export const SERVICES: ResourceId = {
  group: '',
  version: 'v1',
  plural: 'services',
  kind: 'Service',
};

export const NODES: ResourceId = {
  group: '',
  version: 'v1',
  plural: 'nodes',
  kind: 'Node',
};

export const INGRESSES: ResourceId = {
  group: 'networking.k8s.io',
  version: 'v1',
  plural: 'ingresses',
  kind: 'Ingress',
};

export const ANALYSIS_TEMPLATES: ResourceId = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural: 'analysistemplates',
  kind: 'AnalysisTemplate',
};

export const LABELS = { app: 'shop' };

export const IMAGE = 'example.test/shop:1';
export const NEXT = 'example.test/shop:2';
export const THIRD = 'example.test/shop:3';

export const podTemplate = (image = IMAGE, more: Json = {}): Json => ({
  metadata: { labels: LABELS },
  spec: {
    containers: [
      { name: 'app', image, env: [{ name: 'MODE', value: 'contract' }] },
    ],
    ...more,
  },
});

/** A node selector that no node has: pods with it are never ready. */
export const NOWHERE: Json = { nodeSelector: { place: 'nowhere' } };

/** A Rollout named `shop`. */
export const rollout = (strategy: Json, spec: Json = {}): Json => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  metadata: { name: 'shop', labels: LABELS },
  spec: {
    replicas: 5,
    revisionHistoryLimit: 5,
    selector: { matchLabels: LABELS },
    template: podTemplate(),
    strategy,
    ...spec,
  },
});

export const canary = (steps: Json[], more: Json = {}): Json => ({
  canary: { steps, ...more },
});

export const deployment = (name: string, replicas = 0): Json => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    replicas,
    selector: { matchLabels: LABELS },
    template: podTemplate(),
  },
});

export const service = (name: string): Json => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { selector: LABELS, ports: [{ port: 80, targetPort: 8080 }] },
});

export const ingress = (name: string, backend: string): Json => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name },
  spec: {
    ingressClassName: 'nginx',
    rules: [
      {
        host: 'shop.example.test',
        http: {
          paths: [
            {
              path: '/',
              pathType: 'Prefix',
              backend: { service: { name: backend, port: { number: 80 } } },
            },
          ],
        },
      },
    ],
  },
});

/** An AnalysisTemplate of one metric named `probe`. */
export const analysisTemplate = (name: string, metric: Json): Json => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AnalysisTemplate',
  metadata: { name },
  spec: { metrics: [{ name: 'probe', ...metric }] },
});

/** A custom object of a kind without a status subresource, named `check`. */
export const check: Json = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AnalysisTemplate',
  metadata: { name: 'check' },
  spec: { metrics: [] },
};

export const prometheus = (address: string, query: string): Json => ({
  prometheus: { address, query },
});

/** A step that runs an AnalysisTemplate. */
export const analysisStep = (templateName: string): Json => ({
  analysis: { templates: [{ templateName }] },
});
