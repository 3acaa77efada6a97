import { loadCase, RawObject } from '@slipway/field-cases';
import { Json, object } from '@slipway/plugin-clusters-common/read';
import { detailsOf } from '../../testUtils';
import { AnalysisRunView, RolloutDetail } from '../../types';

/** The instant at which all cases play, ms since the epoch. */
export const NOW = Date.parse('2026-03-02T12:00:00Z');

/** Details of a case by rollout name, after a change of its objects. */
export function caseDetails(
  name: string,
  change: (raw: RawObject) => void = () => {},
): Record<string, RolloutDetail> {
  const objects = loadCase(name, { now: NOW });
  objects.forEach(change);
  return detailsOf(objects);
}

/** Changes the first metric of each run, and its result. */
export const changeRun =
  (over: { metric?: Json; result?: Json; spec?: Json; status?: Json }) =>
  (raw: RawObject) => {
    if (raw.kind !== 'AnalysisRun') return;
    const [spec, status] = [object(raw.spec), object(raw.status)];
    Object.assign(spec, over.spec);
    Object.assign(status, over.status);
    const [metric] = spec.metrics as Json[];
    const results = (status.metricResults ?? []) as Json[];
    if (metric) Object.assign(metric, over.metric);
    if (results[0]) Object.assign(results[0], over.result);
  };

/** The run with this name. */
export function runOf(detail: RolloutDetail, name: string): AnalysisRunView {
  const found = detail.analysisRuns.find(run => run.name === name);
  if (!found) throw new Error(`There is no run ${name}`);
  return found;
}
