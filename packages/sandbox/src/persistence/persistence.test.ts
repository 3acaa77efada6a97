import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Saver } from './Saver';
import { SandboxState, StateFile } from './StateFile';

const state: SandboxState = {
  version: 1,
  at: '2026-01-01T00:00:00.000Z',
  panelToken: 'p',
  ports: [7100],
  demo: {},
  clusters: {
    c: {
      store: {},
      prometheusUrl: 'http://127.0.0.1:1',
      tokens: { portal: 'a', viewer: 'b', admin: 'c' },
      tls: { cert: 'd', key: 'e' },
    },
  },
};

describe('StateFile', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'sandbox-state-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('reads what it wrote, readable by its owner only', () => {
    const file = new StateFile(directory);
    expect(file.load()).toEqual({ kind: 'none' });
    file.save(state);
    expect(new StateFile(directory).load()).toEqual({ kind: 'state', state });
    expect(
      statSync(join(directory, 'state.json')).mode.toString(8).slice(-3),
    ).toBe('600');
    file.reset();
    expect(file.load()).toEqual({ kind: 'none' });
  });

  it('writes nothing when the file says the same already', () => {
    const file = new StateFile(directory);
    file.save(state);
    const path = join(directory, 'state.json');
    const before = statSync(path).ino;
    file.save(state);
    expect(statSync(path).ino).toBe(before);
    file.save({ ...state, panelToken: 'q' });
    expect(statSync(path).ino).not.toBe(before);
  });

  it('keeps the previous state when the process ended in the middle of writing', () => {
    const file = new StateFile(directory);
    file.save(state);
    writeFileSync(join(directory, 'state.json.4711.part'), '{"version":1,"cl');
    expect(new StateFile(directory).load()).toEqual({ kind: 'state', state });
    expect(readdirSync(directory)).toEqual(['state.json']);
  });

  it.each([
    ['{', /JSON/],
    ['[]', /no object/],
    [JSON.stringify({ ...state, version: 99 }), /version is 99/],
    [JSON.stringify({ ...state, at: 'then' }), /time/],
    [JSON.stringify({ ...state, ports: ['x'] }), /ports/],
    [JSON.stringify({ ...state, clusters: { c: {} } }), /incomplete/],
  ])('puts aside what it cannot use: %s', (text, why) => {
    writeFileSync(join(directory, 'state.json'), text);
    const loaded = new StateFile(directory).load();
    expect(loaded).toMatchObject({
      kind: 'unusable',
      why: expect.stringMatching(why),
      aside: join(directory, 'state.json.unusable'),
    });
    expect(readFileSync(join(directory, 'state.json.unusable'), 'utf8')).toBe(
      text,
    );
    expect(new StateFile(directory).load()).toEqual({ kind: 'none' });
  });
});

describe('Saver', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('saves once for many changes', () => {
    const save = jest.fn();
    const saver = new Saver(save, 1_000, jest.fn());
    saver.touch();
    saver.touch();
    jest.advanceTimersByTime(999);
    expect(save).not.toHaveBeenCalled();
    saver.touch();
    jest.advanceTimersByTime(5_000);
    expect(save).toHaveBeenCalledTimes(1);
    saver.touch();
    saver.flush();
    jest.advanceTimersByTime(5_000);
    expect(save).toHaveBeenCalledTimes(2);
  });

  it('reports a failure once, tries again with the next change, and reports that it works again', () => {
    const failed = jest.fn();
    const recovered = jest.fn();
    let full = true;
    const save = jest.fn(() => {
      if (full) throw new Error('disk full');
    });
    const saver = new Saver(save, 10, failed, recovered);
    const change = () => {
      saver.touch();
      jest.advanceTimersByTime(10);
    };
    change();
    change();
    expect(failed).toHaveBeenCalledTimes(1);
    expect(failed).toHaveBeenCalledWith(new Error('disk full'));
    expect(recovered).not.toHaveBeenCalled();
    full = false;
    change();
    change();
    expect(save).toHaveBeenCalledTimes(4);
    expect(recovered).toHaveBeenCalledTimes(1);
  });
});
