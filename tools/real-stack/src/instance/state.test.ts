import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instancePaths, instancesDir } from '../paths.ts';
import { portsOfBlock } from './ports.ts';
import { identify } from './processes.ts';
import {
  aliveComponents,
  instanceNames,
  readState,
  recordedPorts,
  writeState,
} from './state.ts';
import type { InstanceState } from './state.ts';

const state = (name: string, block: number): InstanceState => ({
  name,
  clusterName: name,
  createdAt: '2026-01-01T00:00:00.000Z',
  ports: portsOfBlock(block),
  services: ['order-service'],
  servicesInstalled: false,
  addons: [],
  installed: {},
  processes: {},
});

describe('instance state', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'state-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('is read as it was written, by its owner alone', () => {
    const paths = instancePaths(root, 'one');
    writeState(paths, state('one', 3));
    expect(readState(paths)).toEqual(state('one', 3));
    expect(statSync(paths.stateFile).mode % 0o1000).toBe(0o600);
    expect(statSync(paths.dir).mode % 0o1000).toBe(0o700);
  });

  it('is undefined for an instance that was never started', () => {
    expect(readState(instancePaths(root, 'none'))).toBeUndefined();
    expect(instanceNames(root)).toEqual([]);
  });

  it('says what to do when the file is damaged', () => {
    const paths = instancePaths(root, 'one');
    writeState(paths, state('one', 3));
    writeFileSync(paths.stateFile, '{');
    expect(() => readState(paths)).toThrow('down --name one --wipe');
  });

  it('knows the ports of the other instances', () => {
    writeState(instancePaths(root, 'one'), state('one', 3));
    writeState(instancePaths(root, 'two'), state('two', 4));
    expect(instanceNames(root)).toEqual(['one', 'two']);
    expect(recordedPorts(root, 'two')).toEqual(
      new Set(Object.values(portsOfBlock(3))),
    );
  });

  it('separates components that run from those that died', () => {
    const me = identify(process.pid);
    expect(me).toBeDefined();
    expect(
      aliveComponents({
        ...state('one', 3),
        processes: { etcd: me!, scheduler: { ...me!, startTime: '1' } },
      }),
    ).toEqual(['etcd']);
  });
});

describe('instancePaths', () => {
  it.each(['', '..', 'a/b', 'Upper', '-a', 'a'.repeat(41)])(
    'refuses the name "%s"',
    name => {
      expect(() => instancePaths('/root', name)).toThrow('cannot name');
    },
  );
});

describe('instancesDir', () => {
  it.each([
    [{}, '/root/.slipway/real-stack'],
    [{ SLIPWAY_STATE: '/elsewhere' }, '/elsewhere/real-stack'],
  ])('is where the npm commands look for it: %j', (env, dir) => {
    expect(instancesDir('/root', env)).toBe(dir);
  });
});
