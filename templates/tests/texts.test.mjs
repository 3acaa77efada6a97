import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { parse } from 'yaml';
import { formDefaults, formErrors, renderText, templateOf } from './render.mjs';

const folder = mkdtempSync(join(tmpdir(), 'slipway-texts-'));
after(() => rmSync(folder, { recursive: true }));
let count = 0;

const steps = {
  entity: { output: { entity: { metadata: { name: 'order-service' } } } },
};

/** The code in a text of a template's output. */
async function codeOf(template, index, parameters) {
  const text = await renderText(
    template.spec.output.text[index].content,
    { parameters, steps },
    join(folder, String((count += 1))),
  );
  return /```\w+\n([\s\S]*?)\n\s*```/.exec(text)[1];
}

describe('the template loadtest-suite', () => {
  const template = templateOf('loadtest-suite');
  const parameters = formDefaults(template, {
    service: 'component:default/order-service',
    paths: ['/order-service/api/orders', '/order-service/api/carts'],
  });

  it('takes its defaults, and refuses paths that are none', () => {
    assert.deepEqual(formErrors(template, parameters), []);
    for (const path of ['api', '/a b', '/"', '/{{ 1 }}', 'http://x/', '/\n']) {
      assert.notDeepEqual(
        formErrors(template, { ...parameters, paths: [path] }),
        [],
        path,
      );
    }
  });

  it('gives a suite', async () => {
    const suite = parse(await codeOf(template, 0, parameters));
    assert.equal(suite.name, 'order-service');
    assert.equal(suite.targets[0].url, 'http://order-service.ecommerce:8080');
    assert.equal(suite.profiles.spike.peak, 60);
    assert.ok(suite.thresholds.some(({ stopOnBreach }) => stopOnBreach));
  });

  it('gives a locustfile with a task for each path', async () => {
    const python = await codeOf(template, 1, parameters);
    for (const path of parameters.paths) {
      assert.ok(python.includes(`self.client.get("${path}")`), path);
    }
    assert.equal(python.match(/@task/g).length, 2);
  });
});

describe('the template chaos-experiment', () => {
  const template = templateOf('chaos-experiment');
  const parameters = formDefaults(template, {
    service: 'component:default/order-service',
    delayMs: 200,
    lossPercent: 20,
  });

  it('takes its defaults, and refuses a fault without an end', () => {
    assert.deepEqual(formErrors(template, parameters), []);
    for (const wrong of [
      { durationSeconds: 0 },
      { durationSeconds: 86400 },
      { percent: 0 },
      { fault: 'kernel-panic' },
      { hypothesis: 'ok' },
      { hypothesis: '${{ secrets.x }} is not shown' },
      { namespace: 'a b' },
    ]) {
      assert.notDeepEqual(
        formErrors(template, { ...parameters, ...wrong }),
        [],
        JSON.stringify(wrong),
      );
    }
  });

  for (const [fault, kind, members] of [
    ['pod-failure', 'PodChaos', { action: 'pod-failure', duration: '120s' }],
    ['pod-kill', 'PodChaos', { action: 'pod-kill', duration: undefined }],
    [
      'network-delay',
      'NetworkChaos',
      { action: 'delay', duration: '120s', delay: { latency: '200ms' } },
    ],
    [
      'network-loss',
      'NetworkChaos',
      { action: 'loss', duration: '120s', loss: { loss: '20' } },
    ],
    ['cpu-stress', 'StressChaos', { duration: '120s' }],
    ['memory-stress', 'StressChaos', { duration: '120s' }],
  ]) {
    it(`gives ${kind} for ${fault}, for the pods of the service alone`, async () => {
      const object = parse(await codeOf(template, 0, { ...parameters, fault }));
      assert.equal(object.kind, kind);
      assert.deepEqual(object.spec.selector, {
        namespaces: ['ecommerce'],
        labelSelectors: { 'backstage.io/kubernetes-id': 'order-service' },
      });
      for (const [member, value] of Object.entries(members)) {
        assert.deepEqual(object.spec[member], value, member);
      }
    });
  }
});
