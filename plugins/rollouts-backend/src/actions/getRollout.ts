import { plainValues } from '@slipway/plugin-clusters-common';
import { parseInput } from '@slipway/plugin-actions-common';
import {
  availableActions,
  RolloutDetailAnswer,
  rolloutPathSchema,
  servingSentence,
  trafficNote,
} from '@slipway/plugin-rollouts-common';
import { ActionsRegistry } from '@slipway/plugin-actions-node';
import { ReadActionOptions } from './listRollouts';

/** Plain JSON for an agent: measurements are left to the portal, verdicts are kept. */
function brief(detail: RolloutDetailAnswer) {
  const { core, revisions, pods, analysisRuns, events, freshness } = detail;
  const { experiments = [] } = detail;
  return {
    missing: freshness.filter(({ state }) => state !== 'live'),
    traffic: trafficNote(core) ?? servingSentence(core.serving),
    core,
    revisions,
    pods: pods.map(({ name, status, ready, restarts, revisionUid }) => ({
      name,
      status,
      ready,
      restarts,
      revisionUid,
    })),
    analysisRuns: analysisRuns.map(
      ({ uid, name, type, experiment, phase, verdict, message }) => ({
        uid,
        name,
        type,
        experiment,
        phase,
        verdict,
        message,
      }),
    ),
    experiments: experiments.map(({ templates, ...experiment }) => ({
      ...experiment,
      templates: templates.map(({ pods: _pods, ...template }) => template),
    })),
    events: events.slice(0, 20),
  };
}

/** Registers the agent action `get-rollout`. */
export function registerGetRollout(
  registry: ActionsRegistry,
  { rollouts, access }: ReadActionOptions,
) {
  registry.register({
    name: 'get-rollout',
    title: 'Get a rollout',
    description:
      'One Argo Rollout in full: who serves which share of traffic ("traffic"), steps, revisions, pods, analysis runs with the reason of their verdicts, events, which actions would do something now and what to send as "seen" with one. What stands under "missing" is not current or not known: an empty list then says nothing.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: z =>
        z.object({
          cluster: z.string().describe('name of the configured cluster'),
          namespace: z.string(),
          name: z.string().describe('name of the Rollout'),
        }),
      output: z => z.object({}).passthrough(),
    },
    action: async ({ input, credentials }) => {
      await access.requireRead(credentials);
      const detail = await rollouts.detail(
        parseInput(rolloutPathSchema, input),
      );
      const { uid, currentPodHash, stepIndex } = detail.core;
      return {
        // An agent shows them in a terminal or a page, and takes them for what the portal says.
        output: plainValues({
          ...brief(detail),
          seen: { uid, currentPodHash, currentStepIndex: stepIndex },
          actions: availableActions(detail.core, detail),
        }),
      };
    },
  });
}
