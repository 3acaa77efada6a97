import { readdirSync, readFileSync } from 'fs';
import { dirname, join } from 'path';
import { parseAllDocuments } from 'yaml';

/** An object as an API server answers it, or an entity as a user writes it. */
export type RawObject = Record<string, unknown> & {
  kind: string;
  metadata: { name: string; namespace?: string; uid?: string };
};

const FOLDER = join(
  dirname(require.resolve('@slipway/field-cases/package.json')),
  'cases',
);

const SECONDS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** ISO time of Kubernetes: seconds, no fraction. */
const kubeTime = (milliseconds: number) =>
  `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;

/**
 * Fills in `${now}`, `${now-5m}`, `${now+3h}`.
 *
 * @param now - ms since the epoch
 */
export function fillInTimes(text: string, now: number): string {
  return text.replace(
    /\$\{now(?:([+-])(\d+)([smhd]))?\}/g,
    (_, sign = '+', amount = '0', unit = 's') =>
      kubeTime(
        now + (sign === '-' ? -1 : 1) * Number(amount) * SECONDS[unit] * 1000,
      ),
  );
}

/** Names of all cases, in order: `01-limits-from-args`. */
export const caseNames = (): string[] => readdirSync(FOLDER).sort();

/**
 * Objects of one case in the order of its file, with times relative to `now`.
 *
 * @param name - folder of the case: `08-traffic-still-on-the-canary`
 * @param options - `now`: ms since the epoch; `file`: `objects.yaml` unless said
 */
export function loadCase(
  name: string,
  options: { now: number; file?: string },
): RawObject[] {
  const path = join(FOLDER, name, options.file ?? 'objects.yaml');
  const text = fillInTimes(readFileSync(path, 'utf8'), options.now);
  return parseAllDocuments(text).map(document => document.toJS());
}

/** Files of one case: `objects.yaml`, `catalog.yaml`… */
export const caseFiles = (name: string): string[] =>
  readdirSync(join(FOLDER, name)).sort();

/** Objects of one kind. */
export const ofKind = (objects: readonly RawObject[], kind: string) =>
  objects.filter(candidate => candidate.kind === kind);
