import { defineTopic, ShapeOf } from '@slipway/plugin-live-common';
import { z } from 'zod/v3';
import { HEALTH_GROUPS, HealthReading } from './health';
import { Registration, RegistrationComparison } from './types';

/** Annotation of an entity: its name in Eureka where that is not the workload's; `none` where it does not register. */
export const EUREKA_APP_ANNOTATION = 'slipway.io/eureka-app';
export const NO_EUREKA_APP = 'none';

/** What Eureka and the health groups of one workload say. */
export interface WorkloadRegistration {
  cluster: string;
  namespace: string;
  workload: string;
  /** Absent where no Eureka server is configured for the namespace, or the entity does not register. */
  eureka?: {
    /** Name of the application at the server, in lower case. */
    app: string;
    comparison?: RegistrationComparison;
    /** Why there is no comparison, in a sentence. */
    unknown?: string;
    /** Applications at the same server that no entity of the catalog has, at most ten. */
    strangers: string[];
    /** How long a disagreement is none yet, s. */
    graceSeconds: number;
  };
  /** Absent where no address for health groups is configured. */
  health?: HealthReading[];
}

const text = z.string();

const registrationSchema = z.object({
  name: text,
  state: z.enum([
    'not-registered',
    'pod-gone',
    'not-up',
    'pod-not-ready',
    'leaving',
    'starting',
    'in-step',
  ]),
  since: text,
  status: text.optional(),
  ip: text.optional(),
  port: z.number().optional(),
  revision: text.optional(),
} satisfies ShapeOf<Registration>);

const comparisonSchema = z.object({
  verdict: z.enum(['in-step', 'starting', 'drift', 'absent', 'no-pods']),
  registrations: z.array(registrationSchema),
  selfPreservation: z.object({ expired: z.number() }).optional(),
} satisfies ShapeOf<RegistrationComparison>);

const healthSchema = z.object({
  group: z.enum(HEALTH_GROUPS),
  status: text.optional(),
  failing: z.array(text).optional(),
  reason: text.optional(),
} satisfies ShapeOf<HealthReading>);

/** `observability:registrations`: by `<cluster>/<namespace>/<workload>`, for each workload of an entity. */
export const registrationsTopic = defineTopic<
  { entityRef: string },
  WorkloadRegistration
>('observability:registrations', {
  params: z.object({ entityRef: text.min(1).max(253) }).strict(),
  value: z.object({
    cluster: text,
    namespace: text,
    workload: text,
    eureka: z
      .object({
        app: text,
        comparison: comparisonSchema.optional(),
        unknown: text.optional(),
        strangers: z.array(text),
        graceSeconds: z.number(),
      })
      .optional(),
    health: z.array(healthSchema).optional(),
  } satisfies ShapeOf<WorkloadRegistration>),
});
