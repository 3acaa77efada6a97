import { Pulse } from './Pulse';

const SILENCE = 15_000;
const ANSWER = 7_500;

/** A pulse whose cluster answers as the test says. */
function setUp() {
  const ask = jest.fn<Promise<boolean | undefined>, [number]>(async () => true);
  const pulse = new Pulse({
    timings: { silenceMs: SILENCE, answerMs: ANSWER },
    ask,
  });
  const silent: Date[] = [];
  const end = pulse.watch(lastHeard => silent.push(lastHeard));
  return { ask, pulse, silent, end };
}

/** An answer that stays away, as long as it may. */
const away = () =>
  new Promise<boolean>(resolve => setTimeout(resolve, ANSWER, false));

describe('Pulse', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });
  const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

  it('asks nothing of a cluster that is heard of', async () => {
    const { ask, pulse } = setUp();
    for (let i = 0; i < 20; i += 1) {
      await pass(SILENCE - 1);
      pulse.heard();
    }
    expect(ask).not.toHaveBeenCalled();
  });

  it('asks a silent one four times a minute, however many watches there are', async () => {
    const { ask, pulse, silent } = setUp();
    for (let i = 0; i < 50; i += 1) pulse.watch(() => {});
    await pass(60_000);
    expect(ask).toHaveBeenCalledTimes(4);
    expect(ask).toHaveBeenCalledWith(ANSWER);
    expect(silent).toEqual([]);
  });

  it('is silent after two answers that stay away, since it was last heard of', async () => {
    const { ask, pulse, silent } = setUp();
    await pass(4_000);
    pulse.heard();
    const lastHeard = new Date();
    ask.mockImplementation(away);
    await pass(SILENCE + 2 * ANSWER - 1);
    expect(silent).toEqual([]);
    await pass(10);
    expect(silent).toEqual([lastHeard]);
  });

  it('starts to count again after an answer, and after bytes of a watch', async () => {
    const { ask, pulse, silent } = setUp();
    ask.mockImplementationOnce(away);
    await pass(SILENCE + ANSWER + 10); // one stayed away, the next was there
    expect(ask).toHaveBeenCalledTimes(2);
    ask.mockImplementation(away);
    await pass(SILENCE + 10);
    expect(ask).toHaveBeenCalledTimes(3);
    pulse.heard();
    await pass(ANSWER + SILENCE + ANSWER - 100);
    expect(ask).toHaveBeenCalledTimes(4);
    expect(silent).toEqual([]);
  });

  it('does not blame the cluster when it could not be asked', async () => {
    const { ask, silent } = setUp();
    ask.mockResolvedValue(undefined);
    await pass(10 * SILENCE);
    expect(ask).toHaveBeenCalledTimes(10);
    expect(silent).toEqual([]);
  });

  it('ends with the last watch, also while it asks, and begins with the next', async () => {
    const { ask, pulse, silent, end } = setUp();
    ask.mockImplementation(away);
    await pass(SILENCE);
    end();
    await pass(10 * SILENCE);
    expect(ask).toHaveBeenCalledTimes(1);
    expect(silent).toEqual([]);
    pulse.watch(() => {});
    await pass(SILENCE);
    expect(ask).toHaveBeenCalledTimes(2);
  });
});
