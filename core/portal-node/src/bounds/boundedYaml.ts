import { InputError } from '@backstage/errors';
import express, { Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';
import { asksNothing } from '../scaffolder/asksNothing';
import { JobPool } from '../scaffolder/JobPool';

/** Processor time that reading a text may take. */
const CPU_MS = 200;
/** The reader compares each key of a mapping with all others: below this many there is nothing to measure. */
const FEW = 500;

/**
 * Stands before an action of the actions registry that reads YAML on the thread that serves everybody. A text of 100 kB
 * with 12,000 keys takes it four seconds; texts with many separators are therefore read in a job process first.
 */
export function boundedYaml(options: {
  pool: JobPool;
  /** Id of the action. */
  action: string;
  /** The field of its input that holds the text. */
  field: string;
}): ExpressRouter {
  const { pool, action, field } = options;
  const router = Router();
  router.post(
    `/.backstage/actions/:version/actions/${action}/invoke`,
    // As the registry itself; it takes the body as it is parsed here.
    express.json(),
    async (request, _response, next) => {
      const input =
        request.params.version === 'v1' ? request.body : request.body?.input;
      const text: unknown = input?.[field];
      if (typeof text === 'string' && separators(text) > FEW) {
        const { cpuMs } = await pool.runShort({
          own: asksNothing,
          start: rpc => rpc.call('readYaml', text),
        });
        if (cpuMs > CPU_MS) {
          throw new InputError(
            `${field}: reading this YAML takes too long (${Math.round(
              cpuMs,
            )} ms, at most ${CPU_MS} ms). Send fewer keys in one mapping, and flatter lists.`,
          );
        }
      }
      next();
    },
  );
  return router;
}

/** How many keys, items and levels a text may have at most. */
function separators(text: string): number {
  return text.match(/[\n,:[{-]/g)?.length ?? 0;
}
