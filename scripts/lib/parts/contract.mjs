import { join } from 'node:path';
import { freePorts } from '../portal.mjs';
import { laneOf } from '../lane.mjs';
import { withSandbox } from '../sandbox.mjs';
import { nodeTestRows } from '../suite.mjs';
import {
  addToRealStack,
  buildRealStack,
  clientsFolder,
  eurekaProgram,
  locustProgram,
  openSearchProgram,
  withRealStack,
} from './real-stack.mjs';

const STATES = /^(.*invariants hold) in (\d+) states$/;

/**
 * A row of a contract scenario. How many states there were is a count, and no
 * part of the name by which targets are compared.
 *
 * @param {import('../junit.mjs').Found} found
 */
export function aboutScenario({ path }) {
  const id = path.slice(1).join(' › ');
  const [, name, states] = STATES.exec(id) ?? [];
  return {
    suite: 'contract',
    id: name ?? id,
    ...(states ? { invariantStates: Number(states) } : {}),
  };
}

const scenarioRows = (tools, target, env) =>
  nodeTestRows(tools, 'Scenarios', {
    name: `contract-${target}`,
    target,
    files: ['packages/e2e/contract/rollouts.contract.test.ts'],
    about: aboutScenario,
    env: { ...env, SLIPWAY_CONTRACT_TARGET: target },
  });

/**
 * A row of a scenario about faults: those that run on both targets are compared.
 *
 * @param {import('../junit.mjs').Found} found
 */
export function aboutFaultScenario({ path: [suite, ...rest] }) {
  const id = rest.join(' › ');
  return suite === 'chaos' ? { suite: 'contract', id } : { id };
}

const faultScenarioRows = (tools, target, env) =>
  nodeTestRows(tools, 'Scenarios of faults', {
    name: `contract-chaos-${target}`,
    target,
    files: ['packages/e2e/contract/chaos.contract.test.ts'],
    about: aboutFaultScenario,
    env: { ...env, SLIPWAY_CONTRACT_TARGET: target },
  });

/**
 * A row of a scenario about scaling. Both targets run them in the full lane
 * only; what ran on the sandbox alone is not compared.
 *
 * @param {import('../lane.mjs').Lane} lane
 * @returns {(found: import('../junit.mjs').Found) => {id: string, suite?: string}}
 */
export const aboutScalingScenario =
  lane =>
  ({ path: [suite, ...rest] }) => {
    const id = rest.join(' › ');
    return suite === 'keda' && lane === 'full'
      ? { suite: 'contract', id }
      : { id };
  };

const scalingScenarioRows = (tools, target, env) =>
  nodeTestRows(tools, 'Scenarios of scaling', {
    name: `contract-keda-${target}`,
    target,
    files: ['packages/e2e/contract/keda.contract.test.ts'],
    about: aboutScalingScenario(laneOf()),
    env: { ...env, SLIPWAY_CONTRACT_TARGET: target },
  });

/**
 * A row of a scenario about findings: those that run on both targets are compared.
 *
 * @param {import('../junit.mjs').Found} found
 */
export function aboutFindingsScenario({ path: [suite, ...rest] }) {
  const id = rest.join(' › ');
  return suite === 'findings' ? { suite: 'contract', id } : { id };
}

const findingsScenarioRows = (tools, target, env) =>
  nodeTestRows(tools, 'Scenarios of findings', {
    name: `contract-findings-${target}`,
    target,
    files: ['packages/e2e/contract/findings.contract.test.ts'],
    about: aboutFindingsScenario,
    env: { ...env, SLIPWAY_CONTRACT_TARGET: target },
  });

/** The local runner of load tests with real Locust. */
const locustRows = async tools =>
  nodeTestRows(tools, 'Load tests with real Locust', {
    name: 'contract-locust',
    target: 'real',
    files: ['packages/e2e/contract/locust.contract.test.ts'],
    about: aboutLocust,
    env: { SLIPWAY_LOCUST: await locustProgram(tools) },
  });

