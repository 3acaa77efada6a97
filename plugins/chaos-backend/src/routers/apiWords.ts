import { ApiWords } from '@slipway/plugin-actions-node';
import {
  FAULT_PATH,
  faultRowSchema,
  HALT_PATH,
  haltStateSchema,
  kindsQuerySchema,
  LAUNCH_PATH,
  previewRequestSchema,
} from '@slipway/plugin-chaos-common';
import { z } from 'zod/v3';

/** What the OpenAPI document says of the routes that read; actions describe themselves. */
export const apiWords: ApiWords = {
  title: 'Slipway faults',
  description:
    'Faults of Chaos Mesh in all clusters: those that there are, what a new one would touch, launching and ending. Reading asks for the permission chaos.fault.read.',
  routes: {
    'GET /v1/kinds': {
      summary: 'Which kinds of faults can be launched where, with their fields',
      query: kindsQuerySchema,
    },
    'GET /v1/faults': {
      summary: 'All faults of all clusters',
      answer: z.array(faultRowSchema),
    },
    [`GET /v1${FAULT_PATH}`]: {
      summary: 'One fault with its targets, records and events',
    },
    [`GET /v1${FAULT_PATH}/access`]: {
      summary: 'What the caller may do to it, with the reason where not',
    },
    [`POST /v1${LAUNCH_PATH}/preview`]: {
      summary: 'What a draft would touch; nothing is launched',
      body: previewRequestSchema,
    },
    [`GET /v1${LAUNCH_PATH}/access`]: {
      summary: 'Whether the caller may launch a fault there',
    },
    [`GET /v1${HALT_PATH}`]: {
      summary: 'Whether all faults are halted',
      answer: haltStateSchema,
    },
    [`GET /v1${HALT_PATH}/access`]: {
      summary: 'Whether the caller may halt all faults, or lift a halt',
    },
  },
};
