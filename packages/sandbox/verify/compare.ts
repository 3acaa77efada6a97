/** Largest difference of two values, relative to the greater one. */
const TOLERANCE = 1e-9;

type Pair = [at: number, value: string];

interface Item {
  metric: Record<string, string>;
  value?: Pair;
  values?: Pair[];
}

export interface Answer {
  status: number;
  body: {
    status: string;
    errorType?: string;
    error?: string;
    data?: unknown;
  };
}

/** What Prometheus' HTTP API answers. */
export async function ask(
  url: string,
  path: string,
  parameters: Record<string, string>,
  method: 'GET' | 'POST' = 'GET',
): Promise<Answer> {
  const search = new URLSearchParams(parameters);
  const response =
    method === 'GET'
      ? await fetch(`${url}${path}?${search}`)
      : await fetch(`${url}${path}`, { method, body: search });
  return { status: response.status, body: await response.json() };
}

function key(metric: Record<string, string>): string {
  return JSON.stringify(Object.entries(metric).sort());
}

function numberOf(text: string): number {
  return Number(text.replace('Inf', 'Infinity'));
}

function valueDiffers(real: string, own: string): boolean {
  if (real === own) {
    return false;
  }
  const [a, b] = [numberOf(real), numberOf(own)];
  return !(Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b)));
}

function pairsDiffer(real: Pair[], own: Pair[]): string | undefined {
  if (real.length !== own.length) {
    return `${real.length} points, the sandbox has ${own.length}`;
  }
  for (const [index, [at, value]] of real.entries()) {
    const [ownAt, ownValue] = own[index];
    if (at !== ownAt) {
      return `a point at ${at}, the sandbox has one at ${ownAt}`;
    }
    if (valueDiffers(value, ownValue)) {
      return `${value} at ${at}, the sandbox says ${ownValue}`;
    }
  }
  return undefined;
}

const pairsOf = ({ value, values }: Item) => values ?? (value ? [value] : []);

function itemsDiffer(real: Item[], own: Item[]): string | undefined {
  const owns = new Map(own.map(item => [key(item.metric), item]));
  if (owns.size !== own.length) {
    return 'the sandbox has a series twice';
  }
  if (real.length !== own.length) {
    return `${real.length} series, the sandbox has ${own.length}`;
  }
  for (const item of real) {
    const other = owns.get(key(item.metric));
    if (!other) {
      return `the sandbox lacks ${key(item.metric)}`;
    }
    const differs = pairsDiffer(pairsOf(item), pairsOf(other));
    if (differs) {
      return `${key(item.metric)}: ${differs}`;
    }
  }
  return undefined;
}

interface QueryData {
  resultType: string;
  result: unknown;
}

/** How many series or pairs an answer to a query has: what a comparison stands on. */
export function weight({ body }: Answer): number {
  const { resultType, result } = (body.data ?? {}) as QueryData;
  return resultType === 'vector' || resultType === 'matrix'
    ? (result as Item[]).reduce((sum, item) => sum + pairsOf(item).length, 0)
    : Number(result !== undefined);
}

/** In what two answers to a query differ; undefined when they are alike. */
export function queriesDiffer(real: Answer, own: Answer): string | undefined {
  if (
    real.status !== own.status ||
    real.body.status !== own.body.status ||
    real.body.errorType !== own.body.errorType
  ) {
    return `${real.status} ${real.body.errorType ?? ''} (${
      real.body.error ?? 'no error'
    }), the sandbox answers ${own.status} ${own.body.errorType ?? ''} (${
      own.body.error ?? 'no error'
    })`;
  }
  if (real.body.status === 'error') {
    return undefined;
  }
  const [a, b] = [real.body.data as QueryData, own.body.data as QueryData];
  if (a.resultType !== b.resultType) {
    return `a ${a.resultType}, the sandbox has a ${b.resultType}`;
  }
  switch (a.resultType) {
    case 'vector':
    case 'matrix':
      return itemsDiffer(a.result as Item[], b.result as Item[]);
    case 'scalar':
      return pairsDiffer([a.result as Pair], [b.result as Pair]);
    default:
      return JSON.stringify(a.result) === JSON.stringify(b.result)
        ? undefined
        : `${JSON.stringify(a.result)}, the sandbox has ${JSON.stringify(
            b.result,
          )}`;
  }
}
