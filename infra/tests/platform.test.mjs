import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { ROOT, refusal, render, the } from './helm.mjs';
import { PLATFORM, RELEASES, platformValues } from './platform-values.mjs';

const KMS = {
  gcp: {
    project: 'acme',
    region: 'europe-west1',
    keyRing: 'r',
    cryptoKey: 'k',
  },
  aws: { region: 'eu-west-1', keyId: 'arn:aws:kms:eu-west-1:1:key/a' },
  azure: { tenantId: 't', vaultName: 'v', keyName: 'k' },
};
const helmfile = readFileSync(join(PLATFORM, 'helmfile.yaml.gotmpl'), 'utf8');

/** The rows of the table of releases, as it stands in the helmfile. */
const rows = [
  ...helmfile.matchAll(
    /\(dict "name" "([^"]+)" "namespace" "([^"]+)" "chart" "([^"]+)" "version" "([^"]+)" "needs" \(list ([^)]*)\)\)/g,
  ),
].map(([, name, namespace, chart, version, needs]) => ({
  name,
  namespace,
  chart,
  version,
  needs: [...needs.matchAll(/"([^"]+)"/g)].map(([, need]) => need),
}));

describe('releases of the platform', () => {
  it('have values each, and no values are left over', () => {
    assert.deepEqual(
      [...RELEASES].sort(),
      ['platform', ...rows.map(({ name }) => name)].sort(),
    );
  });

  it('are the versions of versions.yaml', () => {
    const pinned = parse(readFileSync(join(ROOT, 'versions.yaml'), 'utf8'))
      .filter(
        row => row.pinnedIn === 'infra/helmfile/platform/helmfile.yaml.gotmpl',
      )
      .map(({ from, version }) => [from.replace('Helm chart ', ''), version]);
    assert.deepEqual(
      Object.fromEntries(pinned),
      Object.fromEntries(rows.map(({ chart, version }) => [chart, version])),
    );
  });

  it('need only what is there, and nothing that needs them', () => {
    const done = new Set(['kube-system/platform']);
    // The rows are in an order in which they can be installed.
    for (const { name, namespace, needs } of rows) {
      for (const need of needs) assert.ok(done.has(need), `${name}: ${need}`);
      done.add(`${namespace}/${name}`);
    }
  });

  it('are installed into namespaces that the first one makes', () => {
    const made = render('platform', { environment: 'dev' })
      .filter(({ kind }) => kind === 'Namespace')
      .map(({ metadata }) => metadata.name);
    for (const { name, namespace } of rows) {
      assert.ok(made.includes(namespace), `${name}: ${namespace}`);
    }
  });

  it('come from repositories that are named', () => {
    for (const { chart } of rows) {
      assert.ok(
        helmfile.includes(`{ name: ${chart.split('/')[0]}, url: 'https://`),
        chart,
      );
    }
  });
});

