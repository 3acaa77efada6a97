import { z } from 'zod/v3';
import { FaultDraft, LaunchPlace } from './draft';
import { FaultRef } from './types';
import {
  clusterName,
  jsonObjectSchema,
  kubernetesName,
  launchKindSchema,
} from './schemaParts';

/**
 * The routes of `/api/chaos/v1`:
 *
 * | Route | Answer |
 * | --- | --- |
 * | `GET /kinds?cluster=&kind=&schema=true` | `ClusterKinds[]` |
 * | `GET /faults` | `FaultRow[]` |
 * | `GET <fault>` | `FaultDetail` |
 * | `GET <fault>/access` | `ActionAccess<FaultActionName>` |
 * | `POST <fault>/actions/:action` | body `{ seen, args?, confirm? }` |
 * | `POST <launch>/preview` | body `PreviewRequest`, answer `BlastRadius` |
 * | `GET <launch>/access` | `ActionAccess<LaunchActionName>` |
 * | `POST <launch>/actions/launch` | body `{ seen, args: LaunchArgs, confirm? }` |
 * | `GET /halt`, `GET /halt/access`, `POST /halt/actions/:action` | `HaltState`, … |
 */
export const FAULT_PATH =
  '/clusters/:cluster/namespaces/:namespace/faults/:kind/:name';
/** A service with the place where a fault is launched on it. */
export const LAUNCH_PATH =
  '/entities/:entityKind/:entityNamespace/:entityName/clusters/:cluster/namespaces/:namespace';
export const HALT_PATH = '/halt';

/** Path of one fault; strictly, the parameters of its topic. */
export const faultPathSchema = z.object({
  cluster: clusterName,
  namespace: kubernetesName,
  kind: launchKindSchema,
  name: kubernetesName,
});

/** Address of the page of a fault, from the root of the portal. */
export const faultPagePath = ({ cluster, namespace, kind, name }: FaultRef) =>
  `/resilience/faults/${cluster}/${namespace}/${kind}/${name}`;

const entityPart = z.string().min(1, 'must not be empty').max(253);

/** Path of a launch. */
export const launchPathSchema = z.object({
  entityKind: entityPart,
  entityNamespace: entityPart,
  entityName: entityPart,
  cluster: clusterName,
  namespace: kubernetesName,
});

/** A fault as a form or YAML gives it. `spec` is judged by `checkDraft`, not here. */
export const faultDraftSchema: z.ZodType<FaultDraft, z.ZodTypeDef, unknown> = z
  .object({
    kind: launchKindSchema,
    name: kubernetesName.and(
      z.string().max(63, 'must have at most 63 characters'),
    ),
    spec: jsonObjectSchema,
  })
  .strict();

/** Where it is launched. */
export const launchPlaceSchema: z.ZodType<LaunchPlace, z.ZodTypeDef, unknown> =
  z.object({ cluster: clusterName, namespace: kubernetesName }).strict();

/** Body of a preview. */
export const previewRequestSchema = z
  .object({ draft: faultDraftSchema })
  .strict();
export type PreviewRequest = z.infer<typeof previewRequestSchema>;

const purpose = z
  .string()
  .trim()
  .min(3, 'must say why, in at least 3 characters')
  .max(300, 'must have at most 300 characters');

/** Arguments of `launch`. `part` is set where it is a part of a joint run. */
export const launchArgsSchema = z
  .object({
    draft: faultDraftSchema,
    purpose: purpose.optional(),
    part: z
      .string()
      .regex(
        /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
        'must be the value of a label',
      )
      .optional(),
  })
  .strict();
export type LaunchArgs = z.infer<typeof launchArgsSchema>;

/** What the user saw of the targets. */
export const seenTargetsSchema = z
  .object({
    matched: z
      .array(z.string().max(510))
      .max(5000, 'must name at most 5000 pods'),
  })
  .strict();

/** What the user saw of a fault. */
export const seenFaultSchema = z
  .object({ uid: z.string().min(1, 'must not be empty').max(64) })
  .strict();

/** Arguments of `halt`. */
export const haltArgsSchema = z.object({ reason: purpose }).strict();
export type HaltArgs = z.infer<typeof haltArgsSchema>;

/** What the user saw of the halt: whether it was on, and since when. */
export const seenHaltSchema = z
  .object({ halted: z.boolean(), at: z.string().max(40).optional() })
  .strict();
export type SeenHalt = z.infer<typeof seenHaltSchema>;

/** Query of `GET /kinds`. */
export const kindsQuerySchema = z
  .object({
    cluster: clusterName.optional(),
    kind: launchKindSchema.optional(),
    schema: z
      .enum(['true', 'false'])
      .optional()
      .transform(value => value === 'true'),
  })
  .strict();
