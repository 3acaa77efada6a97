import { diffTemplates } from './diff';
import { replicaSetRaw, template } from './__fixtures__/builders';

const digest = (value: string) => `<${[...value].reverse().join('')}>`;

const between = (from: unknown, to: unknown) =>
  diffTemplates(
    { revision: 1, template: from },
    { revision: 2, template: to },
    digest,
  );

describe('diffTemplates', () => {
  it('shows a changed image line by line', () => {
    const diff = between(template('order:1'), template('order:2'));
    expect(diff).toMatchObject({ from: 1, to: 2, changed: ['image'] });
    expect(diff.lines.filter(line => line.kind !== 'same')).toEqual([
      { kind: 'removed', text: '      image: order:1' },
      { kind: 'added', text: '      image: order:2' },
    ]);
  });

  it('shows that a value of the environment changed, but not the value', () => {
    const diff = between(
      template('order:1'),
      template('order:1', { env: [{ name: 'DB_PASSWORD', value: 'other' }] }),
    );
    expect(diff.changed).toEqual(['env']);
    expect(
      diff.lines.filter(line => line.kind !== 'same').map(line => line.text),
    ).toEqual([
      '          value: masked#<2retnuh>',
      '          value: masked#<rehto>',
    ]);
    expect(JSON.stringify(diff)).not.toContain('hunter2');
  });

  it('ignores the order of members, the hash label and empty leftovers', () => {
    const { spec } = replicaSetRaw('aaaa111', 1) as {
      spec: { template: object };
    };
    const { metadata, spec: pod } = template('order:1');
    const diff = between(spec.template, { spec: pod, metadata });
    expect(diff.changed).toEqual([]);
    expect(diff.lines.every(line => line.kind === 'same')).toBe(true);
  });

  it('names added containers and other parts', () => {
    const from = { spec: { containers: [{ name: 'a', image: 'x' }] } };
    const to = {
      metadata: { labels: { tier: 'web' } },
      spec: {
        containers: [
          { name: 'a', image: 'x', resources: { limits: { cpu: '1' } } },
          { name: 'b', image: 'y' },
        ],
        volumes: [{ name: 'v' }],
      },
    };
    expect(between(from, to).changed).toEqual([
      'containers',
      'labels',
      'resources',
      'volumes',
    ]);
  });

  it('gives no lines of change for the same template', () => {
    const diff = between(template('order:1'), template('order:1'));
    expect(diff.lines.some(line => line.kind !== 'same')).toBe(false);
  });
});
