import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { ROOT, helm, objectsOf } from './helm.mjs';

export const PLATFORM = join(ROOT, 'infra/helmfile/platform');

/** Names of the releases that have values. */
export const RELEASES = readdirSync(join(PLATFORM, 'values')).map(file =>
  file.replace('.yaml.gotmpl', ''),
);

/** What helmfile merges for an environment, with what a cluster adds. */
function stateValues(environment, extra) {
  const read = name =>
    parse(readFileSync(join(PLATFORM, 'environments', `${name}.yaml`), 'utf8'));
  return { ...read('defaults'), ...read(environment), ...extra };
}

/**
 * The values of every release, rendered by helm: the templates use what helm
 * and helmfile have in common. Helmfile itself renders them in the full lane.
 *
 * @param {string} environment dev, stage or prod
 * @param {object} [extra] what a cluster's own file says
 * @returns {Record<string, object>} values by release
 */
export function platformValues(environment, extra = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-platform-'));
  try {
    mkdirSync(join(folder, 'templates'));
    writeFileSync(
      join(folder, 'Chart.yaml'),
      stringify({ apiVersion: 'v2', name: 'values', version: '0.0.0' }),
    );
    writeFileSync(
      join(folder, 'values.yaml'),
      stringify(stateValues(environment, extra)),
    );
    for (const release of RELEASES) {
      cpSync(
        join(PLATFORM, 'values', `${release}.yaml.gotmpl`),
        join(folder, 'templates', `${release}.yaml`),
      );
    }
    const text = execFileSync(helm, ['template', 'values', folder], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return Object.fromEntries(
      text
        .split(/^---\n# Source: values\/templates\//m)
        .slice(1)
        .map(part => {
          const [file] = part.split('\n', 1);
          const [values] = objectsOf(part.slice(file.length + 1));
          return [file.replace('.yaml', ''), values];
        }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
