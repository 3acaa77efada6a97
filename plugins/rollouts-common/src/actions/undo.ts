import { z } from 'zod/v3';
import { workloadResource } from '../raw/resources';
import { RolloutActionArgs, RolloutDetail } from '../types';
import { nameWord, pluginCommand } from './command';
import { templateWay } from './effectTemplate';
import { PredictionArgs, Prediction } from './predict';
import { Facts } from './predict/facts';
import { Body } from './predict/shared';
import { predictTemplate } from './predict/template';
import { defineRolloutAction, GateSubject, nothing } from './rolloutAction';
import { recordedTemplate, templateHolder, templatePatches } from './templates';
import { undoOperations } from './undoTemplate';
import { LEAVES_GIT } from './warnings';

const args: z.ZodType<RolloutActionArgs['undo'], z.ZodTypeDef, unknown> = z
  .object({
    toRevision: z
      .number({ required_error: 'is required' })
      .int('must be a whole number')
      .min(0, 'must be a revision, or 0 for the one before'),
  })
  .strict();

function gate({ core, revisions }: GateSubject): string | undefined {
  if (core.workloadRef && !workloadResource(core.workloadRef.kind)) {
    return `Its template comes from a ${core.workloadRef.kind}, which cannot be changed from here.`;
  }
  const earlier = revisions
    ? revisions.some(r => r.podTemplateHash !== core.currentPodHash)
    : (core.revision ?? 0) > 1;
  return earlier ? undefined : 'There is no other revision to go back to.';
}

function predict(facts: Facts, draft: PredictionArgs, now: number): Body {
  const { revisions, core } = facts;
  const target = draft.toRevision
    ? revisions.find(revision => revision.revision === draft.toRevision)
    : revisions[1];
  if (!target) return nothing(facts, 'There is no such revision.');
  if (target.podTemplateHash === core.currentPodHash) {
    return nothing(
      facts,
      `Nothing would change: the current template is that of revision ${target.revision} already.`,
    );
  }
  return predictTemplate(facts, target, now);
}

function effect(
  detail: RolloutDetail,
  prediction: Prediction,
  draft: PredictionArgs,
): string {
  const target = detail.revisions.find(r => r.revision === draft.toRevision);
  if (!target) return 'Choose the revision to go back to.';
  const images = target.containers
    .filter(container => !container.init)
    .map(container => container.image)
    .join(', ');
  return `Puts the template of revision ${
    target.revision
  } (${images}) back. ${templateWay(detail.core, prediction)}`;
}

/** Back to the template of an earlier revision. */
export const undo = defineRolloutAction({
  name: 'undo',
  words: { label: 'Undo', menuSuffix: ' to…' },
  args,
  risk: { severity: 'high', typedIn: ['prod'], danger: true },
  agent: {
    description:
      'Puts the template of an earlier revision back. Args: {"toRevision": number}.',
  },
  guard: 'revision',
  reads: ['replicaSets', 'workload'],
  gate,
  gatesPlan: false,
  missing: ({ toRevision }) =>
    toRevision === undefined ? 'Choose a revision.' : undefined,
  predict,
  effect,
  warnings: () => [LEAVES_GIT],
  command: (core, { toRevision }) =>
    pluginCommand(
      core,
      `undo ${nameWord(core)}${
        toRevision ? ` --to-revision=${toRevision}` : ''
      }`,
    ),
  plan: ({ rollout, core, fresh, seen, actor, now }, { toRevision }) => {
    const objects = { rollout: fresh.raw, workload: fresh.workload };
    const holder = templateHolder(rollout, objects);
    const { revision, next, operations } = undoOperations(
      rollout,
      holder,
      fresh.replicaSets ?? [],
      toRevision,
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
      before: {
        ...(core.revision === undefined ? {} : { revision: core.revision }),
        template: recordedTemplate(holder.template, fresh.digest),
      },
      after: {
        revision,
        template: recordedTemplate(next, fresh.digest),
      },
    };
  },
});
