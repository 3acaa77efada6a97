import { FairQueue, FairQueueLimits } from './FairQueue';

const LIMITS: FairQueueLimits = {
  alone: 4,
  besideOthers: 3,
  burst: 5,
  rest: 2,
  allowance: 10,
  perSecond: 2,
  waiting: 4,
  waitMs: 5_000,
};

const settle = () => jest.advanceTimersByTimeAsync(0);

function setUp(limits: Partial<FairQueueLimits> = {}) {
  const recent = { others: true };
  const queue = new FairQueue({ ...LIMITS, ...limits }, () => recent.others);
  const started: string[] = [];
  const refused: Array<{ name: string; retryAfterSeconds: number }> = [];
  const ends = new Map<string, () => void>();
  let count = 0;
  /** Work of a user, named `olga 1`; runs until `end` is called with its name. */
  const begin = (
    user: string,
    options: { cost?: number; urgent?: boolean; signal?: AbortSignal } = {},
  ) => {
    count += 1;
    const name = `${user} ${count}`;
    queue.enter(user, options).then(
      end => {
        started.push(name);
        ends.set(name, end);
      },
      error => refused.push(error),
    );
    return name;
  };
  return {
    queue,
    recent,
    refused,
    begin,
    end: (name: string) => ends.get(name)!(),
    async started() {
      await settle();
      return started.splice(0);
    },
  };
}

describe('FairQueue', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-01-02T03:04:05Z') });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('runs so much of one user at a time, and lets others in at once', async () => {
    const { begin, end, started } = setUp();
    ['olga', 'olga', 'olga', 'olga', 'vera'].forEach(user => begin(user));
    expect(await started()).toEqual(['olga 1', 'olga 2', 'olga 3', 'vera 5']);
    end('olga 2');
    end('olga 2');
    expect(await started()).toEqual(['olga 4']);
  });

  it('runs work of a busy user one after the other, until enough is back', async () => {
    const { begin, end, started } = setUp({ rest: 0 });
    begin('olga', { cost: 6 });
    end((await started())[0]);
    ['olga', 'olga', 'olga'].forEach(user => begin(user));
    expect(await started()).toEqual(['olga 2']);
    await jest.advanceTimersByTimeAsync(2_500);
    expect(await started()).toEqual(['olga 3', 'olga 4']);
  });

  it('lets a busy user rest in proportion to what the last work took', async () => {
    const { begin, end, started } = setUp();
    begin('olga', { cost: 6 });
    await started();
    await jest.advanceTimersByTimeAsync(100);
    end('olga 1');
    begin('olga');
    await jest.advanceTimersByTimeAsync(190);
    expect(await started()).toEqual([]);
    await jest.advanceTimersByTimeAsync(20);
    expect(await started()).toEqual(['olga 2']);
  });

  it('slows nobody who is alone, until others come', async () => {
    const { begin, end, started, recent } = setUp();
    recent.others = false;
    begin('olga', { cost: 50 });
    ['olga', 'olga', 'olga', 'olga'].forEach(user => begin(user));
    expect(await started()).toEqual(['olga 1', 'olga 2', 'olga 3', 'olga 4']);
    recent.others = true;
    end('olga 1');
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await started()).toEqual([]);
    recent.others = false;
    await jest.advanceTimersByTimeAsync(300);
    expect(await started()).toEqual(['olga 5']);
  });

  it('makes a user wait whose allowance is used up, as long as it takes', async () => {
    const { begin, end, started } = setUp();
    end(begin('olga', { cost: 11 }) && (await started())[0]);
    begin('olga');
    begin('vera');
    expect(await started()).toEqual(['vera 3']);
    await jest.advanceTimersByTimeAsync(500);
    expect(await started()).toEqual([]);
    await jest.advanceTimersByTimeAsync(100);
    expect(await started()).toEqual(['olga 2']);
  });

  it('refuses what would wait behind too many, and says when to come back', async () => {
    const { begin, refused, started, queue } = setUp();
    for (let n = 0; n < 8; n += 1) begin('olga', { cost: 4 });
    begin('vera');
    expect(await started()).toEqual(['olga 1', 'olga 2', 'vera 9']);
    // 10 less 8 are left, and 4 times 4 wait already: at 2 a second that is 7 s.
    expect(refused).toMatchObject([
      {
        name: 'TooManyRequestsError',
        statusCode: 429,
        retryAfterSeconds: 7,
        message: expect.stringContaining('Try again in 7 s'),
      },
      { retryAfterSeconds: 7 },
    ]);
    expect(queue.refused).toBe(2);
  });

  it('refuses what has waited too long', async () => {
    const { begin, refused, started } = setUp();
    begin('olga');
    begin('olga');
    begin('olga');
    begin('olga');
    await started();
    await jest.advanceTimersByTimeAsync(4_990);
    expect(refused).toEqual([]);
    await jest.advanceTimersByTimeAsync(10);
    expect(refused).toMatchObject([{ retryAfterSeconds: 1 }]);
  });

  it('forgets what is given up while it waits', async () => {
    const { begin, end, started, refused } = setUp({ besideOthers: 1 });
    const abort = new AbortController();
    begin('olga');
    begin('olga', { signal: abort.signal });
    begin('olga');
    expect(await started()).toEqual(['olga 1']);
    abort.abort();
    end('olga 1');
    expect(await started()).toEqual(['olga 3']);
    expect(refused).toMatchObject([{ name: 'AbortError' }]);
  });

  it('starts urgent work before other work of the same user', async () => {
    const { begin, end, started } = setUp({ besideOthers: 1 });
    begin('olga');
    begin('olga');
    begin('olga', { urgent: true });
    begin('olga', { urgent: true });
    expect(await started()).toEqual(['olga 1']);
    end('olga 1');
    end((await started())[0]);
    expect(await started()).toEqual(['olga 4']);
  });

  it('lets users take turns where the work of all is limited', async () => {
    const { begin, end, started } = setUp({ total: 1 });
    ['olga', 'olga', 'olga', 'vera', 'amir'].forEach(user => begin(user));
    const order: string[] = [];
    for (let n = 0; n < 5; n += 1) {
      const [name] = await started();
      order.push(name);
      end(name);
    }
    expect(order).toEqual(['olga 1', 'olga 2', 'vera 4', 'amir 5', 'olga 3']);
  });

  it('keeps nothing of users who are idle', async () => {
    const { begin, end, started, queue } = setUp();
    for (let n = 0; n < 50; n += 1)
      end(begin(`user ${n}`) && (await started())[0]);
    await jest.advanceTimersByTimeAsync(120_000);
    begin('olga');
    await settle();
    expect(queue.size).toBe(1);
  });
});
