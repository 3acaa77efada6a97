/**
 * Prunes a recording (see README): of the states that differ in times, names
 * and UIDs only, the first one is kept.
 *
 * Arguments: folder with the recording, folder to write to.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolloutKinds } from '@slipway/plugin-rollouts-common';
import {
  lineBetween,
  linesOf,
  RawObject,
  replay,
} from '@slipway/plugin-rollouts-common/testUtils';
import { at, isRecord, Json } from './lib/json';

const PROJECT: Record<string, (raw: Json) => unknown> = {
  Rollout: rolloutKinds.rollouts.project,
  ReplicaSet: rolloutKinds.replicaSets.project,
  Pod: rolloutKinds.pods.project,
  AnalysisRun: rolloutKinds.analysisRuns.project,
  Experiment: rolloutKinds.experiments.project,
};

/** Members that say when, or which version, and not what. */
const LEFT_OUT = /(?:At|Time|Timestamp|resourceVersion|[gG]eneration)$/;

const withoutTimes = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutTimes);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !LEFT_OUT.test(key))
      .map(([key, member]) => [key, withoutTimes(member)]),
  );
};

/** Text that two states share when they differ in times and names only. */
function keyOf(objects: readonly RawObject[]): string {
  const names = new Map<string, string>();
  const known = (text: unknown, word: string) => {
    if (typeof text === 'string' && text && !names.has(text)) {
      names.set(text, `${word}${names.size}`);
    }
  };
  for (const object of objects) {
    known(object.metadata.uid, 'uid');
    known(object.metadata.namespace, 'namespace');
    known(
      at(object, 'metadata', 'labels', 'rollouts-pod-template-hash'),
      'hash',
    );
    if (object.kind !== 'Rollout') known(object.metadata.name, 'name');
  }
  let text = JSON.stringify(
    objects.map(object =>
      withoutTimes(PROJECT[object.kind]?.(object) ?? object.spec),
    ),
  ).replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'time');
  for (const [name, word] of [...names].sort(
    ([a], [b]) => b.length - a.length,
  )) {
    text = text.replaceAll(name, word);
  }
  return text;
}

const [from, to] = process.argv.slice(2);
if (!from || !to) throw new Error('Name two folders: from, to.');
mkdirSync(to, { recursive: true });
const seen = new Set<string>();
let read = 0;
for (const file of readdirSync(from).sort()) {
  const states = replay(linesOf(readFileSync(join(from, file), 'utf8')));
  read += states.length;
  let before: RawObject[] = [];
  const lines: string[] = [];
  for (const state of states) {
    const key = keyOf(state.objects);
    if (seen.has(key)) continue;
    seen.add(key);
    const line = lineBetween(before, state);
    if (line) lines.push(JSON.stringify(line));
    before = state.objects;
  }
  if (lines.length > 0) {
    writeFileSync(join(to, file), `${lines.join('\n')}\n`);
  }
}
process.stdout.write(`${seen.size} of ${read} states are kept\n`);
