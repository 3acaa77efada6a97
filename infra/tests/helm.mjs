import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';

export const ROOT = resolve(import.meta.dirname, '../..');

/** Path of helm: SLIPWAY_CLIENTS is the folder of the real stack's programs. */
export const helm = join(process.env.SLIPWAY_CLIENTS ?? '', 'helm');

/** Path of a chart of this repository. */
export const chart = name => join(ROOT, 'infra/charts', name);

/** Runs `work` with a file that holds the values, and removes it. */
function withValues(values, work) {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-values-'));
  try {
    const file = join(folder, 'values.yaml');
    writeFileSync(file, stringify(values), { mode: 0o600 });
    return work(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Lints a chart strictly and renders it.
 *
 * @returns {object[]} its objects
 * @throws {Error} with what helm says
 */
export function render(name, values, { release = 'x', namespace = 'n' } = {}) {
  return withValues(values, file => {
    const run = args =>
      execFileSync(helm, args, {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    run(['lint', '--strict', '--quiet', chart(name), `--values=${file}`]);
    return objectsOf(
      run([
        'template',
        release,
        chart(name),
        `--namespace=${namespace}`,
        `--values=${file}`,
      ]),
    );
  });
}

/** What helm says against the values; empty when it takes them. */
export const refusal = (name, values) =>
  withValues(values, file => {
    const { status, stderr } = spawnSync(
      helm,
      ['template', 'x', chart(name), `--values=${file}`],
      { encoding: 'utf8' },
    );
    return status === 0 ? '' : stderr;
  });

/** The objects of YAML documents. */
export const objectsOf = text =>
  parseAllDocuments(text)
    .map(document => {
      if (document.errors.length > 0) throw document.errors[0];
      return document.toJS();
    })
    .filter(Boolean);

/** The object of a kind, and of a name where there are several. */
export function the(objects, kind, name) {
  const found = objects.filter(
    one => one.kind === kind && (!name || one.metadata.name === name),
  );
  if (found.length !== 1) {
    throw new Error(`${found.length} objects are ${kind} ${name ?? ''}`);
  }
  return found[0];
}
