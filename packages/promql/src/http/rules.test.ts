import { createEngine } from '../engine';
import { seriesOf, sourceOf } from '../engine/testing';
import { AlertingRule, ruleGroups } from './rules';

const RULE: AlertingRule = {
  name: 'TooHigh',
  expr: 'load > 5',
  forSeconds: 30,
  labels: { severity: 'page' },
  annotations: { summary: 'Load of {{ $labels.host }} is high {{ $value }}' },
};

/** Samples every 15 s from 0 on. */
function alerts(...samples: number[]) {
  const series = seriesOf({ __name__: 'load', host: 'a' }, samples);
  const every = {
    ...series,
    times: Float64Array.from(samples, (_, index) => index * 15_000),
  };
  const engine = createEngine(sourceOf(every));
  const { groups } = ruleGroups(
    engine,
    [RULE],
    (samples.length - 1) * 15_000 + 3_000,
  );
  return groups[0].rules[0];
}

describe('ruleGroups', () => {
  it('has no groups without rules', () => {
    expect(ruleGroups(createEngine(sourceOf()), [], 0)).toEqual({ groups: [] });
  });

  it('fires when the condition has held long enough', () => {
    expect(alerts(1, 9, 8, 7)).toMatchObject({
      state: 'firing',
      type: 'alerting',
      duration: 30,
      alerts: [
        {
          labels: { alertname: 'TooHigh', host: 'a', severity: 'page' },
          annotations: { summary: 'Load of a is high {{ $value }}' },
          state: 'firing',
          activeAt: '1970-01-01T00:00:15.000Z',
          value: '7',
        },
      ],
    });
  });

  it('is pending before, again after a break, and inactive when it does not hold', () => {
    expect(alerts(1, 9, 8).state).toBe('pending');
    expect(alerts(9, 9, 9, 1, 9).alerts[0]).toMatchObject({
      state: 'pending',
      activeAt: '1970-01-01T00:01:00.000Z',
    });
    expect(alerts(9, 9, 9, 1)).toMatchObject({ state: 'inactive', alerts: [] });
  });
});
