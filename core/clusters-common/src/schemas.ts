import { z } from 'zod/v3';
import { EntityBinding } from './owners/binding';
import { Freshness, ObjectRef, ResolvedEnvironment } from './types';

/** Checks an {@link ObjectRef} that came over the wire. */
export const objectRefSchema: z.ZodType<ObjectRef> = z.object({
  cluster: z.string(),
  namespace: z.string(),
  name: z.string(),
});

/** Checks a {@link ResolvedEnvironment} that came over the wire. */
export const resolvedEnvironmentSchema: z.ZodType<ResolvedEnvironment> =
  z.object({
    environment: z.enum(['dev', 'stage', 'prod']),
    source: z.enum([
      'config-namespace',
      'namespace-label',
      'config-cluster',
      'undeclared',
    ]),
  });

/** Checks the state of a {@link Freshness} that came over the wire. */
export const freshnessStateSchema: z.ZodType<Freshness['state']> = z.enum([
  'connecting',
  'live',
  'stale',
  'unreachable',
  'refused',
  'not-installed',
]);

/** Checks an {@link EntityBinding} that came over the wire. */
export const entityBindingSchema: z.ZodType<EntityBinding> =
  z.discriminatedUnion('state', [
    z.object({
      state: z.literal('bound'),
      entityRef: z.string(),
      by: z.enum([
        'workload-annotation',
        'namespace-annotation',
        'kubernetes-id',
      ]),
    }),
    z.object({ state: z.literal('unbound'), reason: z.string() }),
    z.object({
      state: z.literal('ambiguous'),
      reason: z.string(),
      candidates: z.array(z.string()),
    }),
  ]);
