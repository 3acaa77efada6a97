import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  ADDONS,
  INSTANCE_ADDONS,
  chaosMeshPaths,
  wantedAddons,
} from './addons.ts';
import { cachePaths } from './cache.ts';
import { helmfileDir } from './helmfile.ts';
import { javaDir } from './java.ts';
import { kedaPaths } from './keda.ts';
import { kindsDir } from './kinds.ts';
import { locustDir } from './locust.ts';

const root = resolve(__dirname, '..', '..', '..', '..');

describe('wantedAddons', () => {
  it.each([
    [undefined, []],
    ['', []],
    ['keda', ['keda']],
    ['helmfile', ['helmfile']],
    [' keda , chaos-mesh,keda', ['chaos-mesh', 'keda']],
  ])('%j: %j', (option, expected) => {
    expect(wantedAddons(option, ADDONS)).toEqual(expected);
  });

  it('names what it does not know, and what there is', () => {
    expect(() => wantedAddons('keda,litmus', ADDONS)).toThrow(
      'Unknown add-on litmus: choose from chaos-mesh, keda, keda-operator, trivy, locust, helmfile, eureka, opensearch.',
    );
    expect(() => wantedAddons('locust', INSTANCE_ADDONS)).toThrow(
      'Unknown add-on locust: choose from chaos-mesh, keda, keda-operator, trivy.',
    );
  });
});

describe('folders of the cache', () => {
  it('are apart from the platform and from each other', () => {
    const dirs = [
      cachePaths(root, 'go1.26.8').dir,
      chaosMeshPaths(root, 'go1.26.8').dir,
      kindsDir(root, 'keda'),
      kindsDir(root, 'trivy'),
      kedaPaths(root, 'go1.26.8').dir,
      locustDir(root),
      helmfileDir(root, 'go1.26.8'),
      javaDir(root, 'eureka'),
      javaDir(root, 'opensearch'),
    ];
    expect(new Set(dirs).size).toBe(dirs.length);
  });

  it('change with the Go version where Go builds', () => {
    expect(chaosMeshPaths(root, 'go1.26.9').dir).not.toBe(
      chaosMeshPaths(root, 'go1.26.8').dir,
    );
  });
});

describe('requirements of Locust', () => {
  it('pin every package, so that the environment is the same everywhere', () => {
    const file = resolve(root, 'tools/real-stack/locust/requirements.txt');
    expect(existsSync(file)).toBe(true);
    const lines = readFileSync(file, 'utf8')
      .split('\n')
      .filter(line => line !== '' && !line.startsWith('#'));
    expect(lines.length).toBeGreaterThan(20);
    expect(lines.filter(line => !/^[\w.-]+==[\w.]+$/.test(line))).toEqual([]);
  });
});
