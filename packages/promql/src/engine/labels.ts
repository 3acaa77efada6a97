import { Labels } from './types';

export const METRIC_NAME = '__name__';

const keys = new WeakMap<Labels, string>();

/** One text for equal labels, whatever their order; remembered per object. */
export function labelsKey(labels: Labels): string {
  let key = keys.get(labels);
  if (key === undefined) {
    key = Object.keys(labels)
      .sort()
      .map(name => `${name}\u0000${labels[name]}`)
      .join('\u0001');
    keys.set(labels, key);
  }
  return key;
}

/** Only these labels, those that are absent left out. */
export function keepLabels(labels: Labels, names: readonly string[]): Labels {
  const kept: Record<string, string> = {};
  for (const name of names) {
    if (labels[name]) {
      kept[name] = labels[name];
    }
  }
  return kept;
}

/** All labels but these. */
export function dropLabels(labels: Labels, names: readonly string[]): Labels {
  const kept: Record<string, string> = { ...labels };
  for (const name of names) {
    delete kept[name];
  }
  return kept;
}

/** Remembers what a function makes of labels, per object of labels. */
export function perLabels<Result extends object | string>(
  make: (labels: Labels) => Result,
): (labels: Labels) => Result {
  const made = new WeakMap<Labels, Result>();
  return labels => {
    let result = made.get(labels);
    if (result === undefined) {
      result = make(labels);
      made.set(labels, result);
    }
    return result;
  };
}

/** Labels as errors of Prometheus write them: `{__name__="up", job="x"}`. */
export function labelsText(labels: Labels): string {
  const inside = Object.keys(labels)
    .sort()
    .map(name => `${name}=${JSON.stringify(labels[name])}`)
    .join(', ');
  return `{${inside}}`;
}
