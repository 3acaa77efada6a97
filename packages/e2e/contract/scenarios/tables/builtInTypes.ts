import { Row, built, into, invalid, stored, unread } from './manifests';

/** Pods and other built-in kinds, read into Go types and validated. */
export const OTHERS: Row[] = [
  [
    'an image that is a number',
    'pods',
    built({ containers: [{ name: 'app', image: 1 }] }),
    unread('Pod', into('number', 'Container.spec.containers.image', 'string')),
  ],
  [
    'a command of true',
    'pods',
    built({ containers: [{ name: 'app', image: 'a', command: [true] }] }),
    unread('Pod', into('bool', 'Container.spec.containers.command', 'string')),
  ],
  [
    'a creation that is no time',
    'pods',
    {
      metadata: { name: 'one', creationTimestamp: 'now' },
      spec: { containers: [] },
    },
    unread(
      'Pod',
      'parsing time "now" as "2006-01-02T15:04:05Z07:00": cannot parse "now" as "2006"',
    ),
  ],
  [
    'a pod that is wrong in many ways',
    'pods',
    built({
      dnsPolicy: 'mine',
      volumes: [{ name: 'V' }],
      containers: [
        {
          name: 'A_b',
          image: 'a',
          imagePullPolicy: 'Sometimes',
          ports: [{ containerPort: 70000 }, {}],
          volumeMounts: [{ name: 'none', mountPath: '/a' }],
          resources: { requests: { cpu: '2' }, limits: { cpu: '1' } },
          envFrom: [{}],
          livenessProbe: {},
        },
        { name: 'b' },
        { name: 'b', image: 'b' },
      ],
    }),
    invalid(
      "spec.volumes[0].name: Invalid value: \"V\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
      "spec.containers[0].name: Invalid value: \"A_b\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
      'spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive',
      'spec.containers[0].ports[1].containerPort: Required value',
      'spec.containers[0].envFrom: Invalid value: "": must specify one of: `configMapRef` or `secretRef`',
      'spec.containers[0].volumeMounts[0].name: Not found: "none"',
      'spec.containers[0].imagePullPolicy: Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"',
      'spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1',
      'spec.containers[0].livenessProbe: Required value: must specify a handler type',
      'spec.containers[1].image: Required value',
      'spec.containers[2].name: Duplicate value: "b"',
      'spec.dnsPolicy: Unsupported value: "mine": supported values: "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"',
    ),
  ],
  [
    'a Service of bad ports',
    'services',
    built({
      ports: [
        { port: 80, protocol: 'X' },
        { port: 81, name: 'b' },
      ],
    }),
    invalid(
      'spec.ports[0].name: Required value',
      'spec.ports[0].protocol: Unsupported value: "X": supported values: "SCTP", "TCP", "UDP"',
    ),
  ],
  [
    'a path of an Ingress without type',
    'ingresses',
    built({
      rules: [
        {
          http: {
            paths: [
              {
                path: '/',
                backend: { service: { name: 'a', port: { number: 80 } } },
              },
            ],
          },
        },
      ],
    }),
    invalid(
      'spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified',
    ),
  ],
  [
    'a port of an Ingress that is a word',
    'ingresses',
    built({
      defaultBackend: { service: { name: 'a', port: { number: '80' } } },
    }),
    unread(
      'Ingress',
      into(
        'string',
        'ServiceBackendPort.spec.defaultBackend.service.port.number',
        'int32',
      ),
    ),
  ],
  [
    'a ConfigMap of numbers',
    'configmaps',
    { metadata: { name: 'one' }, data: { a: 1 } },
    unread('ConfigMap', into('number', 'ConfigMap.data', 'string')),
  ],
  [
    'an empty ConfigMap',
    'configmaps',
    { metadata: { name: 'one' }, data: {} },
    stored({}),
  ],
  [
    'a Secret that is not encoded',
    'secrets',
    { metadata: { name: 'one' }, data: { a: 'a!bc' } },
    unread('Secret', 'illegal base64 data at input byte 1'),
  ],
  [
    'a Secret of numbers',
    'secrets',
    { metadata: { name: 'one' }, data: { a: 5 } },
    unread('Secret', into('number', 'Secret.data', '[]uint8')),
  ],
  [
    'a Role without rules',
    'roles',
    { metadata: { name: 'one' } },
    stored({ rules: null }),
  ],
];
