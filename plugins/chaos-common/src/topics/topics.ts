import {
  defineTopic,
  defineTopicOfParts,
  noParams,
  TopicParams,
} from '@slipway/plugin-live-common';
import { z } from 'zod/v3';
import { faultPathSchema } from '../routes';
import { FaultChild, FaultCore, FaultEvent, TargetRecord } from '../types';
import {
  faultChildSchema,
  faultCoreSchema,
  faultEventSchema,
  haltStateSchema,
  targetRecordSchema,
} from './detailSchema';
import { faultRowSchema } from './rowSchema';

/** Every fault, Schedule and Workflow of every cluster; keys are `<cluster>/<uid>`. */
export const chaosListTopic = defineTopic('chaos:list', {
  params: noParams,
  value: faultRowSchema,
});

/** The same for the page of one entity: those that are bound to it. */
export const chaosEntityTopic = defineTopic('chaos:entity', {
  params: z.object({ entityRef: z.string().max(600) }).strict(),
  value: faultRowSchema,
});

/** Parts of {@link chaosFaultTopic}: `core`, and the others under `<part>/<id>`. */
export interface FaultParts {
  core: FaultCore;
  record: TargetRecord;
  event: FaultEvent;
  child: FaultChild;
}

/** Parameters of {@link chaosFaultTopic}; the members of a `FaultRef`. */
export interface FaultParams extends TopicParams {
  cluster: string;
  namespace: string;
  kind: string;
  name: string;
}

/** Everything about one fault. Without `core` there is no such fault. */
export const chaosFaultTopic = defineTopicOfParts<FaultParams, FaultParts>(
  'chaos:fault',
  {
    params: faultPathSchema.strict(),
    parts: {
      core: faultCoreSchema,
      record: targetRecordSchema,
      event: faultEventSchema,
      child: faultChildSchema,
    },
  },
);

/** Whether new faults are blocked; its only key is `halt`. */
export const chaosHaltTopic = defineTopic('chaos:halt', {
  params: noParams,
  value: haltStateSchema,
});
