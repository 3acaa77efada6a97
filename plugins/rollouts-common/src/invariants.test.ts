import { caseFiles, caseNames, loadCase } from '@slipway/field-cases';
import { isObject, Json } from '@slipway/plugin-clusters-common/read';
import failed from './__fixtures__/real/analysis-failed.json';
import waiting from './__fixtures__/real/paused-indefinitely.json';
import { detailsOf, recordedStates, violationsOf } from './testUtils';

const NOW = Date.parse('2026-01-01T12:00:00Z');

/** Violations of every rollout among whole objects, each with its name. */
function violationsIn(objects: Parameters<typeof detailsOf>[0]): string[] {
  return Object.entries(detailsOf(objects)).flatMap(([name, detail]) =>
    violationsOf(detail, objects).map(violation => `${name}: ${violation}`),
  );
}

const cases = caseNames().flatMap(name =>
  caseFiles(name)
    .filter(file => file !== 'catalog.yaml')
    .map(file => [name, file] as const),
);

const recorded = recordedStates();
const scenarios = [...new Set(recorded.map(({ scenario }) => scenario))];

describe(`invariants hold in ${cases.length} states of field cases`, () => {
  it.each(cases)('%s %s', (name, file) => {
    expect(violationsIn(loadCase(name, { now: NOW, file }))).toEqual([]);
  });
});

describe(`invariants hold in ${recorded.length} recorded states`, () => {
  it.each(scenarios)('%s', scenario => {
    const found = new Map<string, string>();
    for (const state of recorded.filter(one => one.scenario === scenario)) {
      for (const violation of violationsIn(state.objects)) {
        if (!found.has(violation)) found.set(violation, state.at);
      }
    }
    expect([...found]).toEqual([]);
  });
});

describe('invariants hold in 2 captured states', () => {
  it.each([
    ['a canary that waits', waiting],
    ['a canary that an analysis aborted', failed],
  ])('%s', (_, captured) => {
    const kinds = {
      Rollout: captured.rollouts,
      ReplicaSet: captured.replicaSets,
      Pod: captured.pods,
      AnalysisRun: captured.analysisRuns,
    };
    const objects = Object.entries(kinds).flatMap(([kind, raws]) =>
      (raws as unknown[]).filter(isObject).map(raw => ({
        ...raw,
        kind,
        metadata: raw.metadata as Json & { name: string },
      })),
    );
    expect(violationsIn(objects)).toEqual([]);
  });
});
