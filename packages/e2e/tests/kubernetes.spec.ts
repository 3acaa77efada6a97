import { expect, Page, test } from '@playwright/test';
import { writeFileSync } from 'node:fs';
import { kubectl } from './support/cluster';
import { CLUSTER, PROD, signIn, tokenOf } from './support/portal';

const SERVICE = 'order-service';
const ENTITY_REF = `component:default/${SERVICE}`;
const USERS = ['paula', 'omar', 'olga', 'carla', 'amir', 'nora', 'vera'];
/** In no other object, so that finding it anywhere is finding it out. */
const PLANTED = 'planted-value-of-nobody-else';
const CONFIG_MAP = 'planted-by-the-kubernetes-test';

/** Literal values of environment variables that the pods of the service have, long enough to be nobody else's. */
async function literals(): Promise<string[]> {
  const rollout = JSON.parse(
    await kubectl(
      'get',
      'rollouts.argoproj.io',
      SERVICE,
      '-n',
      PROD,
      '-o=json',
    ),
  ) as {
    spec: {
      template: {
        spec: { containers: Array<{ env?: Array<{ value?: string }> }> };
      };
    };
  };
  return rollout.spec.template.spec.containers
    .flatMap(({ env }) => env ?? [])
    .flatMap(({ value }) => (value && value.length > 12 ? [value] : []));
}

/** With the annotation that repeats the whole object, as `kubectl apply` writes it. */
async function plantConfigMap() {
  const file = test.info().outputPath('config-map.json');
  writeFileSync(
    file,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: CONFIG_MAP,
        namespace: PROD,
        labels: { 'backstage.io/kubernetes-id': SERVICE },
      },
      data: { url: PLANTED },
    }),
  );
  await kubectl('create', '-f', file, '--save-config');
}

const removeConfigMap = () =>
  kubectl('delete', 'configmap', CONFIG_MAP, '-n', PROD, '--ignore-not-found');

test.beforeEach(async () => {
  await removeConfigMap();
  await plantConfigMap();
});
test.afterEach(removeConfigMap);

/** All that the pages of this test were sent by plugin-kubernetes. */
function listenIn(page: Page): Array<Promise<string>> {
  const answers: Array<Promise<string>> = [];
  page.on('response', response => {
    if (response.url().includes('/api/kubernetes/'))
      answers.push(response.text());
  });
  return answers;
}

/** Opens the drawer of one of the service's pods. */
async function openPod(page: Page, user: string) {
  await signIn(page, user, `/catalog/default/component/${SERVICE}/kubernetes`);
  // The cluster of these tests stands first, under the title that its target gives it.
  await page
    .getByRole('button')
    .filter({ hasText: /Cluster\s*\d+ pods/ })
    .first()
    .click();
  // The name of the Rollout is a button of its own; the rest of the line opens what belongs to it.
  await page
    .getByRole('button')
    .filter({
      hasText: new RegExp(`Rollout\\s*namespace: ${PROD}\\s*\\d+ pods`),
    })
    .getByText(/^\d+ pods$/)
    .click();
  await page
    .getByRole('button', {
      name: new RegExp(`^${SERVICE}-[a-z0-9]+-[a-z0-9]+$`),
    })
    .first()
    .click();
}

test('the Kubernetes tab shows objects, and no value in them', async ({
  page,
}) => {
  const answers = listenIn(page);
  const values = await literals();
  expect(values.length).toBeGreaterThan(0);

  await openPod(page, 'vera');
  await page.getByRole('checkbox', { name: 'YAML' }).check();
  const manifest = page.locator('code');
  await expect(manifest).toContainText('name: SPRING_PROFILES_ACTIVE');
  await expect(manifest).toContainText("value: '***'");

  const sent = (await Promise.all(answers)).join('\n');
  expect(sent).toContain('"name":"SPRING_PROFILES_ACTIVE","value":"***"');
  for (const value of [...values, PLANTED]) {
    expect(sent).not.toContain(value);
    expect(await manifest.innerText()).not.toContain(value);
  }
});

test('logs of a pod are refused in words, with the command that works', async ({
  page,
}) => {
  await openPod(page, 'olga');
  await page.getByRole('button', { name: 'get logs' }).click();
  await expect(page.getByText('Logs are not shown here')).toContainText(
    new RegExp(
      `in cluster ${CLUSTER}: kubectl logs ${SERVICE}-\\S+ -c ${SERVICE} -n ${PROD}$`,
    ),
  );
  await expect(page.getByRole('button', { name: /terminal/i })).toHaveCount(0);
  await expect(page.getByRole('button', { name: /delete/i })).toHaveCount(0);
});

test('no answer of plugin-kubernetes holds a value, whoever asks for whatever kind', async ({
  request,
}) => {
  const values = [...(await literals()), PLANTED];
  const kinds = [
    ['argoproj.io', 'v1alpha1', 'rollouts'],
    ['argoproj.io', 'v1alpha1', 'analysisruns'],
    ['apps', 'v1', 'replicasets'],
    ['', 'v1', 'pods'],
    ['', 'v1', 'configmaps'],
    ['', 'v1', 'services'],
  ].map(([group, apiVersion, plural]) => ({ group, apiVersion, plural }));
  for (const user of ['vera', 'olga', 'paula']) {
    const headers = {
      authorization: `Bearer ${await tokenOf(request, user)}`,
    };
    const entity = await (
      await request.get(
        `/api/catalog/entities/by-name/component/default/${SERVICE}`,
        { headers },
      )
    ).json();
    for (const [path, data] of [
      [`/services/${SERVICE}`, { entity, auth: {} }],
      ['/resources/workloads/query', { entityRef: ENTITY_REF, auth: {} }],
      [
        '/resources/custom/query',
        { entityRef: ENTITY_REF, auth: {}, customResources: kinds },
      ],
    ] as const) {
      const response = await request.post(`/api/kubernetes${path}`, {
        headers,
        data,
      });
      expect(response.status()).toBe(200);
      const sent = await response.text();
      expect(sent).toContain('"name":"SPRING_PROFILES_ACTIVE","value":"***"');
      expect(sent).toContain(CONFIG_MAP);
      for (const value of values) expect(sent).not.toContain(value);
    }
  }
});

test('the proxy to the cluster refuses every sample user, and Secrets are not asked for', async ({
  request,
}) => {
  for (const user of USERS) {
    const headers = {
      authorization: `Bearer ${await tokenOf(request, user)}`,
      'backstage-kubernetes-cluster': CLUSTER,
    };
    for (const path of [
      `/api/v1/namespaces/${PROD}/pods`,
      `/api/v1/namespaces/${PROD}/secrets`,
      '/version',
    ]) {
      const response = await request.get(`/api/kubernetes/proxy${path}`, {
        headers,
      });
      expect(response.status()).toBe(403);
      expect(await response.text()).toContain('The Kubernetes proxy is closed');
    }
    const secrets = await request.post(
      '/api/kubernetes/resources/custom/query',
      {
        headers,
        data: {
          entityRef: ENTITY_REF,
          auth: {},
          customResources: [{ group: '', apiVersion: 'v1', plural: 'secrets' }],
        },
      },
    );
    expect(secrets.status()).toBe(400);
  }
});
