import { z } from 'zod/v3';
import { RolloutActionArgs, RolloutCore } from '../types';
import { nameWord, pluginCommand, shellWord } from './command';
import { templateWay } from './effectTemplate';
import { setImageOperations } from './imageOperations';
import { PredictionArgs, Prediction } from './predict';
import { Facts } from './predict/facts';
import { Body } from './predict/shared';
import {
  predictTemplate,
  revisionWith,
  sameContainers,
  withImages,
} from './predict/template';
import { defineRolloutAction, nothing } from './rolloutAction';
import { templateHolder, templatePatches } from './templates';
import { LEAVES_GIT } from './warnings';

const image = z
  .string()
  .min(1, 'must not be empty')
  .max(1024, 'must have at most 1024 characters')
  .regex(
    /^[\w][\w.\-:/@]*$/,
    'must be an image reference: registry/name:tag or registry/name@digest',
  );

const containerName = z
  .string()
  .max(63, 'must have at most 63 characters')
  .regex(
    /^(\*|[a-z0-9]([-a-z0-9]*[a-z0-9])?)$/,
    'must be the name of a container, or * for all',
  );

const args: z.ZodType<RolloutActionArgs['set-image'], z.ZodTypeDef, unknown> = z
  .object({
    images: z
      .array(z.object({ container: containerName, image }).strict())
      .min(1, 'must name at least one container')
      .max(50, 'must name at most 50 containers')
      .refine(
        images =>
          new Set(images.map(entry => entry.container)).size ===
            images.length &&
          (images.length === 1 ||
            images.every(entry => entry.container !== '*')),
        'must name each container once, and * only alone',
      ),
  })
  .strict();

function gate(core: RolloutCore): string | undefined {
  // pkg/kubectl-argo-rollouts/cmd/set/set_image.go follows Deployments only.
  if (core.workloadRef && core.workloadRef.kind !== 'Deployment') {
    return `Its template comes from a ${core.workloadRef.kind}: set the image there.`;
  }
  return core.containers.length === 0
    ? 'No container of its template is known yet.'
    : undefined;
}

function missing({ images }: PredictionArgs): string | undefined {
  if (!images?.length) return 'Change at least one image.';
  return images.some(one => one.image.trim() === '')
    ? 'An image cannot be empty.'
    : undefined;
}

function predict(facts: Facts, draft: PredictionArgs, now: number): Body {
  const { core, revisions } = facts;
  const next = withImages(core.containers, draft.images ?? []);
  if (sameContainers(next, core.containers)) {
    return nothing(
      facts,
      'Nothing would change: the containers have these images already.',
    );
  }
  const target = revisionWith(revisions, next);
  const body = predictTemplate(facts, target, now);
  return target
    ? { ...body, uncertain: [...body.uncertain, 'template'] }
    : body;
}

function effect(
  core: RolloutCore,
  prediction: Prediction,
  draft: PredictionArgs,
): string {
  const changes = (draft.images ?? []).map(
    one =>
      `${one.container === '*' ? 'every container' : one.container} to ${
        one.image
      }`,
  );
  if (changes.length === 0) return 'Choose a container and its new image.';
  const same =
    prediction.target === undefined
      ? ''
      : ` These are the images of revision ${prediction.target}; if nothing else differs:`;
  return `Sets ${changes.join(' and ')}.${same} ${templateWay(
    core,
    prediction,
  )}`;
}

/** A new image, which starts an update. */
export const setImage = defineRolloutAction({
  name: 'set-image',
  words: { label: 'Set image', phrase: 'Set image of', menuSuffix: '…' },
  args,
  risk: { severity: 'high', typedIn: ['prod'] },
  agent: {
    description:
      'Sets container images, which starts an update. Args: {"images": [{"container", "image"}]}.',
  },
  guard: 'revision',
  reads: ['workload'],
  gate: ({ core }) => gate(core),
  gatesPlan: false,
  missing,
  predict,
  effect: ({ core }, prediction, draft) => effect(core, prediction, draft),
  warnings: () => [LEAVES_GIT],
  command: (core, { images = [{ container: 'CONTAINER', image: 'IMAGE' }] }) =>
    images
      .map(one =>
        pluginCommand(
          core,
          `set image ${nameWord(core)} ${shellWord(
            `${one.container}=${one.image}`,
          )}`,
        ),
      )
      .join(' && '),
  plan: ({ rollout, fresh, seen, actor, now }, { images }) => {
    const objects = { rollout: fresh.raw, workload: fresh.workload };
    const holder = templateHolder(rollout, objects);
    const { next, operations, before, after } = setImageOperations(
      holder,
      images,
    );
    return {
      writes: templatePatches({
        rollout,
        raw: objects,
        holder,
        seen,
        operations,
        next,
        now,
        actor,
      }),
      before: { images: before },
      after: { images: after },
    };
  },
});
