import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { serviceProfile } from '@slipway/platform-model';
import { parse } from 'yaml';
import { renderRelease } from './chart';
import {
  FIRST_TAG,
  imageRepository,
  RELEASE_VALUES,
  SHARED_VALUES,
} from './releaseValues';

const root = join(__dirname, '../../../..');
const read = (file: string) => parse(readFileSync(join(root, file), 'utf8'));
const values = 'infra/charts/spring-service/values';

describe('the releases', () => {
  it('are those of the chart', () => {
    expect(RELEASE_VALUES.map(({ service }) => service)).toEqual(
      readdirSync(join(root, values)).map(file => basename(file, '.yaml')),
    );
  });

  it.each(RELEASE_VALUES.map(release => [release.service, release] as const))(
    '%s has the values of its file',
    (service, release) => {
      const file = read(`${values}/${service}.yaml`);
      expect({
        image: { repository: imageRepository(service), tag: FIRST_TAG },
        replicas: release.replicas,
        port: release.port,
        ...(release.context ? { context: release.context } : {}),
        ...(release.configServer === false
          ? {
              spring: {
                configServer: '',
                ...(release.eureka === false ? { eureka: '' } : {}),
              },
            }
          : {}),
        strategy: {
          steps: release.steps,
          ...(release.background ? { background: release.background } : {}),
        },
        analysis: { p95LatencyMs: release.p95LatencyMs },
      }).toEqual(file);
      expect(serviceProfile(service)).toMatchObject({
        port: release.port,
        context: release.context,
      });
    },
  );

  it('share the values of the chart and the times of the real stack', () => {
    const chart = read('infra/charts/spring-service/values.yaml');
    const stack = read('tools/real-stack/manifests/chart-values.yaml');
    const { analysis, spring, ...shared } = SHARED_VALUES;
    expect(chart.spring).toMatchObject(spring);
    expect({ ...chart.analysis, ...stack.analysis }).toMatchObject(analysis);
    expect({
      ...chart.strategy,
      ...stack.strategy,
      terminationGracePeriodSeconds: stack.terminationGracePeriodSeconds,
    }).toMatchObject(shared);
  });

  it('are judged by the Prometheus and in the namespace that they are given', () => {
    const objects = renderRelease(RELEASE_VALUES[0], {
      namespace: 'ecommerce-stage',
      profiles: 'stage',
      prometheusUrl: 'http://127.0.0.1:7103',
    });
    const templates = objects.filter(({ kind }) => kind === 'AnalysisTemplate');
    expect(templates).toHaveLength(3);
    for (const template of templates) {
      const text = JSON.stringify(template.spec);
      expect(text).toContain('"address":"http://127.0.0.1:7103"');
      expect(text).toContain('namespace=\\"ecommerce-stage\\"');
    }
    expect(
      objects.every(({ metadata }) => metadata.namespace === 'ecommerce-stage'),
    ).toBe(true);
  });
});
