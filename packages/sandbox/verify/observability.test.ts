import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  FIXED_AT,
  FIXED_CASES,
  fixedSeries,
} from '@slipway/plugin-observability-common/testUtils';
import { ask } from './compare';
import {
  findPrograms,
  RealPrometheus,
  startPrometheus,
} from './realPrometheus';

interface Item {
  metric: Record<string, string>;
  value: [number, string];
}

const key = (labels: Record<string, string>) =>
  JSON.stringify(Object.entries(labels).sort());

describe('the queries of observability on a real Prometheus', () => {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-observability-'));
  let real: RealPrometheus | undefined;

  before(async () => {
    real = await startPrometheus(
      findPrograms(),
      {
        select: () =>
          fixedSeries().map(({ labels, samples }) => ({
            labels,
            times: Float64Array.from(samples, ([at]) => at),
            values: Float64Array.from(samples, ([, value]) => value),
          })),
      },
      folder,
    );
  });

  after(async () => {
    await real?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const answerTo = async (query: string) => {
    assert.ok(real, 'Prometheus did not start');
    const { status, body } = await ask(real.url, '/api/v1/query', {
      query,
      time: String(FIXED_AT / 1000),
    });
    assert.equal(status, 200, body.error);
    return (body.data as { result: Item[] }).result;
  };

  for (const { id, query, expected } of FIXED_CASES) {
    it(id, async () => {
      const result = await answerTo(query);
      const figures = new Map(
        result.map(({ metric, value }) => [key(metric), Number(value[1])]),
      );
      assert.equal(figures.size, expected.length, JSON.stringify(result));
      for (const [labels, value] of expected) {
        const found = figures.get(key(labels));
        assert.ok(found !== undefined, JSON.stringify(result));
        assert.ok(
          Math.abs(found - value) <= 1e-9 * Math.max(1, Math.abs(value)),
          `${found} instead of ${value}`,
        );
      }
    });
  }
});
