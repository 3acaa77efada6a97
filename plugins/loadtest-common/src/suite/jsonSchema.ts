const duration = {
  type: 'string',
  pattern: '^\\d+(\\.\\d+)?(ms|s|m|h)$',
} as const;
const users = { type: 'integer', minimum: 1, maximum: 100000 } as const;

const profile = (properties: Record<string, object>, required: string[]) =>
  ({
    type: 'object',
    additionalProperties: false,
    properties: { ...properties, warmUp: duration },
    required,
  } as const);

/** JSON schema (draft 7) of `loadtest.yaml`, for editors and the portal. */
export const suiteJsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Load test suite of a service',
  type: 'object',
  additionalProperties: false,
  required: ['name', 'locustfile', 'userClasses', 'targets', 'profiles'],
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 100 },
    description: { type: 'string', maxLength: 1000 },
    locustfile: {
      type: 'string',
      description: 'Path beside this file.',
      pattern: '^(?!.*\\.\\.)[A-Za-z0-9_][A-Za-z0-9_./-]*\\.py$',
    },
    userClasses: {
      type: 'array',
      minItems: 1,
      maxItems: 20,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'pacing'],
        properties: {
          name: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]*$' },
          weight: { type: 'integer', minimum: 1, maximum: 1000 },
          pacing: {
            ...duration,
            description: 'From the start of one task to the start of the next.',
          },
          requestsPerTask: { type: 'number', exclusiveMinimum: 0 },
        },
      },
    },
    targets: {
      type: 'array',
      minItems: 1,
      maxItems: 20,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['environment', 'cluster', 'namespace', 'url'],
        properties: {
          environment: { enum: ['dev', 'stage', 'prod'] },
          cluster: { type: 'string', minLength: 1, maxLength: 253 },
          namespace: {
            type: 'string',
            pattern: '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$',
          },
          url: {
            type: 'string',
            maxLength: 500,
            pattern: '^https?://[A-Za-z0-9.-]+(:\\d{1,5})?$',
            description: 'As pods of the cluster reach it, without a path.',
          },
        },
      },
    },
    profiles: {
      type: 'object',
      additionalProperties: false,
      minProperties: 1,
      properties: {
        load: profile({ users, rampUp: duration, hold: duration }, [
          'users',
          'rampUp',
          'hold',
        ]),
        stress: profile(
          {
            start: users,
            step: users,
            steps: { type: 'integer', minimum: 1, maximum: 50 },
            stepHold: duration,
            stepRampUp: duration,
          },
          ['start', 'step', 'steps', 'stepHold'],
        ),
        spike: profile(
          {
            base: users,
            peak: users,
            before: duration,
            rampUp: duration,
            hold: duration,
            after: duration,
          },
          ['base', 'peak', 'before', 'rampUp', 'hold', 'after'],
        ),
        endurance: profile({ users, rampUp: duration, hold: duration }, [
          'users',
          'rampUp',
          'hold',
        ]),
      },
    },
    thresholds: {
      type: 'array',
      maxItems: 50,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['metric'],
        properties: {
          metric: {
            type: 'string',
            pattern: '^(p[1-9]\\d?(\\.\\d)?|failureRatio|throughput)$',
            description:
              'p95 and the like, failureRatio, or throughput (requests per second).',
          },
          atMost: {
            type: 'string',
            pattern: '^\\d+(\\.\\d+)?(ms|s|%)$',
            description: '400ms for percentiles, 1% for failureRatio.',
          },
          atLeast: { type: 'number', exclusiveMinimum: 0 },
          endpoint: {
            type: 'string',
            pattern: '^[A-Z]+ .+$',
            maxLength: 500,
            description:
              'Method and name, as in GET /order-service/api/orders.',
          },
          window: duration,
          stopOnBreach: { type: 'boolean' },
        },
      },
    },
  },
} as const;
