import { isObject, Json } from '@slipway/plugin-clusters-common/read';
import { instantOf } from './instants';
import { rolloutKinds } from '../raw';
import failed from '../__fixtures__/real/analysis-failed.json';
import waiting from '../__fixtures__/real/paused-indefinitely.json';
import { deriveDetail } from './detail';

/** Objects of the real controller 1.9.2 and what the kubectl plugin printed about them. */
const detailOf = (captured: typeof failed | typeof waiting) => {
  const rawOf = (kind: keyof typeof captured): Json[] =>
    (captured[kind] as unknown[]).filter(isObject);
  return deriveDetail(
    rolloutKinds.rollouts.project(rawOf('rollouts')[0]),
    {
      cluster: 'real',
      environment: { environment: 'dev', source: 'config-cluster' },
      entity: { state: 'unbound', reason: 'captured' },
    },
    {
      replicaSets: rawOf('replicaSets').map(rolloutKinds.replicaSets.project),
      pods: rawOf('pods').map(rolloutKinds.pods.project),
      analysisRuns: rawOf('analysisRuns').map(
        rolloutKinds.analysisRuns.project,
      ),
      events: rawOf('events').map(rolloutKinds.events.project),
    },
  );
};

/** The value behind a word in the printed header. */
const printed = (captured: { printed: string[] }, word: string) =>
  captured.printed
    .find(line => line.trimStart().startsWith(`${word}:`))
    ?.split(/:\s+/)[1] ?? '';

describe('captured objects', () => {
  it.each([
    ['a canary that waits', waiting],
    ['a canary that an analysis aborted', failed],
  ])('%s reads as the plugin printed it', (_, captured) => {
    const { core, pods } = detailOf(captured);
    expect(printed(captured, 'Status')).toContain(core.phase);
    expect(core.message).toBe(
      captured.printed
        .find(line => line.startsWith('Message:'))
        ?.slice('Message:'.length)
        .trim(),
    );
    expect(`${core.stepIndex}/${core.stepCount}`).toBe(
      printed(captured, 'Step'),
    );
    expect(String(core.setWeight)).toBe(printed(captured, 'SetWeight'));
    expect(String(core.actualWeight)).toBe(printed(captured, 'ActualWeight'));
    expect(String(core.replicas.updated)).toBe(printed(captured, 'Updated'));
    for (const pod of pods) {
      expect(captured.printed.find(line => line.includes(pod.name))).toMatch(
        new RegExp(`Pod +. ${pod.status} .*ready:${pod.ready}$`),
      );
    }
    expect(pods.length).toBe(
      captured.printed.filter(line => line.includes('□')).length,
    );
  });

  it('has events, newest first, of the rollout and its ReplicaSets', () => {
    const { events } = detailOf(waiting);
    expect(events.map(event => event.reason)).toContain('RolloutPaused');
    const times = events.map(
      event => instantOf(event.lastAt ?? event.firstAt) ?? 0,
    );
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  it('names the metric, the measurements and the limit that ended the rollout', () => {
    const { core, analysisRuns } = detailOf(failed);
    expect(analysisRuns[0]).toMatchObject({ type: 'Step', stepIndex: 1 });
    expect(analysisRuns[0].verdict).toBe(
      'probe failed: 2 of 2 measurements below 0.95 (last 0.853), 1 allowed.',
    );
    expect(core.steps.map(step => step.state)).toEqual([
      'done',
      'failed',
      'upcoming',
    ]);
  });
});
