import { Aggregate, AggregateOperator } from './ast';
import {
  dropLabels,
  keepLabels,
  labelsKey,
  METRIC_NAME,
  perLabels,
} from './labels';
import { Labels } from './types';
import { Sample } from './values';

interface Group {
  value: number;
  count: number;
}

/** Takes one more value into a group. @see aggregation in promql/engine.go of Prometheus */
function add(operator: AggregateOperator, group: Group, value: number): void {
  group.count += 1;
  switch (operator) {
    case 'sum':
      group.value += value;
      break;
    case 'avg': {
      const mean = group.value;
      const keeps =
        Math.abs(mean) === Infinity &&
        (value === mean || Number.isFinite(value));
      if (!keeps) {
        group.value = mean + (value / group.count - mean / group.count);
      }
      break;
    }
    case 'min':
      if (value < group.value || Number.isNaN(group.value)) {
        group.value = value;
      }
      break;
    case 'max':
      if (value > group.value || Number.isNaN(group.value)) {
        group.value = value;
      }
      break;
    default: // 'count' has it already
      break;
  }
}

/** Groups a vector by labels and makes one value of each group. */
export function compileAggregate(
  { operator, labels: names, without }: Aggregate,
  operand: (time: number) => Sample[],
): (time: number) => Sample[] {
  const shown = new Map<string, Labels>();
  const keyOf = perLabels<string>(labels => {
    const group = without
      ? dropLabels(labels, [METRIC_NAME, ...names])
      : keepLabels(labels, names);
    const key = labelsKey(group);
    if (!shown.has(key)) {
      shown.set(key, group);
    }
    return key;
  });
  return time => {
    const groups = new Map<string, Group>();
    for (const { labels, value } of operand(time)) {
      const key = keyOf(labels);
      const group = groups.get(key);
      if (group) {
        add(operator, group, value);
      } else {
        groups.set(key, { value, count: 1 });
      }
    }
    return [...groups].map(([key, { value, count }]) => ({
      labels: shown.get(key) ?? {},
      value: operator === 'count' ? count : value,
    }));
  };
}
