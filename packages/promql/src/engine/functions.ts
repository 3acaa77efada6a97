import { Call, Expression } from './ast';
import { PromqlError } from './errors';
import { quantilesOf } from './histogram';
import { dropLabels, METRIC_NAME, perLabels } from './labels';
import { RANGE_FUNCTIONS } from './rangeFunctions';
import { anchoredRegex } from './regex';
import { Labels } from './types';
import { Compiled, distinct, Sample } from './values';

/** Functions of each value alone. */
const SIMPLE: ReadonlyMap<string, (value: number) => number> = new Map([
  ['abs', Math.abs],
  ['ceil', Math.ceil],
  ['floor', Math.floor],
  ['sqrt', Math.sqrt],
  ['exp', Math.exp],
  ['ln', Math.log],
  ['log2', Math.log2],
  ['log10', Math.log10],
  ['sgn', Math.sign],
]);

type At<Value> = (time: number) => Value;

function vectorOf(compiled: Compiled | undefined): At<Sample[]> {
  if (compiled?.type !== 'vector') {
    throw new Error('a vector was checked for');
  }
  return compiled.at;
}

function scalarOf(compiled: Compiled | undefined): At<number> {
  if (compiled?.type !== 'scalar') {
    throw new Error('a scalar was checked for');
  }
  return compiled.at;
}

function textOf(compiled: Compiled | undefined): string {
  if (compiled?.type !== 'string') {
    throw new Error('a string was checked for');
  }
  return compiled.value;
}

/** Changes each value; the metric's name no longer fits and is dropped. */
export function mapped(
  vector: At<Sample[]>,
  change: (time: number) => (value: number) => number,
): At<Sample[]> {
  const unnamed = perLabels<Labels>(labels =>
    dropLabels(labels, [METRIC_NAME]),
  );
  return time => {
    const make = change(time);
    return distinct(
      vector(time).map(({ labels, value }) => ({
        labels: unnamed(labels),
        value: make(value),
      })),
    );
  };
}

/** Labels of what is absent: those that its selector wants to be equal, once. */
function absentLabels(argument: Expression): Labels {
  if (argument.kind !== 'vectorSelector') {
    return {};
  }
  const labels: Record<string, string> = {};
  const seen = new Set<string>();
  for (const { label, operator, value } of argument.matchers) {
    if (label === METRIC_NAME) {
      continue;
    }
    if (operator === '=' && value !== '' && !seen.has(label)) {
      labels[label] = value;
      seen.add(label);
    } else {
      delete labels[label];
    }
  }
  return labels;
}

/** Go's `Expand`: `$1`, `${1}`, `$name`; a group that is not there is empty. */
function expand(template: string, match: RegExpExecArray): string {
  return template.replace(
    /\$(?:\$|\{(\w+)\}|(\w+))/g,
    (whole, braced?: string, plain?: string) => {
      const name = braced ?? plain;
      if (name === undefined) {
        return whole === '$$' ? '$' : whole;
      }
      return (
        (/^\d+$/.test(name) ? match[Number(name)] : match.groups?.[name]) ?? ''
      );
    },
  );
}

function labelReplace(args: Compiled[]): At<Sample[]> {
  const vector = vectorOf(args[0]);
  const [target, template, source, pattern] = args.slice(1).map(textOf);
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(target)) {
    throw new PromqlError(
      'execution',
      `invalid destination label name in label_replace(): ${target}`,
    );
  }
  let regex: RegExp;
  try {
    regex = anchoredRegex(pattern);
  } catch {
    throw new PromqlError(
      'execution',
      `invalid regular expression in label_replace(): ${pattern}`,
    );
  }
  const replaced = perLabels<Labels>(labels => {
    const match = regex.exec(labels[source] ?? '');
    if (!match) {
      return labels;
    }
    const value = expand(template, match);
    const rest = dropLabels(labels, [target]);
    return value ? { ...rest, [target]: value } : rest;
  });
  return time =>
    distinct(
      vector(time).map(({ labels, value }) => ({
        labels: replaced(labels),
        value,
      })),
    );
}

