import { podTemplateHash } from '../base/hash';
import { PodTemplate } from '../base/model';
import { Rollout, RolloutSpec, RolloutStatus } from '../base/rolloutModel';

export const rollout = (spec: RolloutSpec): Rollout => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  metadata: {
    name: 'shop',
    namespace: 'shop',
    uid: 'uid',
    resourceVersion: '1',
    generation: 1,
    creationTimestamp: '2026-01-01T00:00:00Z',
  },
  spec,
  status: {},
});

export const status = (given: RolloutStatus): RolloutStatus => given;

const container = { name: 'app', image: 'shop:1' };
const template = (text: string): PodTemplate => JSON.parse(text);

const different: PodTemplate[] = [
  { metadata: { labels: { a: '1' } }, spec: { containers: [container] } },
  {
    metadata: { labels: { a: '1', b: '2' } },
    spec: { containers: [{ ...container, image: 'shop:2' }] },
  },
  {
    metadata: { labels: { a: '1', b: '2' } },
    spec: { containers: [container, { ...container, name: 'b' }] },
  },
];

/** Hashes of templates that mean the same, and of ones that do not. */
export const canonicalHashes = {
  same: [
    {
      metadata: { labels: { a: '1', b: '2' } },
      spec: { containers: [container] },
    },
    template(
      '{"spec":{"containers":[{"image":"shop:1","name":"app"}]},"metadata":{"labels":{"b":"2","a":"1"}}}',
    ),
    template(
      '{"metadata":{"creationTimestamp":null,"labels":{"a":"1","b":"2"}},"spec":{"restartPolicy":"Always","dnsPolicy":"ClusterFirst","securityContext":{},"containers":[{"name":"app","image":"shop:1","resources":{},"terminationMessagePath":"/dev/termination-log"}]}}',
    ),
  ].map(one => podTemplateHash(one)),
  different: different
    .map(one => podTemplateHash(one))
    .concat(podTemplateHash({}, 1)),
};
