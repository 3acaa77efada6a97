import { jsonEquals } from '@slipway/plugin-clusters-common';
import { isObject, Json } from '@slipway/plugin-clusters-common/read';

/** An object as the API server answers it. */
export type RawObject = Json & {
  kind: string;
  metadata: Json & { name: string; uid: string };
};

/**
 * One line of a recording: how the objects changed since the line before.
 * Recordings are JSON lines, so that what changes little takes little room.
 */
export interface RecordingLine {
  /** ISO time of the reading. */
  at: string;
  /** Objects that were not there before, whole. */
  put?: RawObject[];
  /** Merge patches (RFC 7386) by UID. */
  patch?: Record<string, Json>;
  /** UIDs of what is no longer there. */
  gone?: string[];
}

/** One moment of a recording. */
export interface RecordedState {
  at: string;
  objects: RawObject[];
}

/** The merge patch that makes `after` of `before`; undefined when they are equal. Lists are replaced whole. */
export function mergePatchOf(before: Json, after: Json): Json | undefined {
  const patch: Json = {};
  for (const key of Object.keys(before)) {
    if (!(key in after)) patch[key] = null;
  }
  for (const [key, value] of Object.entries(after)) {
    const old = before[key];
    if (isObject(old) && isObject(value)) {
      const inner = mergePatchOf(old, value);
      if (inner) patch[key] = inner;
    } else if (!jsonEquals(old, value)) {
      patch[key] = value;
    }
  }
  return Object.keys(patch).length > 0 ? patch : undefined;
}

/** Applies a merge patch (RFC 7386). */
export function applyMergePatch(target: Json, patch: Json): Json {
  const result: Json = { ...target };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      delete result[key];
    } else if (isObject(value)) {
      const old = result[key];
      result[key] = isObject(old)
        ? applyMergePatch(old, value)
        : applyMergePatch({}, value);
    } else {
      result[key] = value;
    }
  }
  return result;
}

/** The line that leads from one moment to the next; undefined when nothing changed. */
export function lineBetween(
  before: readonly RawObject[],
  after: RecordedState,
): RecordingLine | undefined {
  const old = new Map(before.map(one => [one.metadata.uid, one]));
  const line: RecordingLine = { at: after.at };
  for (const one of after.objects) {
    const { uid } = one.metadata;
    const known = old.get(uid);
    old.delete(uid);
    if (known === undefined) {
      line.put = [...(line.put ?? []), one];
    } else {
      const patch = mergePatchOf(known, one);
      if (patch) line.patch = { ...line.patch, [uid]: patch };
    }
  }
  if (old.size > 0) line.gone = [...old.keys()];
  return line.put || line.patch || line.gone ? line : undefined;
}

/** The moments of a recording, in order, each with whole objects. */
export function replay(lines: readonly RecordingLine[]): RecordedState[] {
  let objects = new Map<string, RawObject>();
  return lines.map(({ at, put = [], patch = {}, gone = [] }) => {
    objects = new Map(objects);
    for (const uid of gone) objects.delete(uid);
    for (const one of put) objects.set(one.metadata.uid, one);
    for (const [uid, change] of Object.entries(patch)) {
      const known = objects.get(uid);
      if (known) objects.set(uid, applyMergePatch(known, change) as RawObject);
    }
    return { at, objects: [...objects.values()] };
  });
}

/** The text of a recording as lines. */
export const linesOf = (text: string): RecordingLine[] =>
  text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line));
