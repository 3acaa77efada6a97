import { restartState } from './restart';

const NOW = Date.parse('2026-01-10T03:00:00Z');
const PAST = '2026-01-10T02:30:00Z';
const FUTURE = '2026-01-10T06:00:00Z';

describe('restartState', () => {
  it.each<[string, string | undefined, string | undefined, string | undefined]>(
    [
      ['never asked for', undefined, undefined, undefined],
      ['done', PAST, PAST, undefined],
      [
        'done, written with an offset',
        '2026-01-10T04:30:00+02:00',
        PAST,
        undefined,
      ],
      [
        'done, written with a fraction',
        '2026-01-10T02:30:00.000Z',
        PAST,
        undefined,
      ],
      ['done, planned for later', FUTURE, FUTURE, undefined],
      ['its time has come', PAST, undefined, 'in-progress'],
      [
        'again after an earlier one',
        PAST,
        '2026-01-09T02:30:00Z',
        'in-progress',
      ],
      ['its time has not come', FUTURE, undefined, 'planned'],
      ['planned after an earlier one', FUTURE, PAST, 'planned'],
      [
        'later in the day elsewhere, but past',
        '2026-01-10T11:00:00+09:00',
        undefined,
        'in-progress',
      ],
      [
        'earlier in the day elsewhere, but to come',
        '2026-01-10T01:00:00-05:00',
        undefined,
        'planned',
      ],
      ['at this very second', '2026-01-10T03:00:00Z', undefined, 'planned'],
      ['no time', 'tonight', undefined, 'unreadable'],
    ],
  )('%s', (_, restartAt, restartedAt, state) => {
    expect(restartState({ restartAt, restartedAt }, NOW)?.state).toBe(state);
  });
});
