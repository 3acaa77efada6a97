import { GoldenMetrics } from '@slipway/plugin-metrics-common';
import { useEffect, useState } from 'react';

/** An hour of measurements that come every 5 s. */
const TAIL_LENGTH = 720;

/**
 * What came live since a component looks at something, oldest first, an hour of
 * it at most.
 *
 * @param of - what is looked at; another one starts with nothing
 */
export function useMeasurementTail(
  newest: GoldenMetrics | undefined,
  of: string,
): GoldenMetrics[] {
  const [tail, setTail] = useState<{ of: string; metrics: GoldenMetrics[] }>({
    of,
    metrics: [],
  });
  useEffect(() => {
    if (!newest) return;
    setTail(old => ({
      of,
      metrics:
        old.of === of ? [...old.metrics.slice(-TAIL_LENGTH), newest] : [newest],
    }));
  }, [newest, of]);
  return tail.of === of ? tail.metrics : [];
}
