import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withPartitionBehavior, writeCrds } from './crds.ts';

const members = {
  action: { type: 'string' },
  device: { type: 'string' },
  direction: { type: 'string' },
  externalTargets: { type: 'array' },
};
const added = { type: 'string', enum: ['drop', 'reject'], default: 'drop' };

describe('withPartitionBehavior', () => {
  it('adds the member to the schema of a NetworkChaos spec, however deep', () => {
    const inWorkflow = (properties: object) => ({
      items: [{ properties: { networkChaos: { properties } } }],
    });
    expect(
      withPartitionBehavior(JSON.parse(JSON.stringify(inWorkflow(members)))),
    ).toEqual(inWorkflow({ ...members, partitionBehavior: added }));
  });

  it('leaves one that is there alone', () => {
    const schema = {
      properties: { ...members, partitionBehavior: { type: 'string' } },
    };
    expect(withPartitionBehavior(schema)).toEqual(schema);
  });

  it('leaves other schemas alone', () => {
    const schema = { properties: { action: { type: 'string' } }, x: null };
    expect(withPartitionBehavior(schema)).toEqual(schema);
  });
});

describe('writeCrds', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'crds-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('writes each CRD as JSON and passes over what is none', () => {
    const [from, to] = [join(dir, 'from'), join(dir, 'to')];
    mkdirSync(from);
    mkdirSync(to);
    writeFileSync(
      join(from, 'one.yaml'),
      'kind: CustomResourceDefinition\nmetadata: {name: ones.example.test}\n',
    );
    writeFileSync(join(from, 'kustomization.yaml'), 'resources: [one.yaml]\n');
    expect(writeCrds(from, to)).toBe(1);
    expect(readdirSync(to)).toEqual(['one.json']);
    expect(JSON.parse(readFileSync(join(to, 'one.json'), 'utf8'))).toEqual({
      kind: 'CustomResourceDefinition',
      metadata: { name: 'ones.example.test' },
    });
  });
});
