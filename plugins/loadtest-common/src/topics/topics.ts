import {
  defineTopic,
  defineTopicOfParts,
  noParams,
} from '@slipway/plugin-live-common';
import { z } from 'zod/v3';
import {
  EndpointRow,
  ErrorRow,
  RunDetail,
  SamplePoint,
  Verdict,
  WorkerRow,
} from '../types';
import {
  endpointRowSchema,
  errorRowSchema,
  runDetailSchema,
  runRowSchema,
  samplePointSchema,
  verdictSchema,
  workerRowSchema,
} from './schemas';

/** The latest runs of all entities, under their ids. */
export const loadtestListTopic = defineTopic('loadtest:list', {
  params: noParams,
  value: runRowSchema,
});

/** What {@link loadtestRunTopic} has: `run`, `verdict`, `sample/<seq>`, `endpoint/<endpoint>`, `error/<key>`, `worker/<id>`. */
export interface LoadtestRunParts {
  run: RunDetail;
  verdict: Verdict;
  sample: SamplePoint;
  endpoint: EndpointRow;
  error: ErrorRow;
  worker: WorkerRow;
}

/** Everything about one run. A run that does not exist has no key. */
export const loadtestRunTopic = defineTopicOfParts<
  { id: string },
  LoadtestRunParts
>('loadtest:run', {
  params: z.object({ id: z.string().uuid() }).strict(),
  parts: {
    run: runDetailSchema,
    verdict: verdictSchema,
    sample: samplePointSchema,
    endpoint: endpointRowSchema,
    error: errorRowSchema,
    worker: workerRowSchema,
  },
});
