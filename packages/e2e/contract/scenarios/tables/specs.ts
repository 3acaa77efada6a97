import { Json } from '../../lib/json';
import { canary, podTemplate } from '../../lib/manifests';

/** One spec, and why the controller refuses it; undefined when it does not. */
export type Row = [what: string, spec: Json, why: string | undefined];

export const steps = (...list: Json[]): Json => ({ strategy: canary(list) });

export const strategy = (more: Json, ...list: Json[]): Json => ({
  strategy: canary(list, more),
});

export const container = (more: Json): Json => ({
  template: podTemplate(undefined, {
    containers: [{ name: 'app', image: 'example.test/shop:1', ...more }],
  }),
});

export const SERVICES: Json = {
  stableService: 'stable',
  canaryService: 'canary',
};
export const NGINX: Json = {
  ...SERVICES,
  trafficRouting: { nginx: { stableIngress: 'shop' } },
};
export const routed = (routing: Json): Json => ({
  ...SERVICES,
  trafficRouting: routing,
});

export const STEP =
  'Step must have one of the following set: experiment, setWeight, setCanaryScale, plugin or pause';
export const APP = 'spec.template.spec.containers[0]';
export const ROUTING = 'spec.strategy.canary.trafficRouting';
export const step = (index: number) => `spec.strategy.steps[${index}]`;
