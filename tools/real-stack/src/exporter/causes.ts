import { isServiceName } from '@slipway/platform-model';
import type { Cause, CauseTarget } from '@slipway/platform-model';

type Parsed = { causes: Cause[] } | { problem: string };

const targetFields = ['namespace', 'service', 'version', 'templateHash', 'pod'];

/** What may be asked for here; faults of the network come from objects of the sandbox only. */
type AskedKind = Exclude<Cause['kind'], 'network'>;

/** The number that each kind of cause needs, and its bounds. */
const numbers: Record<AskedKind, { field: string; max: number } | undefined> = {
  'error-rate': { field: 'rate', max: 1 },
  'latency-factor': { field: 'factor', max: 1_000 },
  'latency-add': { field: 'milliseconds', max: 600_000 },
  unmeasured: undefined,
  load: { field: 'requestsPerSecond', max: 1_000_000 },
};

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function targetProblem(target: unknown): string | undefined {
  if (!isRecord(target)) {
    return 'target must be an object';
  }
  for (const [field, value] of Object.entries(target)) {
    if (!targetFields.includes(field)) {
      return `target.${field} is not known; use ${targetFields.join(', ')}`;
    }
    if (typeof value !== 'string') {
      return `target.${field} must be a string`;
    }
  }
  return typeof target.service === 'string' && !isServiceName(target.service)
    ? `target.service "${target.service}" is not one of the ten services`
    : undefined;
}

function causeProblem(value: unknown): string | undefined {
  if (
    !isRecord(value) ||
    typeof value.kind !== 'string' ||
    !(value.kind in numbers)
  ) {
    return `kind must be one of ${Object.keys(numbers).join(', ')}`;
  }
  const wrongTarget = targetProblem(value.target);
  if (wrongTarget) {
    return wrongTarget;
  }
  const needed = numbers[value.kind as AskedKind];
  if (needed) {
    const number = value[needed.field];
    if (typeof number !== 'number' || !(number >= 0 && number <= needed.max)) {
      return `${needed.field} must be a number from 0 to ${needed.max}`;
    }
  }
  return value.kind === 'load' && !(value.target as CauseTarget).service
    ? 'load needs target.service'
    : undefined;
}

/** Reads the body of `POST /causes`: a JSON array that replaces all causes in force. */
export function parseCauses(text: string): Parsed {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'the body is not JSON' };
  }
  if (!Array.isArray(value)) {
    return { problem: 'the body must be an array of causes' };
  }
  for (const [index, cause] of value.entries()) {
    const problem = causeProblem(cause);
    if (problem) {
      return { problem: `causes[${index}]: ${problem}` };
    }
  }
  return { causes: value as Cause[] };
}
