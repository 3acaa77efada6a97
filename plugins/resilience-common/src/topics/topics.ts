import {
  defineTopic,
  defineTopicOfParts,
  noParams,
} from '@slipway/plugin-live-common';
import { z } from 'zod/v3';
import {
  RunDetail,
  RunRow,
  Sample,
  SavedDesign,
  Score,
  Verdict,
} from '../types';
import {
  runDetailSchema,
  runRowSchema,
  sampleSchema,
  savedDesignSchema,
  scoreSchema,
  verdictSchema,
} from './schemas';

/** The latest joint runs of all entities, under their ids. */
export const resilienceListTopic = defineTopic('resilience:list', {
  params: noParams,
  value: runRowSchema,
});

/** What {@link resilienceRunTopic} has: `run`, `verdict`, `sample/<seq>`. */
export interface ResilienceRunParts {
  run: RunDetail;
  verdict: Verdict;
  sample: Sample;
}

/** Everything about one run. A run that does not exist has no key. */
export const resilienceRunTopic = defineTopicOfParts<
  { id: string },
  ResilienceRunParts
>('resilience:run', {
  params: z.object({ id: z.string().uuid() }).strict(),
  parts: {
    run: runDetailSchema,
    verdict: verdictSchema,
    sample: sampleSchema,
  },
});

/** What {@link resilienceEntityTopic} has: `score`, `run/<id>`, `design/<id>`. */
export interface ResilienceEntityParts {
  score: Score;
  run: RunRow;
  design: SavedDesign;
}

/** Score, latest runs and saved designs of one entity. */
export const resilienceEntityTopic = defineTopicOfParts<
  { entityRef: string },
  ResilienceEntityParts
>('resilience:entity', {
  params: z.object({ entityRef: z.string().min(1).max(500) }).strict(),
  parts: {
    score: scoreSchema,
    run: runRowSchema,
    design: savedDesignSchema,
  },
});
