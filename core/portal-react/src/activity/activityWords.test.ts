import { activityLabel, activityState, worthAChip } from './activityWords';

describe('activity', () => {
  it.each([
    ['user', 'info', 'failed', 'degraded', true, 'failed'],
    ['user', 'info', 'partial', 'degraded', true, 'partly applied'],
    ['user', 'info', 'unknown', 'unknown', true, 'outcome unknown'],
    ['platform', 'error', 'succeeded', 'degraded', true, 'error'],
    ['platform', 'notice', 'succeeded', 'progressing', false, 'notice'],
  ] as const)('%s %s %s', (from, severity, outcome, state, chip, label) => {
    expect(activityState({ source: from, severity, outcome })).toBe(state);
    expect(activityLabel({ source: from, severity, outcome })).toBe(label);
    expect(worthAChip({ source: from, severity })).toBe(chip);
  });
});
