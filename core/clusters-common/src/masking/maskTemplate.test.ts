import { maskTemplate } from './maskTemplate';

const digest = (value: string) => `t${value.length}`;

describe('maskTemplate', () => {
  it('masks every literal value of the environment and keeps references', () => {
    const masked = maskTemplate(
      {
        spec: {
          containers: [
            {
              env: [
                { name: 'PLAIN', value: 'visible' },
                { name: 'EMPTY' },
                {
                  name: 'REF',
                  valueFrom: { secretKeyRef: { name: 's', key: 'k' } },
                },
              ],
            },
          ],
          initContainers: [{ env: [{ name: 'A', value: 'b' }] }],
        },
      },
      digest,
    );
    expect(masked.spec).toEqual({
      containers: [
        {
          env: [
            { name: 'PLAIN', value: 'masked#t7' },
            { name: 'EMPTY' },
            {
              name: 'REF',
              valueFrom: { secretKeyRef: { name: 's', key: 'k' } },
            },
          ],
        },
      ],
      initContainers: [{ env: [{ name: 'A', value: 'masked#t1' }] }],
    });
  });

  it.each([
    [
      ['--port=80', '--password=s3cret'],
      ['--port=80', '--password=masked#t6'],
    ],
    [
      ['--token', 's3cret', 'go'],
      ['--token', 'masked#t6', 'go'],
    ],
    [
      ['--token', '--verbose'],
      ['--token', '--verbose'],
    ],
    [['-Ddb.password=s3cret'], ['-Ddb.password=masked#t6']],
    [
      ['sh', '-c', 'export API_KEY="s3 cret"; run'],
      ['sh', '-c', 'export API_KEY=masked#t9; run'],
    ],
    [
      ['--url=jdbc:postgres://app:s3cret@db/orders'],
      ['--url=jdbc:postgres://masked#t10@db/orders'],
    ],
    [
      ['curl', '-H', 'Authorization: Bearer s3cret'],
      ['curl', '-H', 'Authorization: masked#t13'],
    ],
    [['ghp_abcdefghijklmnopqrstuvwxyz'], ['masked#t30']],
    [
      ['--authority=x', '--passive'],
      ['--authority=x', '--passive'],
    ],
  ])('arguments %j', (args, expected) => {
    expect(maskTemplate({ args }, digest).args).toEqual(expected);
    expect(maskTemplate({ command: args }, digest).command).toEqual(expected);
  });

  it('masks annotations, labels and headers by name or by form', () => {
    expect(
      maskTemplate(
        {
          metadata: {
            annotations: {
              'vault.example/token': 'abc',
              'prometheus.io/port': '8080',
              note: 'AKIAABCDEFGHIJKLMNOP',
            },
            labels: { app: 'x' },
          },
          probe: {
            httpHeaders: [
              { name: 'X-Api-Key', value: 'abc' },
              { name: 'Host', value: 'example' },
            ],
          },
        },
        digest,
      ),
    ).toEqual({
      metadata: {
        annotations: {
          'vault.example/token': 'masked#t3',
          'prometheus.io/port': '8080',
          note: 'masked#t20',
        },
        labels: { app: 'x' },
      },
      probe: {
        httpHeaders: [
          { name: 'X-Api-Key', value: 'masked#t3' },
          { name: 'Host', value: 'example' },
        ],
      },
    });
  });

  it('masks other fields by name or by form, and keeps those that only say where a secret is', () => {
    expect(
      maskTemplate(
        {
          volumes: [
            { csi: { volumeAttributes: { clientSecret: 'abc', share: 'x' } } },
            { secret: { secretName: 'db' } },
            {
              projected: { sources: [{ serviceAccountToken: { path: 't' } }] },
            },
          ],
          image: 'registry/auth:1.0',
          source: 'https://olga:s3cret@git.example/x',
          script: 'set -e\npassword: abc\nport: 80',
        },
        digest,
      ),
    ).toEqual({
      volumes: [
        {
          csi: { volumeAttributes: { clientSecret: 'masked#t3', share: 'x' } },
        },
        { secret: { secretName: 'db' } },
        { projected: { sources: [{ serviceAccountToken: { path: 't' } }] } },
      ],
      image: 'registry/auth:1.0',
      source: 'https://masked#t11@git.example/x',
      script: 'set -e\npassword: masked#t3\nport: 80',
    });
  });

  it('leaves the original alone', () => {
    const original = { env: [{ name: 'A', value: 'b' }] };
    maskTemplate(original, digest);
    expect(original.env[0].value).toBe('b');
  });
});
