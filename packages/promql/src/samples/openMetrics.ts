import { METRIC_NAME } from '../engine/labels';
import { isStale } from '../engine/staleness';
import { SeriesSource } from '../engine/types';
import { formatValue } from '../http/format';

function escape(value: string): string {
  return value
    .replace(/\\/g, '\\\\')
    .replace(/"/g, '\\"')
    .replace(/\n/g, '\\n');
}

/**
 * All samples of a time in OpenMetrics text, as `promtool tsdb
 * create-blocks-from openmetrics` reads them. Stale markers have no form there
 * and are left out.
 */
export function* openMetrics(
  source: SeriesSource,
  start: number,
  end: number,
): Generator<string> {
  for (const { labels, times, values } of source.select([], start, end)) {
    const inside = Object.entries(labels)
      .filter(([name]) => name !== METRIC_NAME)
      .map(([name, value]) => `${name}="${escape(value)}"`)
      .join(',');
    const head = `${labels[METRIC_NAME]}{${inside}}`;
    let text = '';
    for (let index = 0; index < times.length; index += 1) {
      if (!isStale(values, index)) {
        text += `${head} ${formatValue(values[index])} ${
          times[index] / 1000
        }\n`;
      }
    }
    yield text;
  }
  yield '# EOF\n';
}