describe('values of the platform that matter', () => {
  for (const environment of ['dev', 'stage', 'prod']) {
    const values = platformValues(environment, {
      kms: KMS,
      clusterName: 'gke-prod',
      linkerd: { trustAnchors: 'PEM', proxyCpu: '50m' },
    });

    it(`${environment}: Prometheus reads the monitors of all charts`, () => {
      const { prometheusSpec } = values['kube-prometheus-stack'].prometheus;
      for (const kind of ['serviceMonitor', 'podMonitor', 'rule']) {
        assert.equal(prometheusSpec[`${kind}SelectorNilUsesHelmValues`], false);
      }
    });

    it(`${environment}: Linkerd takes our trust anchors, no CRDs of the Gateway API, and its pods are scraped`, () => {
      assert.equal(values['linkerd-crds'].installGatewayAPI, false);
      const plane = values['linkerd-control-plane'];
      assert.match(plane.identityTrustAnchorsPEM, /PEM/);
      assert.equal(plane.podMonitor.enabled, true);
      assert.equal(values['linkerd-viz'].prometheus.enabled, false);
      assert.match(values['linkerd-viz'].prometheusUrl, /\.monitoring:9090$/);
    });

    it(`${environment}: Argo Rollouts has the plugin of the Gateway API`, () => {
      const [plugin] = values['argo-rollouts'].controller.trafficRouterPlugins;
      assert.equal(plugin.name, 'argoproj-labs/gatewayAPI');
      assert.match(plugin.location, /\/v0\.15\.0\//);
    });

    it(`${environment}: Chaos Mesh uses containerd, where namespaces say so`, () => {
      const chaos = values['chaos-mesh'];
      assert.equal(chaos.chaosDaemon.runtime, 'containerd');
      assert.equal(
        chaos.chaosDaemon.socketPath,
        '/run/containerd/containerd.sock',
      );
      assert.equal(chaos.controllerManager.enableFilterNamespace, true);
    });

    it(`${environment}: Trivy leaves out what nobody can fix, and is measured`, () => {
      const trivy = values['trivy-operator'];
      assert.equal(trivy.trivy.ignoreUnfixed, true);
      assert.match(trivy.trivy.severity, /HIGH,CRITICAL$/);
      assert.ok(trivy.operator.scanJobsConcurrentLimit > 0);
      assert.equal(trivy.serviceMonitor.enabled, true);
    });

    it(`${environment}: logs pass from Filebeat through Logstash to Elasticsearch`, () => {
      const stack = values['eck-stack'];
      for (const part of ['elasticsearch', 'kibana', 'beats', 'logstash']) {
        assert.equal(stack[`eck-${part}`].enabled, true, part);
      }
      const beats = stack['eck-beats'];
      assert.equal(beats.type, 'filebeat');
      const [host] = beats.config['output.logstash'].hosts;
      assert.match(host, /^logstash-ls-beats\.logging:5044$/);
      const [pipeline] = stack['eck-logstash'].pipelines;
      assert.match(pipeline['config.string'], /beats \{ port => 5044 \}/);
      assert.equal(stack['eck-logstash'].services[0].name, 'beats');
    });

    it(`${environment}: SonarQube and Jenkins have no password in their values`, () => {
      const sonarqube = values.sonarqube;
      assert.equal(sonarqube.community.enabled, true);
      assert.equal(
        sonarqube.monitoringPasscodeSecretName,
        'sonarqube-monitoring',
      );
      assert.equal(sonarqube.jdbcOverwrite.enabled, true);
      assert.equal(
        sonarqube.jdbcOverwrite.jdbcSecretName,
        'sonarqube-database',
      );
      assert.equal(sonarqube.postgresql.enabled, false);
      const { controller } = values.jenkins;
      assert.equal(controller.admin.existingSecret, 'jenkins-admin');
      assert.equal(controller.prometheus.enabled, true);
      assert.ok(parse(controller.JCasC.configScripts.sonarqube).unclassified);
      assert.ok(parse(controller.JCasC.configScripts.security).jenkins);
    });

    it(`${environment}: KEDA scales the workers of Locust within its limits`, () => {
      const { worker } = values.locust;
      assert.equal(worker.keda.enabled, true);
      assert.equal(worker.keda.triggers[0].type, 'metrics-api');
      assert.ok(worker.hpa.minReplicas < worker.hpa.maxReplicas);
      assert.equal(worker.hpa.enabled, false);
    });

    it(`${environment}: no value looks like a secret`, () => {
      const found = [];
      const look = (value, path) => {
        if (value && typeof value === 'object') {
          for (const [key, one] of Object.entries(value)) {
            look(one, [...path, key]);
          }
        } else if (
          /password|token|secret|passcode/i.test(path.at(-1)) &&
          !/(secret|name|key|ref|existing)/i.test(path.at(-1)) &&
          typeof value === 'string'
        ) {
          found.push(path.join('.'));
        }
      };
      look(values, []);
      assert.deepEqual(found, []);
    });
  }

  it('production has more than one of what may not be away', () => {
    const prod = platformValues('prod', { kms: KMS });
    assert.ok(prod['argo-rollouts'].controller.replicas > 1);
    assert.ok(prod['linkerd-control-plane'].controllerReplicas > 1);
    assert.ok(
      prod['kube-prometheus-stack'].prometheus.prometheusSpec.replicas > 1,
    );
    assert.ok(prod.vault.server.ha.replicas >= 3);
  });

  for (const [cloud, seal, members] of [
    ['gcp', 'gcpckms', ['project', 'region', 'key_ring', 'crypto_key']],
    ['aws', 'awskms', ['region', 'kms_key_id']],
    ['azure', 'azurekeyvault', ['tenant_id', 'vault_name', 'key_name']],
  ]) {
    it(`Vault is highly available on raft and unsealed by ${seal} on ${cloud}`, () => {
      const { vault } = platformValues('prod', { cloud, kms: KMS });
      assert.equal(vault.server.standalone.enabled, false);
      const { ha } = vault.server;
      assert.equal(ha.enabled, true);
      assert.equal(ha.raft.enabled, true);
      assert.equal(ha.raft.setNodeId, true);
      const [, body] = new RegExp(`seal "${seal}" \\{([^}]*)\\}`).exec(
        ha.raft.config,
      );
      assert.deepEqual(
        [...body.matchAll(/^\s*(\w+)\s*= "[^"]+"$/gm)].map(([, name]) => name),
        members,
      );
      assert.equal(ha.raft.config.match(/^seal /gm).length, 1);
      assert.equal(ha.raft.config.match(/retry_join/g).length, 3);
    });
  }

  it('another cloud is refused', () => {
    assert.throws(
      () => platformValues('dev', { cloud: 'local', kms: { local: {} } }),
      /cloud must be gcp, aws or azure/,
    );
  });
});

describe('the chart of the platform', () => {
  const objects = render('platform', { environment: 'prod' });

  it('gives each namespace a policy for both directions', () => {
    const names = kind =>
      objects
        .filter(one => one.kind === kind)
        .map(({ metadata }) => metadata.namespace ?? metadata.name)
        .sort();
    assert.deepEqual(names('NetworkPolicy'), names('Namespace'));
    for (const { kind, metadata, spec } of objects) {
      if (kind !== 'NetworkPolicy') continue;
      assert.deepEqual(spec.policyTypes, ['Ingress', 'Egress']);
      for (const { to } of spec.egress) assert.ok(to.length > 0);
      for (const { from, ports } of spec.ingress) {
        // Webhooks are called from no pod: then by their ports alone.
        assert.ok(from || ports.length > 0, metadata.namespace);
      }
    }
  });

  it('lets nothing but Vault reach cloud metadata', () => {
    const reaching = objects
      .filter(({ kind }) => kind === 'NetworkPolicy')
      .filter(({ spec }) =>
        spec.egress.some(({ to }) =>
          to.some(
            ({ ipBlock }) =>
              ipBlock && !(ipBlock.except ?? []).includes('169.254.0.0/16'),
          ),
        ),
      )
      .map(({ metadata }) => metadata.namespace);
    assert.deepEqual(reaching, ['vault']);
  });

  it('lets the runner of environments give the owner’s ClusterRole and no other', () => {
    const { rules } = the(objects, 'ClusterRole', 'slipway:environment-runner');
    const strong = rules.filter(({ verbs }) =>
      verbs.some(verb =>
        ['bind', 'escalate', 'impersonate', '*'].includes(verb),
      ),
    );
    assert.deepEqual(strong, [
      {
        apiGroups: ['rbac.authorization.k8s.io'],
        resources: ['clusterroles'],
        resourceNames: ['slipway:environment-operator'],
        verbs: ['bind'],
      },
    ]);
  });

  it('has the rules of the chart of an environment for owners', () => {
    const environment = render('environment', {
      name: 'a',
      namespace: 'env-a',
      owner: 'group:default/a',
    });
    assert.deepEqual(
      the(objects, 'ClusterRole', 'slipway:environment-operator').rules,
      the(environment, 'Role').rules,
    );
  });

  it('labels namespaces with their tier and keeps them', () => {
    const namespace = the(objects, 'Namespace', 'slipway');
    assert.equal(namespace.metadata.labels['slipway.io/environment'], 'prod');
    assert.equal(
      namespace.metadata.annotations['helm.sh/resource-policy'],
      'keep',
    );
  });

  it('refuses a port that is none', () => {
    assert.match(
      refusal('platform', {
        environment: 'dev',
        namespaces: { vault: { webhooks: [99999] } },
      }),
      /don't meet the specifications/,
    );
  });
});
