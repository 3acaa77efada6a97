import { TestApiProvider } from '@backstage/frontend-test-utils';
import { act, render, screen } from '@testing-library/react';
import { liveApiRef } from '../live/liveApiRef';
import { fakeLiveApi } from '../testUtils';
import { Countdown } from './Countdown';
import { RelativeTime } from './RelativeTime';
import { useTicking } from './useNow';

function setUp(element: JSX.Element, clockSkewMs = 0) {
  const live = fakeLiveApi();
  live.setConnection({
    status: 'open',
    since: '2026-01-02T03:00:00Z',
    clockSkewMs,
  });
  return render(
    <TestApiProvider apis={[[liveApiRef, live]]}>{element}</TestApiProvider>,
  );
}

const pass = (ms: number) => act(() => jest.advanceTimersByTime(ms));

describe('time', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-01-02T03:04:05Z') });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('ages, with the time itself for those who ask', () => {
    setUp(<RelativeTime at="2026-01-02T03:03:25Z" />);
    const time = screen.getByText('40 s ago');
    expect(time).toHaveAttribute('datetime', '2026-01-02T03:03:25Z');
    expect(time).toHaveAccessibleName(/^40 s ago, 2026-01-02 /);
    pass(25_000);
    expect(screen.getByText('1 min ago')).toBeInTheDocument();
  });

  it('does not know a time that it was not given', () => {
    setUp(<RelativeTime at={undefined} />);
    expect(screen.getByText('unknown')).toBeInTheDocument();
  });

  it('counts by the clock of the server', () => {
    setUp(<RelativeTime at="2026-01-02T03:03:25Z" />, 3_600_000);
    expect(screen.getByText('1 h ago')).toBeInTheDocument();
  });

  it('counts down to the end', () => {
    setUp(<Countdown until="2026-01-02T03:05:08Z" />);
    expect(screen.getByText('1 min 03 s')).toBeInTheDocument();
    pass(4_000);
    expect(screen.getByText('59 s')).toBeInTheDocument();
    pass(60_000);
    expect(screen.getByText('due now')).toBeInTheDocument();
  });

  it('runs one timer for all, none for nobody, and draws only new words', () => {
    let drawn = 0;
    const minute = (now: number) => Math.floor(now / 60_000);
    function Minute() {
      drawn += 1;
      return <p>{useTicking(minute)}</p>;
    }
    const view = setUp(
      <>
        <Minute />
        <RelativeTime at="2026-01-02T01:00:00Z" />
        <RelativeTime at="2026-01-01T01:00:00Z" />
      </>,
    );
    expect(jest.getTimerCount()).toBe(1);
    drawn = 0;
    pass(50_000);
    expect(drawn).toBe(0);
    pass(10_000);
    expect(drawn).toBe(1);
    view.unmount();
    expect(jest.getTimerCount()).toBe(0);
  });
});
