import { Json } from '../../lib/json';
import { LABELS } from '../../lib/manifests';
import { Row, built, deployment, pods, stored } from './manifests';

const CONTAINER: Json = {
  name: 'app',
  image: 'example.test/shop:1',
  resources: {},
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  imagePullPolicy: 'IfNotPresent',
};

const POD: Json = {
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 30,
  dnsPolicy: 'ClusterFirst',
  securityContext: {},
  schedulerName: 'default-scheduler',
};

const DEPLOYMENT: Json = {
  replicas: 0,
  selector: { matchLabels: LABELS },
  strategy: {
    type: 'RollingUpdate',
    rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' },
  },
  revisionHistoryLimit: 10,
  progressDeadlineSeconds: 600,
};

const template = (container: Json = {}, spec: Json = {}): Json => ({
  metadata: { labels: LABELS },
  spec: { ...POD, containers: [{ ...CONTAINER, ...container }], ...spec },
});

const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount';

/** What is added to every new pod. */
const ADMITTED: Json = {
  priority: 0,
  preemptionPolicy: 'PreemptLowerPriority',
  enableServiceLinks: true,
  serviceAccount: 'default',
  serviceAccountName: 'default',
  tolerations: ['not-ready', 'unreachable'].map(name => ({
    key: `node.kubernetes.io/${name}`,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: 300,
  })),
  volumes: [
    {
      name: 'kube-api-access',
      projected: {
        defaultMode: 420,
        sources: [
          { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
          {
            configMap: {
              name: 'kube-root-ca.crt',
              items: [{ key: 'ca.crt', path: 'ca.crt' }],
            },
          },
          {
            downwardAPI: {
              items: [
                {
                  path: 'namespace',
                  fieldRef: {
                    apiVersion: 'v1',
                    fieldPath: 'metadata.namespace',
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
};

/** What the API server stores where little is said. */
export const DEFAULTS: Row[] = [
  [
    'defaults of a Deployment',
    'deployments',
    deployment({
      paused: false,
      template: pods(
        {
          env: [{ name: 'A', value: null }],
          ports: [{ containerPort: 80 }],
          resources: { limits: { cpu: 1.5, memory: '1024Mi' } },
          readinessProbe: { httpGet: { port: 80 } },
        },
        {
          volumes: [
            { name: 'a' },
            { name: 'b', configMap: { name: 'b' } },
            { name: 'c', secret: { secretName: 'c' } },
          ],
        },
      ),
    }),
    stored({
      spec: {
        ...DEPLOYMENT,
        template: template(
          {
            env: [{ name: 'A' }],
            ports: [{ containerPort: 80, protocol: 'TCP' }],
            resources: { limits: { cpu: '1500m', memory: '1Gi' } },
            readinessProbe: {
              httpGet: { path: '/', port: 80, scheme: 'HTTP' },
              timeoutSeconds: 1,
              periodSeconds: 10,
              successThreshold: 1,
              failureThreshold: 3,
            },
          },
          {
            volumes: [
              { name: 'a', emptyDir: {} },
              { name: 'b', configMap: { name: 'b', defaultMode: 420 } },
              { name: 'c', secret: { secretName: 'c', defaultMode: 420 } },
            ],
          },
        ),
      },
    }),
  ],
  [
    'defaults of a ReplicaSet',
    'replicasets',
    built({ selector: { matchLabels: LABELS }, template: pods() }),
    stored({
      spec: {
        replicas: 1,
        selector: { matchLabels: LABELS },
        template: template(),
      },
    }),
  ],
  [
    'defaults of a StatefulSet',
    'statefulsets',
    built({
      serviceName: 'one',
      selector: { matchLabels: LABELS },
      template: pods({ image: 'example.test/shop' }),
    }),
    stored({
      spec: {
        replicas: 1,
        serviceName: 'one',
        selector: { matchLabels: LABELS },
        template: template({
          image: 'example.test/shop',
          imagePullPolicy: 'Always',
        }),
        podManagementPolicy: 'OrderedReady',
        updateStrategy: {
          type: 'RollingUpdate',
          rollingUpdate: { partition: 0 },
        },
        revisionHistoryLimit: 10,
        persistentVolumeClaimRetentionPolicy: {
          whenDeleted: 'Retain',
          whenScaled: 'Retain',
        },
      },
    }),
  ],
  [
    'defaults of a pod',
    'pods',
    built({
      containers: [
        {
          name: 'app',
          image: 'example.test/shop:1',
          resources: { limits: { cpu: '2000m', memory: '1000Ki' } },
        },
      ],
    }),
    stored({
      spec: {
        ...POD,
        ...ADMITTED,
        containers: [
          {
            ...CONTAINER,
            resources: {
              limits: { cpu: '2', memory: '1000Ki' },
              requests: { cpu: '2', memory: '1000Ki' },
            },
            volumeMounts: [
              { name: 'kube-api-access', readOnly: true, mountPath: TOKEN },
            ],
          },
        ],
      },
    }),
  ],
  [
    'defaults of a Service',
    'services',
    built({ selector: LABELS, ports: [{ port: 80 }] }),
    stored({
      spec: {
        selector: LABELS,
        ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
        type: 'ClusterIP',
        sessionAffinity: 'None',
        clusterIP: '10.0.0.0',
        clusterIPs: ['10.0.0.0'],
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        internalTrafficPolicy: 'Cluster',
      },
    }),
  ],
];
