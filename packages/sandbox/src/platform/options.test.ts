import { readOptions, UsageError } from './options';

describe('readOptions', () => {
  it('fills in what is not given', () => {
    expect(readOptions(['--state', '/s'])).toEqual({
      stateDir: '/s',
      configFile: '/s/app-config.yaml',
      portBase: 0,
      parent: undefined,
      speed: 1,
      demo: true,
      reset: false,
    });
  });

  it('takes what is given', () => {
    expect(
      readOptions(
        '--state /s --config /c.yaml --port-base 7100 --parent 12 --speed 2.5 --demo off --reset --host localhost'.split(
          ' ',
        ),
      ),
    ).toEqual({
      stateDir: '/s',
      configFile: '/c.yaml',
      portBase: 7100,
      parent: 12,
      speed: 2.5,
      demo: false,
      reset: true,
    });
  });

  it('is silent when help is asked for', () => {
    expect(readOptions(['--help'])).toBeUndefined();
  });

  it.each([
    ['', '--state'],
    ['--state /s --host 0.0.0.0', 'loopback only'],
    ['--state /s --host ::', 'loopback only'],
    ['--state /s --port-base 65530', 'port-base'],
    ['--state /s --port-base x', 'port-base'],
    ['--state /s --parent 0', 'parent'],
    ['--state /s --speed 0', 'speed'],
    ['--state /s --speed 11', 'speed'],
    ['--state /s --demo maybe', 'demo'],
    ['--state /s --rain', 'rain'],
  ])('refuses "%s"', (line, words) => {
    const read = () => readOptions(line.split(' ').filter(Boolean));
    expect(read).toThrow(UsageError);
    expect(read).toThrow(words);
  });
});
