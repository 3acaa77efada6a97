import { RecentUsers } from './RecentUsers';

describe('RecentUsers', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('knows whether somebody is alone', () => {
    const recent = new RecentUsers();
    expect(recent.othersThan('olga')).toBe(false);
    recent.note('olga');
    expect(recent.othersThan('olga')).toBe(false);
    expect(recent.othersThan('vera')).toBe(true);
    recent.note('vera');
    recent.note('olga');
    recent.note('olga');
    expect(recent.othersThan('olga')).toBe(true);
    jest.advanceTimersByTime(1_000);
    recent.note('olga');
    jest.advanceTimersByTime(1_500);
    expect(recent.othersThan('olga')).toBe(false);
    expect(recent.othersThan('vera')).toBe(true);
  });
});
