import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  existsSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parse } from 'yaml';
import {
  ROOT,
  formDefaults,
  formErrors,
  renderFolder,
  stepValues,
  templateOf,
} from './render.mjs';
import { render, the } from '../../infra/tests/helm.mjs';

const template = templateOf('spring-service');
const parameters = formDefaults(template, {
  name: 'invoice-service',
  description: 'Writes invoices: one for each order.',
  owner: 'group:default/team-orders',
  system: 'system:default/ecommerce',
});
const full = process.env.SLIPWAY_LANE === 'full';

describe('the template spring-service', () => {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-spring-'));
  const repository = join(folder, 'repository');
  const read = file => readFileSync(join(repository, file), 'utf8');
  const files = () =>
    readdirSync(repository, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry =>
        join(entry.parentPath, entry.name).slice(repository.length + 1),
      );

  before(async () => {
    const values = await stepValues(
      template,
      'files',
      parameters,
      join(folder, 'values'),
    );
    await renderFolder(
      join(ROOT, 'templates/spring-service/skeleton'),
      values,
      repository,
    );
  });
  after(() => rmSync(folder, { recursive: true }));

  it('takes its own defaults', () => {
    assert.deepEqual(formErrors(template, parameters), []);
  });

  for (const [field, ...hostile] of [
    [
      'name',
      '',
      'a',
      'Upper',
      '../etc',
      'a b',
      '$(id)',
      '{{ 7 * 7 }}',
      '${{ 7 * 7 }}',
      'a'.repeat(41),
      '-var=x',
    ],
    [
      'description',
      'short"quote',
      'line\nbreak',
      '${{ secrets }}',
      '<script>alert(1)</script>',
      '{% raw %}',
      'a'.repeat(201),
    ],
    ['groupId', 'com..example', 'com/example', 'Com', '../x', 'com.1a'],
    ['imageRegistry', 'a b', 'https://$(id)', 'x;y', ''],
    ['namespace', 'a/b', 'A', '$(id)'],
    ['port', 80, 70000, '8080; id'],
    ['successRate', 95],
  ]) {
    it(`refuses what is no ${field}`, () => {
      for (const value of hostile) {
        assert.notDeepEqual(
          formErrors(template, { ...parameters, [field]: value }),
          [],
          JSON.stringify(value),
        );
      }
    });
  }

  it('renders every file, and leaves no expression of the template', () => {
    const names = files();
    for (const name of [
      'pom.xml',
      'Dockerfile',
      'Jenkinsfile',
      '.github/workflows/build.yaml',
      'src/main/java/com/example/invoiceservice/Application.java',
      'src/test/java/com/example/invoiceservice/ApplicationIT.java',
      'load-test/locustfile.py',
      'docs/index.md',
      'mkdocs.yml',
    ]) {
      assert.ok(names.includes(name), name);
    }
    for (const name of names) {
      assert.doesNotMatch(read(name), /\{\{ values|\{%/, name);
    }
  });

  it('describes a Component that is bound to its Rollout', () => {
    const entity = parse(read('catalog-info.yaml'));
    assert.equal(entity.metadata.name, 'invoice-service');
    assert.equal(entity.metadata.description, parameters.description);
    assert.equal(entity.spec.owner, 'group:default/team-orders');
    assert.equal(entity.spec.system, 'system:default/ecommerce');
    assert.equal(
      entity.metadata.annotations['backstage.io/kubernetes-id'],
      'invoice-service',
    );
  });

  it('is released by the chart, whose analysis judges it', () => {
    const objects = render(
      'spring-service',
      parse(read('deploy/values.yaml')),
      {
        release: 'invoice-service',
        namespace: 'ecommerce',
      },
    );
    const rollout = the(objects, 'Rollout');
    assert.equal(
      rollout.metadata.annotations['slipway.io/entity-ref'],
      'component:default/invoice-service',
    );
    const [container] = rollout.spec.template.spec.containers;
    assert.equal(
      container.image,
      'registry.example.com/services/invoice-service:0.1.0',
    );
    assert.equal(
      container.readinessProbe.httpGet.path,
      '/invoice-service/actuator/health',
    );
    assert.ok(
      rollout.spec.strategy.canary.steps.some(({ analysis }) => analysis),
    );
  });

  it('pins every action by a full commit', () => {
    const workflow = parse(read('.github/workflows/build.yaml'));
    const uses = Object.values(workflow.jobs)
      .flatMap(({ steps }) => steps)
      .flatMap(step => (step.uses ? [step.uses] : []));
    assert.ok(uses.length >= 3);
    for (const one of uses) assert.match(one, /@[0-9a-f]{40}$/);
    assert.deepEqual(workflow.permissions, { contents: 'read' });
  });

  it('scans with Trivy and SonarQube in both pipelines', () => {
    for (const name of ['.github/workflows/build.yaml', 'Jenkinsfile']) {
      assert.match(read(name), /sonar-maven-plugin:\d+\.\d+\.\d+/, name);
      assert.match(read(name), /trivy/, name);
    }
  });

  it('has a load test of its own address', () => {
    const suite = parse(read('load-test/loadtest.yaml'));
    assert.equal(suite.targets[0].url, 'http://invoice-service.ecommerce:8080');
    assert.match(read('load-test/locustfile.py'), /network_timeout/);
  });

  it('names pages of its documentation that are there', () => {
    for (const page of parse(read('mkdocs.yml')).nav) {
      const [path] = Object.values(page);
      assert.ok(existsSync(join(repository, 'docs', path)), path);
    }
  });

  if (full) {
    it(
      'passes its own tests with the real Maven',
      { timeout: 1_800_000 },
      () => {
        const output = execFileSync(
          'mvn',
          ['--batch-mode', '--no-transfer-progress', 'verify'],
          { cwd: repository, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
        );
        assert.match(output, /BUILD SUCCESS/);
        const ran = [
          ...output.matchAll(
            /Tests run: (\d+), Failures: 0, Errors: 0, Skipped: 0/g,
          ),
        ];
        assert.ok(ran.length >= 2, 'unit tests and tests of the whole service');
        assert.ok(existsSync(join(repository, 'target/app.jar')));
      },
    );
  }
});