/**
 * A row about real Locust; there is no other target that could be compared.
 *
 * @param {import('../junit.mjs').Found} found
 */
export function aboutLocust({ path }) {
  return { id: path.join(' › ') };
}

/** The scenarios of scaling by the real operator, whose first build takes long: in the full lane only. */
async function operatorRows(tools, env) {
  if (laneOf() !== 'full') return [];
  await addToRealStack(tools, 'contract', 'keda-operator');
  return scalingScenarioRows(tools, 'real', env);
}

/** The contract scenarios on the real controllers; the kinds of Trivy Operator, Chaos Mesh and KEDA join when the rollouts are done. */
const platformRows = tools =>
  withRealStack(tools, 'contract', ['--services', 'none'], async instance => {
    const env = { SLIPWAY_CONTRACT_INSTANCE: instance };
    const rollouts = await scenarioRows(tools, 'real', env);
    await addToRealStack(tools, 'contract', 'trivy');
    const findings = await findingsScenarioRows(tools, 'real', env);
    await addToRealStack(tools, 'contract', 'chaos-mesh');
    return [
      ...rollouts,
      ...findings,
      ...(await faultScenarioRows(tools, 'real', env)),
      ...(await operatorRows(tools, env)),
    ];
  });

/** The scenarios on what is real: Locust, then the controllers. */
export const contractRows = async tools => [
  ...(await locustRows(tools)),
  ...(await platformRows(tools)),
];

/** The sandbox held against helm, kubectl and Prometheus, and the same scenarios on it. */
export async function sandboxRows(tools) {
  await buildRealStack(tools);
  const clients = await clientsFolder(tools);
  const locust = await locustProgram(tools);
  // Their first build fetches ninety megabytes: the full lane only.
  const full = laneOf() === 'full';
  const eureka = full ? await eurekaProgram(tools) : undefined;
  const openSearch = full ? await openSearchProgram(tools) : undefined;
  const verify = (title, script, target) =>
    nodeTestRows(tools, title, {
      name: `sandbox-${script}`,
      target,
      files: [`packages/sandbox/verify/${script}.test.ts`],
      env: {
        SLIPWAY_CLIENTS: clients,
        SLIPWAY_LOCUST: locust,
        ...(full
          ? { SLIPWAY_EUREKA: eureka, SLIPWAY_OPENSEARCH: openSearch }
          : {}),
      },
    });
  return [
    ...(await verify('Objects as helm renders them', 'chart', 'helm')),
    ...(await verify('A session with kubectl', 'session', 'sandbox')),
    ...(await verify('Queries against a real Prometheus', 'promql', 'sandbox')),
    ...(await verify(
      'Queries of observability on a real Prometheus',
      'observability',
      'sandbox',
    )),
    ...(await verify('Services under a real Locust', 'services', 'sandbox')),
    ...(await verify(
      full ? 'Registrations beside a real Eureka' : 'Registrations',
      'eureka',
      'sandbox',
    )),
    ...(await verify(
      full ? 'Log lines beside a real OpenSearch' : 'Log lines',
      'logs',
      'sandbox',
    )),
    ...(await withSandbox(
      tools,
      ['--demo', 'off', '--port-base', String(await freePorts(8))],
      async sandbox => {
        const env = {
          SLIPWAY_KUBECONFIG: sandbox.kubeconfig,
          SLIPWAY_ARGO_CLI: join(clients, 'kubectl-argo-rollouts'),
          SLIPWAY_PROMETHEUS: sandbox.clusters[0].prometheus,
        };
        return [
          ...(await scenarioRows(tools, 'sandbox', env)),
          ...(await findingsScenarioRows(tools, 'sandbox', env)),
          ...(await faultScenarioRows(tools, 'sandbox', env)),
          ...(await scalingScenarioRows(tools, 'sandbox', env)),
        ];
      },
    )),
  ];
}
