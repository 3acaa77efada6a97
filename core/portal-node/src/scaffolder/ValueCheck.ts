import { InputError } from '@backstage/errors';
import { JsonValue } from '@backstage/types';
import { JobPool } from './JobPool';
import { asksNothing } from './asksNothing';

/** Processor time that checking values may take. The plugin checks them once more, in the portal's own process. */
const CPU_MS = 200;
const MAX_DEPTH = 64;
/** Values and schemas up to this size, without patterns, cost nothing worth asking a job process for. */
const SMALL = 1000;

/** Checks what somebody filled into the form of a template, where a schema that takes forever stops nobody. */
export class ValueCheck {
  readonly #pool: JobPool;

  constructor(pool: JobPool) {
    this.#pool = pool;
  }

  /**
   * @param what - the field of the request, for the refusal
   * @throws InputError when checking takes too long. Values that do not fit are the plugin's to refuse.
   */
  async check(
    what: string,
    values: JsonValue,
    schemas: readonly JsonValue[],
    trusted: boolean,
  ): Promise<void> {
    refuseDeep(what, values);
    schemas.forEach(schema => refuseDeep(`The schema of ${what}`, schema));
    if (schemas.length === 0) return;
    if (trusted && !mayTakeLong(values, schemas)) return;
    const { cpuMs } = await this.#pool.runShort({
      own: asksNothing,
      start: rpc => rpc.call('validate', { values, schemas }),
    });
    if (cpuMs > CPU_MS) {
      throw new InputError(
        `Checking ${what} against the template's schema takes too long (${Math.round(
          cpuMs,
        )} ms, at most ${CPU_MS} ms). Send fewer or shorter values, or simplify the patterns of the template's parameters.`,
      );
    }
  }
}

/** Whether checking may cost more than a moment: expressions over texts, and lists compared item by item. */
function mayTakeLong(values: JsonValue, schemas: readonly JsonValue[]) {
  const text = JSON.stringify(schemas);
  return (
    JSON.stringify(values).length > SMALL ||
    text.includes('"pattern') ||
    text.includes('"$ref"')
  );
}

/** Everything that walks through values does so recursively; without recursion itself. */
function refuseDeep(what: string, root: JsonValue): void {
  let level: JsonValue[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) {
      throw new InputError(
        `${what}: nested deeper than ${MAX_DEPTH} levels. Send flatter values.`,
      );
    }
    level = level.flatMap(value =>
      value !== null && typeof value === 'object'
        ? (Object.values(value) as JsonValue[])
        : [],
    );
  }
}
