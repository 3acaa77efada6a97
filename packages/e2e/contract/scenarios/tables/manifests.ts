import { canary, LABELS, podTemplate, rollout } from '../../lib/manifests';
import { Json } from '../../lib/json';

/** Manifests whose types are tried, and the words in which they are refused. */

/** What becomes of a manifest. */
export type Outcome =
  | { refused: 'Invalid'; causes: string[] }
  | { refused: 'BadRequest'; message: string }
  | { stored: Json };

export type Row = [what: string, plural: string, sent: Json, outcome: Outcome];

export const invalid = (...causes: string[]): Outcome => ({
  refused: 'Invalid',
  causes,
});

/** Of a kind with rules in CEL: they are not looked at after an error of types. */
export const unchecked = (...causes: string[]): Outcome =>
  invalid(
    ...causes,
    '<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
  );

export const typed = (field: string, wanted: string, found: string) =>
  `${field}: Invalid value: "${found}": ${field} in body must be of type ${wanted}: "${found}"`;

export const unread = (kind: string, why: string, version = 'v1'): Outcome => ({
  refused: 'BadRequest',
  message: `${kind} in version "${version}" cannot be handled as a ${kind}: ${why}`,
});

/** Words of Go's decoder. */
export const into = (found: string, member: string, type: string) =>
  `json: cannot unmarshal ${found} into Go struct field ${member} of type ${type}`;

export const stored = (contents: Json): Outcome => ({ stored: contents });

export const pods = (container: Json = {}, spec: Json = {}): Json =>
  podTemplate(undefined, {
    containers: [{ name: 'app', image: 'example.test/shop:1', ...container }],
    ...spec,
  });

export const idle = (spec: Json): Json =>
  rollout(canary([{ pause: {} }]), { replicas: 0, ...spec });

export const ofCanary = (strategy: Json): Json =>
  idle({ strategy: { canary: strategy } });

export const argo = (kind: string, spec: unknown): Json => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind,
  metadata: { name: 'one' },
  spec,
});

export const metric = (more: Json): Json =>
  argo('AnalysisTemplate', { metrics: [{ name: 'probe', ...more }] });

export const PROMETHEUS: Json = { prometheus: { query: '1' } };

export const built = (spec: unknown): Json => ({
  metadata: { name: 'one' },
  spec,
});

export const deployment = (spec: Json): Json =>
  built({
    replicas: 0,
    selector: { matchLabels: LABELS },
    template: pods(),
    ...spec,
  });

export const APP = 'spec.template.spec.containers[0]';
export const CONTAINERS = 'spec.template.spec.containers';
export const QUANTITY =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

export const env = (value: unknown): Json =>
  pods({ env: [{ name: 'A', value }] });