/** NaN stands last, whichever way is sorted. */
function sorted(vector: At<Sample[]>, sign: 1 | -1): At<Sample[]> {
  return time =>
    [...vector(time)].sort((a, b) => {
      if (Number.isNaN(a.value) || Number.isNaN(b.value)) {
        return Number(Number.isNaN(a.value)) - Number(Number.isNaN(b.value));
      }
      return sign * (a.value - b.value);
    });
}

function overRange(name: string, argument: Compiled): At<Sample[]> {
  const compute = RANGE_FUNCTIONS.get(name);
  if (argument.type !== 'matrix' || !compute) {
    throw new Error('a range vector was checked for');
  }
  const named =
    name === 'last_over_time'
      ? (labels: Labels) => labels
      : perLabels<Labels>(labels => dropLabels(labels, [METRIC_NAME]));
  return time => {
    const result: Sample[] = [];
    for (const window of argument.at(time)) {
      const value = compute(window);
      if (value !== undefined) {
        result.push({ labels: named(window.labels), value });
      }
    }
    return distinct(result);
  };
}

/** A function of several arguments. The number and the types of arguments have been checked. */
function special(call: Call, args: Compiled[]): At<Sample[]> {
  switch (call.name) {
    case 'vector': {
      const value = scalarOf(args[0]);
      const labels = {};
      return time => [{ labels, value: value(time) }];
    }
    case 'absent': {
      const vector = vectorOf(args[0]);
      const labels = absentLabels(call.arguments[0]);
      return time => (vector(time).length > 0 ? [] : [{ labels, value: 1 }]);
    }
    case 'round': {
      const nearest = args[1] ? scalarOf(args[1]) : () => 1;
      return mapped(vectorOf(args[0]), time => {
        const inverse = 1 / nearest(time);
        return value => Math.floor(value * inverse + 0.5) / inverse;
      });
    }
    case 'clamp': {
      const [low, high] = [scalarOf(args[1]), scalarOf(args[2])];
      const clamped = mapped(
        vectorOf(args[0]),
        time => value => Math.max(low(time), Math.min(high(time), value)),
      );
      return time => (high(time) < low(time) ? [] : clamped(time));
    }
    case 'clamp_min': {
      const low = scalarOf(args[1]);
      return mapped(
        vectorOf(args[0]),
        time => value => Math.max(low(time), value),
      );
    }
    case 'clamp_max': {
      const high = scalarOf(args[1]);
      return mapped(
        vectorOf(args[0]),
        time => value => Math.min(high(time), value),
      );
    }
    case 'histogram_quantile': {
      const [quantile, vector] = [scalarOf(args[0]), vectorOf(args[1])];
      const quantiles = quantilesOf();
      return time => distinct(quantiles(quantile(time), vector(time)));
    }
    case 'label_replace':
      return labelReplace(args);
    case 'sort':
      return sorted(vectorOf(args[0]), 1);
    case 'sort_desc':
      return sorted(vectorOf(args[0]), -1);
    default:
      throw new PromqlError(
        'bad_data',
        `function "${call.name}" is not supported`,
      );
  }
}

/** A call of a function whose arguments are ready. */
export function compileCall(call: Call, args: Compiled[]): Compiled {
  if (call.name === 'time') {
    return { type: 'scalar', at: time => time / 1000 };
  }
  if (call.name === 'scalar') {
    const vector = vectorOf(args[0]);
    return {
      type: 'scalar',
      at: time => {
        const samples = vector(time);
        return samples.length === 1 ? samples[0].value : NaN;
      },
    };
  }
  if (RANGE_FUNCTIONS.has(call.name)) {
    return { type: 'vector', at: overRange(call.name, args[0]) };
  }
  const simple = SIMPLE.get(call.name);
  return {
    type: 'vector',
    at: simple ? mapped(vectorOf(args[0]), () => simple) : special(call, args),
  };
}
