import { faultRows } from './faults.mjs';
import {
  BROWSER_TESTS,
  browserRows,
  browserSandboxRows,
} from './parts/browser.mjs';
import { chartsRows } from './parts/charts.mjs';
import { contractRows, sandboxRows } from './parts/contract.mjs';
import { featureRows } from './parts/feature.mjs';
import { infraRows } from './parts/infra.mjs';
import { needsBrowser, needsGo } from './parts/needs.mjs';
import { stackRows } from './parts/stack.mjs';
import { staticRows } from './parts/static.mjs';
import { unitRows } from './parts/unit.mjs';

/**
 * @typedef {object} Part
 * @property {string} id what `--only` names
 * @property {string} title
 * @property {typeof import('./tracks.mjs').TRACKS[number]} track `compute`: it keeps every core busy; `platform` and `sandbox`: it mostly waits for real controllers or for simulated ones, for curves of load or pages
 * @property {true} [patient] nothing in it is late when others get the cores first
 * @property {true} [app] it needs the built browser app
 * @property {() => string | undefined} [missing] why it cannot run here
 * @property {{suite: string, target: string, choice?: string}} [scenarios] the suite that it runs on a target, as other parts do on others; `choice`: the variable that names some of the part's tests
 * @property {(tools: {node: string, env: NodeJS.ProcessEnv}) => Promise<import('./junit.mjs').Row[]>} run
 */

/**
 * @type {Part[]} the parts of a test run. Those of a track run in this order,
 * the tracks side by side: they take about the same time.
 */
export const PARTS = [
  {
    id: 'static',
    track: 'compute',
    patient: true,
    title: 'Types, lint, format, tree',
    run: staticRows,
  },
  {
    id: 'unit',
    track: 'compute',
    patient: true,
    title: 'Unit, route and database tests',
    run: unitRows,
  },
  {
    id: 'feature',
    track: 'compute',
    patient: true,
    title:
      'The feature of docs/adding-a-feature.md, added to a copy of the tree',
    run: featureRows,
  },
  {
    id: 'faults',
    track: 'sandbox',
    app: true,
    title:
      'Faults: killed processes, lost streams, full disks, floods and bad input against a running portal',
    run: tools => faultRows(tools),
  },
  {
    id: 'contract',
    track: 'platform',
    title:
      'Contract scenarios on the real controllers of Argo Rollouts and Chaos Mesh, of findings on a real API server, in the full lane of KEDA',
    scenarios: { suite: 'contract', target: 'real' },
    missing: needsGo,
    run: contractRows,
  },
  {
    id: 'browser',
    track: 'platform',
    app: true,
    title: 'Browser tests in a real Chromium on the real stack',
    scenarios: { suite: 'browser', target: 'real', choice: BROWSER_TESTS },
    missing: needsBrowser,
    run: browserRows,
  },
  {
    id: 'stack',
    track: 'platform',
    title: 'The real stack itself, its chart, and the Kubernetes client',
    missing: needsGo,
    run: stackRows,
  },
  {
    id: 'charts',
    track: 'platform',
    title:
      'Charts, releases and scripts of infra/; in the full lane helmfile on the real stack',
    missing: needsGo,
    run: chartsRows,
  },
  {
    id: 'infra',
    track: 'compute',
    patient: true,
    title:
      'Terraform: rules and the local cloud; in the full lane OpenTofu, the clouds with simulated providers, checkov',
    missing: needsGo,
    run: infraRows,
  },
  {
    id: 'sandbox',
    track: 'platform',
    title:
      'The sandbox: the same contract scenarios, queries against a real Prometheus, objects against helm, a session with kubectl',
    scenarios: { suite: 'contract', target: 'sandbox' },
    missing: needsGo,
    run: sandboxRows,
  },
  {
    id: 'browser-sandbox',
    track: 'sandbox',
    app: true,
    title: 'The same browser tests on the sandbox',
    scenarios: { suite: 'browser', target: 'sandbox', choice: BROWSER_TESTS },
    missing: needsBrowser,
    run: browserSandboxRows,
  },
];
