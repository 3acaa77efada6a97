import { z } from 'zod/v3';
import { CLOUDS, SIZES } from '../types';

/** DNS label (RFC 1123) of at most 40 characters: namespaces, releases and buckets get suffixes. */
const NAME = /^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/;
/** A tag of an image: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests */
const VERSION = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const ENTITY_REF =
  /^[a-z]+:[a-z0-9]([-a-z0-9._]{0,61}[a-z0-9])?\/[A-Za-z0-9]([-A-Za-z0-9._]{0,61}[A-Za-z0-9])?$/;

/** Tags that move: what was planned would not be what is applied. */
const MOVING = new Set(['latest', 'main', 'master', 'stable', 'edge']);

/** Names that Kubernetes, or the portal, has for itself. */
const RESERVED = /^(kube|slipway|default$|openshift)/;

/** Most services of one environment. */
export const MAX_SERVICES = 30;

/** The name of an environment. */
export const nameSchema = z
  .string()
  .regex(
    NAME,
    'must be a DNS label: up to 40 small letters, digits and hyphens, starting with a letter and not ending with a hyphen',
  )
  .refine(
    name => !RESERVED.test(name),
    'must not start with kube, slipway or openshift, nor be default',
  );

/** The version of a service. */
export const versionSchema = z
  .string()
  .regex(
    VERSION,
    'must be a tag of an image: letters, digits, dots, hyphens and underscores',
  )
  .refine(
    version => !MOVING.has(version.toLocaleLowerCase('en-US')),
    'must not be a tag that moves: what is planned must be what is applied',
  );

const entityRef = (kind: string) =>
  z
    .string()
    .regex(ENTITY_REF, `must be an entity reference: ${kind}:default/name`)
    .refine(ref => ref.startsWith(`${kind}:`), `must be a ${kind}`);

/** Services by name, with their versions. */
export const servicesSchema = z
  .record(
    z
      .string()
      .regex(NAME, 'must be a DNS label: small letters, digits and hyphens'),
    z
      .object({
        version: versionSchema,
        replicas: z
          .number()
          .int('must be a whole number')
          .min(1, 'must be 1 at least')
          .max(10, 'must be 10 at most')
          .optional(),
      })
      .strict(),
  )
  .refine(
    services => Object.keys(services).length > 0,
    'must name one service at least',
  )
  .refine(
    services => Object.keys(services).length <= MAX_SERVICES,
    `must name ${MAX_SERVICES} services at most`,
  );

/** What a user asks for; limits of the configuration are checked beside it. */
export const environmentRequestSchema = z
  .object({
    name: nameSchema,
    cloud: z.enum(CLOUDS, {
      errorMap: () => ({ message: `must be one of ${CLOUDS.join(', ')}` }),
    }),
    size: z.enum(SIZES, {
      errorMap: () => ({ message: `must be one of ${SIZES.join(', ')}` }),
    }),
    tier: z.enum(['dev', 'stage', 'prod']).default('dev'),
    owner: entityRef('group'),
    system: entityRef('system').optional(),
    services: servicesSchema,
    /** Hours from now until it is torn down. */
    ttlHours: z.number().int().min(1, 'must be 1 at least').optional(),
  })
  .strict();
export type EnvironmentRequest = z.infer<typeof environmentRequestSchema>;

/** Arguments of `change`. */
export const changeArgsSchema = z
  .object({
    size: z.enum(SIZES).optional(),
    services: servicesSchema.optional(),
  })
  .strict()
  .refine(
    ({ size, services }) => size !== undefined || services !== undefined,
    'must change the size or the services',
  );
export type ChangeArgs = z.infer<typeof changeArgsSchema>;
