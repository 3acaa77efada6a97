import { comeBackLater } from './comeBackLater';

const refused = (name = 'TooManyRequestsError', after: string | null = '2') =>
  new Response(JSON.stringify({ error: { name, message: 'too many' } }), {
    status: 429,
    headers: after === null ? {} : { 'retry-after': after },
  });
const fine = () => new Response('{}', { status: 200 });

function setUp(...answers: Array<() => Response>) {
  const next = jest.fn(async (_input: RequestInfo | URL, _init?: RequestInit) =>
    (answers.shift() ?? fine)(),
  );
  return { next, fetch: comeBackLater.apply(next) };
}

describe('comeBackLater', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    jest.spyOn(Math, 'random').mockReturnValue(0);
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it.each<[string, RequestInit | undefined]>([
    ['a reading request', undefined],
    ['a writing one', { method: 'POST', body: '{}' }],
  ])('sends %s again after the time that the portal names', async (_, init) => {
    const { fetch, next } = setUp(refused, refused);
    const answer = fetch('/api/rollouts/v1/rollouts', init);
    await jest.advanceTimersByTimeAsync(1_990);
    expect(next).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(20);
    expect(next).toHaveBeenCalledTimes(2);
    await jest.advanceTimersByTimeAsync(2_000);
    expect((await answer).status).toBe(200);
    expect(next.mock.calls[2]).toEqual(['/api/rollouts/v1/rollouts', init]);
  });

  it('gives the refusal to the page in the end', async () => {
    const { fetch, next } = setUp(...Array.from({ length: 9 }, () => refused));
    const answer = fetch('/api/x');
    await jest.advanceTimersByTimeAsync(60_000);
    expect((await answer).status).toBe(429);
    expect(await (await answer).json()).toMatchObject({
      error: { message: 'too many' },
    });
    expect(next).toHaveBeenCalledTimes(4);
  });

  it.each<[string, () => Response, RequestInit | undefined]>([
    ['without a time', () => refused(undefined, null), undefined],
    [
      'of a writing request that something else refuses',
      () => refused('Error'),
      { method: 'POST' },
    ],
    [
      'of the live stream',
      () => refused('TooManyStreamsError', '15'),
      { method: 'POST', headers: { accept: 'text/event-stream' } },
    ],
  ])('leaves a refusal %s to the page', async (_, answer, init) => {
    const { fetch, next } = setUp(answer);
    expect((await fetch('/api/x', init)).status).toBe(429);
    expect(next).toHaveBeenCalledTimes(1);
  });

  it('ends the wait when the page gives the request up', async () => {
    const { fetch, next } = setUp(refused);
    const abort = new AbortController();
    const answer = fetch('/api/x', { signal: abort.signal }).catch(
      (error: Error) => error.name,
    );
    await jest.advanceTimersByTimeAsync(100);
    abort.abort();
    expect(await answer).toBe('AbortError');
    expect(next).toHaveBeenCalledTimes(1);
  });
});
