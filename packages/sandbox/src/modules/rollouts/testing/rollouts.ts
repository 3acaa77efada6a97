import { podTemplateHash } from '../../../loops/hash';
import { PodTemplate } from '../../../loops/model';
import { Rollout, RolloutSpec, RolloutStatus } from '../rolloutModel';

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

/** Templates with nothing but what is needed, each beside itself with what the API server fills in. */
export const withAndWithoutDefaults: Array<[string, string, string]> = [
  [
    'probes',
    '{"spec":{"containers":[{"name":"a","image":"x:1","readinessProbe":{"httpGet":{"port":80}}}]}}',
    '{"spec":{"containers":[{"name":"a","image":"x:1","imagePullPolicy":"IfNotPresent","readinessProbe":{"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,"failureThreshold":3,"httpGet":{"path":"/","port":80,"scheme":"HTTP"}}}]}}',
  ],
  [
    'the newest image',
    '{"spec":{"containers":[{"name":"a","image":"registry:5000/x"},{"name":"b","image":"x:latest"}]}}',
    '{"spec":{"containers":[{"name":"a","image":"registry:5000/x","imagePullPolicy":"Always"},{"name":"b","image":"x:latest","imagePullPolicy":"Always"}]}}',
  ],
  [
    'fields and volumes',
    '{"spec":{"serviceAccountName":"shop","containers":[{"name":"a","env":[{"name":"N","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}]}],"volumes":[{"name":"c","configMap":{"name":"c"}},{"name":"e"}]}}',
    '{"spec":{"serviceAccountName":"shop","serviceAccount":"shop","securityContext":{},"terminationGracePeriodSeconds":30,"containers":[{"name":"a","env":[{"name":"N","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"metadata.name"}}}]}],"volumes":[{"name":"c","configMap":{"name":"c","defaultMode":420}},{"name":"e","emptyDir":{}}]}}',
  ],
];

export const hashOfText = (text: string) => podTemplateHash(template(text));

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
