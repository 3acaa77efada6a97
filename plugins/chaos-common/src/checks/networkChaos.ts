import { isAbsent, isObject, Json, object, string, strings } from '../read';
import { Check } from './check';
import { checkOneUnit, checkPercentText, checkRate } from './numbers';
import { Report } from './report';
import { checkSelector } from './selector';

/** Members of a NetworkChaos that say how packets are disturbed. */
const PARAMETERS = [
  'delay',
  'loss',
  'duplicate',
  'corrupt',
  'bandwidth',
  'rate',
];

/** Rules of each parameter. @see api/v1alpha1/networkchaos_types.go `TcParameter` */
const PARAMETER_RULES: Readonly<
  Record<string, (value: Json, report: Report) => void>
> = {
  delay(value, report) {
    checkOneUnit(value.latency, 'latency', report);
    if (!isAbsent(value.jitter)) checkOneUnit(value.jitter, 'jitter', report);
    checkCorrelation(value, report);
    if (isObject(value.reorder)) {
      checkPercentText(value.reorder.reorder, 'reorder.reorder', report);
    }
  },
  loss(value, report) {
    checkPercentText(value.loss, 'loss', report);
    checkCorrelation(value, report);
  },
  duplicate(value, report) {
    checkPercentText(value.duplicate, 'duplicate', report);
    checkCorrelation(value, report);
  },
  corrupt(value, report) {
    checkPercentText(value.corrupt, 'corrupt', report);
    checkCorrelation(value, report);
  },
  bandwidth(value, report) {
    checkRate(value.rate, 'rate', report);
    for (const name of ['limit', 'buffer']) {
      const given = value[name];
      if (typeof given !== 'number' || given < 1) {
        report.refuse(
          name,
          'bandwidth.bytes',
          'must be a number of bytes, 1 or more.',
        );
      }
    }
  },
  rate: (value, report) => checkRate(value.rate, 'rate', report),
};

function checkCorrelation(value: Json, report: Report) {
  if (!isAbsent(value.correlation) && value.correlation !== '') {
    checkPercentText(value.correlation, 'correlation', report, { zero: true });
  }
}

/** The webhook does not ask for the parameter of an action: without it nothing is disturbed. */
function checkParameters(spec: Json, action: string, report: Report) {
  const given = PARAMETERS.filter(name => !isAbsent(spec[name]));
  if (action === 'netem') {
    if (!given.some(name => name !== 'bandwidth')) {
      report.trap(
        'action',
        'network.parameter-missing',
        'netem needs at least one of delay, loss, duplicate, corrupt, rate.',
      );
    }
  } else if (action !== 'partition' && !given.includes(action)) {
    report.trap(
      action,
      'network.parameter-missing',
      `is missing: the action ${action} disturbs nothing without it.`,
    );
  }
  for (const name of given) {
    if (action !== 'netem' && name !== action) {
      report.trap(
        name,
        'network.other-parameter',
        `does not belong to the action ${action}. Leave it out, or use the action netem.`,
      );
      continue;
    }
    PARAMETER_RULES[name](object(spec[name]), report.at(name));
  }
}

/**
 * From where to where. `to` disturbs what the selected pods send; `from` what
 * the target sends to them, so the rules are set on the target's pods; `both`
 * on both. A partition skips all checks of the webhook.
 *
 * @see api/v1alpha1/networkchaos_webhook.go `(*NetworkChaosSpec).Validate`
 */
function checkDirection(spec: Json, action: string, report: Report) {
  const direction = string(spec.direction) ?? 'to';
  const external = strings(spec.externalTargets);
  const target = isObject(spec.target) ? spec.target : undefined;
  if (!['to', 'from', 'both'].includes(direction)) {
    report.refuse(
      'direction',
      'direction.unknown',
      'must be one of to, from, both.',
    );
    return;
  }
  if (action !== 'partition' && direction !== 'to') {
    if (external.length > 0) {
      report.refuse(
        'direction',
        'direction.external-targets',
        'must be "to" with externalTargets.',
      );
    }
    if (!target) {
      report.refuse(
        'target',
        'direction.target-missing',
        `is missing: the direction "${direction}" needs a target.`,
      );
    }
  }
  if (!target && external.length === 0 && direction === 'to') {
    report.warn(
      'target',
      'network.all-traffic',
      'is not given: everything that the pods send is disturbed, also DNS and answers to probes.',
    );
  }
  if (action === 'partition' && !target && external.length === 0) {
    report.warn(
      'target',
      'network.cut-off',
      'is not given: the pods are cut off from everything.',
    );
  }
  if (target) checkSelector(target, report.at('target'));
}

/** @see api/v1alpha1/networkchaos_types.go, networkchaos_webhook.go */
export const checkNetworkChaos: Check = ({ spec }, report) => {
  const action = string(spec.action) ?? '';
  checkParameters(spec, action, report);
  checkDirection(spec, action, report);
};
