import { seriesOf, sourceOf } from '../engine/testing';
import { openMetrics } from './openMetrics';

it('writes all samples, without stale markers', () => {
  const source = sourceOf(
    seriesOf({ __name__: 'a_total', name: 'x"\\\n' }, [1, 'stale', 2.5]),
    seriesOf({ __name__: 'b' }, [Infinity]),
  );
  expect([...openMetrics(source, 0, 60_000)].join('')).toBe(
    [
      'a_total{name="x\\"\\\\\\n"} 1 0',
      'a_total{name="x\\"\\\\\\n"} 2.5 20',
      'b{} +Inf 0',
      '# EOF',
      '',
    ].join('\n'),
  );
});
