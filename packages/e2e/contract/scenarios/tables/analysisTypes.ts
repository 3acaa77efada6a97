import { at } from '../../lib/json';
import { LABELS } from '../../lib/manifests';
import {
  PROMETHEUS,
  Row,
  argo,
  env,
  invalid,
  metric,
  stored,
  typed,
} from './manifests';

/** AnalysisTemplates, AnalysisRuns and Experiments, held against the schemas of their CRDs. */
export const ANALYSES: Row[] = [
  [
    'a metric without name',
    'analysistemplates',
    argo('AnalysisTemplate', { metrics: [{ provider: PROMETHEUS }] }),
    invalid('spec.metrics[0].name: Required value'),
  ],
  [
    'a metric without provider',
    'analysistemplates',
    metric({}),
    invalid('spec.metrics[0].provider: Required value'),
  ],
  [
    'an interval without unit',
    'analysistemplates',
    metric({ interval: 5, provider: PROMETHEUS }),
    invalid(typed('spec.metrics[0].interval', 'string', 'integer')),
  ],
  [
    'a count that is true',
    'analysistemplates',
    metric({ count: true, provider: PROMETHEUS }),
    invalid(
      typed('spec.metrics[0].count', 'integer,string', 'boolean'),
      '<nil>: Invalid value: "": "spec.metrics[0].count" must validate at least one schema (anyOf)',
      typed('spec.metrics[0].count', 'integer', 'boolean'),
    ),
  ],
  [
    'a condition and a query of other types',
    'analysistemplates',
    metric({ successCondition: true, provider: { prometheus: { query: 5 } } }),
    invalid(
      typed('spec.metrics[0].successCondition', 'string', 'boolean'),
      typed('spec.metrics[0].provider.prometheus.query', 'string', 'integer'),
    ),
  ],
  [
    'a template without spec',
    'analysistemplates',
    argo('AnalysisTemplate', undefined),
    invalid('spec: Required value'),
  ],
  [
    'an argument that is a number',
    'analysistemplates',
    argo('AnalysisTemplate', { args: [{ value: 1 }], metrics: [] }),
    invalid(
      typed('spec.args[0].value', 'string', 'integer'),
      'spec.args[0].name: Required value',
    ),
  ],
  [
    'a variable of a Job that is a number',
    'analysistemplates',
    metric({
      provider: {
        job: {
          spec: {
            template: {
              spec: {
                containers: [
                  { name: 'a', image: 'b', env: [{ name: 'C', value: 2 }] },
                ],
              },
            },
          },
        },
      },
    }),
    invalid(
      typed(
        'spec.metrics[0].provider.job.spec.template.spec.containers[0].env[0].value',
        'string',
        'integer',
      ),
    ),
  ],
  [
    'counts that are words, a plugin, and what is not known',
    'analysistemplates',
    metric({
      count: '3',
      limit: 1,
      provider: { plugin: { 'a/b': { c: [1] } } },
    }),
    stored({
      spec: at(
        metric({ count: '3', provider: { plugin: { 'a/b': { c: [1] } } } }),
        'spec',
      ),
    }),
  ],
  [
    'an aggregator that Datadog does not have',
    'analysistemplates',
    metric({ provider: { datadog: { query: 'a', aggregator: 'median' } } }),
    invalid(
      'spec.metrics[0].provider.datadog.aggregator: Unsupported value: "median": supported values: "avg", "min", "max", "sum", "last", "percentile", "mean", "l2norm", "area"',
    ),
  ],
  [
    'a run that is ended by a word',
    'analysisruns',
    argo('AnalysisRun', {
      metrics: [],
      terminate: 'yes',
      args: [{ name: 'a', valueFrom: { secretKeyRef: { name: 'a' } } }],
    }),
    invalid(
      typed('spec.terminate', 'boolean', 'string'),
      'spec.args[0].valueFrom.secretKeyRef.key: Required value',
    ),
  ],
  [
    'an experiment of wrong types',
    'experiments',
    argo('Experiment', {
      duration: 5,
      analyses: [{ name: 'a' }],
      templates: [
        {
          name: 'a',
          replicas: '1',
          selector: { matchLabels: LABELS },
          template: env(1),
        },
      ],
    }),
    invalid(
      typed('spec.duration', 'string', 'integer'),
      'spec.analyses[0].templateName: Required value',
      typed('spec.templates[0].replicas', 'integer', 'string'),
      typed(
        'spec.templates[0].template.spec.containers[0].env[0].value',
        'string',
        'integer',
      ),
    ),
  ],
];
