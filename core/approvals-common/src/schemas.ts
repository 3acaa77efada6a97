import { JsonObject, JsonValue } from '@backstage/types';
import {
  MAX_REASON,
  MIN_REASON,
  reasonSchema,
} from '@slipway/plugin-actions-common';
import { ShapeOf, ValueSchema } from '@slipway/plugin-live-common';
import { z } from 'zod/v3';
import {
  Approval,
  ApprovalAnswer,
  ApprovalFilter,
  ApprovalOutcome,
  ApprovalRequest,
  APPROVAL_STATES,
  ApprovalRow,
  ApprovalUse,
  ApprovalUseRequest,
  Asked,
  USE_OUTCOMES,
} from './types';

export { MAX_REASON, MIN_REASON, reasonSchema };

const text = z.string();
const json: z.ZodType<JsonValue, z.ZodTypeDef, unknown> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(json),
    z.record(json),
  ]),
);
const jsonObject: z.ZodType<JsonObject, z.ZodTypeDef, unknown> = z.record(json);

const entityRef = z
  .string()
  .max(500)
  .regex(
    /^[^\s:/]+:[^\s:/]+\/[^\s:/]+$/,
    'must be an entity reference, kind:namespace/name',
  )
  .transform(ref => ref.toLowerCase());

const askedRowShape = {
  plugin: text,
  action: text,
  entityRef: text,
  cluster: text.optional(),
  namespace: text.optional(),
  words: text,
};

const answerSchema: ValueSchema<ApprovalAnswer> = z.object({
  by: text,
  at: text,
  reason: text.optional(),
} satisfies ShapeOf<ApprovalAnswer>);

const useSchema: ValueSchema<ApprovalUse> = z.object({
  at: text,
  activityId: text.optional(),
  outcome: z.enum(USE_OUTCOMES).optional(),
  error: text.optional(),
} satisfies ShapeOf<ApprovalUse>);

const rowShape = {
  id: text,
  digest: text,
  needed: text,
  requester: text,
  reason: text,
  approvers: z.array(text),
  askedAt: text,
  expiresAt: text,
  state: z.enum(APPROVAL_STATES),
  answer: answerSchema.optional(),
  use: useSchema.optional(),
  path: text.optional(),
};

/** {@link ApprovalRow} as it arrives. */
export const approvalRowSchema: ValueSchema<ApprovalRow> = z.object({
  ...rowShape,
  asked: z.object(askedRowShape),
} satisfies ShapeOf<ApprovalRow>);

/** {@link Approval} as it arrives. */
export const approvalSchema: ValueSchema<Approval> = z.object({
  ...rowShape,
  asked: z.object({
    ...askedRowShape,
    args: json,
    state: jsonObject.optional(),
  } satisfies ShapeOf<Asked>),
} satisfies ShapeOf<Approval>);

/** What a plugin says is asked for. */
const askedSchema: z.ZodType<Asked, z.ZodTypeDef, unknown> = z
  .object({
    plugin: z.string().max(100),
    action: z.string().max(100),
    entityRef,
    cluster: z.string().max(253).optional(),
    namespace: z.string().max(253).optional(),
    args: json,
    state: jsonObject.optional(),
    words: z.string().max(2_000),
  })
  .strict();

/** Body of `POST /v1/requests`, from plugins. */
export const approvalRequestSchema: z.ZodType<
  ApprovalRequest,
  z.ZodTypeDef,
  unknown
> = z
  .object({
    asked: askedSchema,
    needed: z.string().max(500),
    requester: entityRef,
    reason: reasonSchema,
    path: z
      .string()
      .max(2_000)
      .regex(/^\/(?![/\\])/, 'must be a path of the portal')
      .optional(),
  })
  .strict();

/** Body of `POST /v1/approvals/:id/use`, from plugins. */
export const approvalUseSchema: z.ZodType<
  ApprovalUseRequest,
  z.ZodTypeDef,
  unknown
> = z
  .object({
    asked: askedSchema,
    requester: entityRef,
    activityId: z.string().max(100).optional(),
  })
  .strict();

/** Body of `POST /v1/approvals/:id/outcome`, from plugins. */
export const approvalOutcomeSchema: z.ZodType<
  ApprovalOutcome,
  z.ZodTypeDef,
  unknown
> = z
  .object({
    outcome: z.enum(USE_OUTCOMES),
    error: z
      .string()
      .transform(given => given.slice(0, 2_000))
      .optional(),
  })
  .strict();

/** `waiting` or `waiting,allowed`. */
const states = z
  .string()
  .transform(given => given.split(','))
  .pipe(
    z.array(
      z.enum(APPROVAL_STATES, {
        errorMap: () => ({
          message: `must be some of ${APPROVAL_STATES.join(', ')}`,
        }),
      }),
    ),
  );

/** Query of `GET /v1/approvals`. */
export const approvalQuerySchema: z.ZodType<
  ApprovalFilter,
  z.ZodTypeDef,
  unknown
> = z
  .object({
    state: states.optional(),
    plugin: z.string().max(100).optional(),
    action: z.string().max(100).optional(),
    entityRef: entityRef.optional(),
    requester: entityRef.optional(),
  })
  .strict()
  .transform(({ state, ...filter }) => ({
    ...filter,
    ...(state ? { states: state } : {}),
  }));

/** Id of an approval. */
export const approvalIdSchema = z
  .object({ id: z.string().uuid('must be the id of an approval') })
  .strict();

/** Parameters of the topic of what one user asked for. */
export const askedByParamsSchema = z
  .object({
    requester: entityRef,
    plugin: z.string().max(100),
    action: z.string().max(100),
    entityRef,
  })
  .strict();
