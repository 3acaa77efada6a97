import {
  defineTopic,
  defineTopicOfParts,
  noParams,
} from '@slipway/plugin-live-common';
import { z } from 'zod/v3';
import { nameSchema } from '../input/names';
import { EnvironmentRow, Operation } from '../types';
import { environmentRowSchema, operationSchema } from './schemas';

/** All environments that are not destroyed, under their names. */
export const environmentsListTopic = defineTopic('environments:list', {
  params: noParams,
  value: environmentRowSchema,
});

/** What {@link environmentsDetailTopic} has: `environment`, `operation/<id>`. */
export interface EnvironmentParts {
  environment: EnvironmentRow;
  operation: Operation;
}

/** One environment and its latest operations. One that does not exist has no key. */
export const environmentsDetailTopic = defineTopicOfParts<
  { name: string },
  EnvironmentParts
>('environments:detail', {
  params: z.object({ name: nameSchema }).strict(),
  parts: {
    environment: environmentRowSchema,
    operation: operationSchema,
  },
});
