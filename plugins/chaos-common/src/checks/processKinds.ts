import { parseGoDuration } from '../duration';
import {
  isAbsent,
  isObject,
  Json,
  number,
  object,
  string,
  strings,
} from '../read';
import { Check } from './check';
import { checkPercentText, checkPositiveDuration } from './numbers';
import { Report } from './report';

/** `256MB`, `1GiB`, `50%`. @see api/v1alpha1/stresschaos_webhook.go `(*Bytes).Validate` */
const SIZE = /^(\d+(\.\d+)?\s?([kKmMgGtTpP]?i?[bB]?)|(100|\d{1,2})%)$/;

function checkWorkers(stressor: Json, report: Report) {
  const workers = number(stressor.workers);
  if (workers === undefined || workers < 0 || workers > 8192) {
    report.refuse('workers', 'stress.workers', 'must be from 1 to 8192.');
  } else if (workers === 0) {
    // Stressors.Normalize skips it; nobody calls Stressor.Validate.
    report.trap(
      'workers',
      'stress.no-workers',
      'is 0: Chaos Mesh accepts it and loads nothing.',
    );
  }
}

/** @see api/v1alpha1/stresschaos_types.go, stresschaos_webhook.go */
export const checkStressChaos: Check = ({ spec }, report) => {
  const stressors = isObject(spec.stressors) ? spec.stressors : undefined;
  const { stressngStressors } = spec;
  if (string(stressngStressors)) {
    if (stressors) {
      report.trap(
        'stressngStressors',
        'stress.two-ways',
        'takes the place of stressors, which are then ignored. Give one of both.',
      );
    }
    return;
  }
  if (!stressors || (!isObject(stressors.cpu) && !isObject(stressors.memory))) {
    report.refuse(
      'stressors',
      'stress.missing',
      'must have cpu, memory, or both.',
    );
    return;
  }
  if (isObject(stressors.cpu)) {
    const at = report.at('stressors.cpu');
    checkWorkers(stressors.cpu, at);
    const load = stressors.cpu.load;
    if (!isAbsent(load) && !isShare(load)) {
      at.refuse('load', 'percent.range', 'must be from 0 to 100.');
    } else if (load === 0) {
      at.trap('load', 'percent.zero', 'is 0: the CPU would not be loaded.');
    }
  }
  if (isObject(stressors.memory)) {
    const at = report.at('stressors.memory');
    checkWorkers(stressors.memory, at);
    const size = string(stressors.memory.size) ?? '';
    if (size === '') {
      at.warn(
        'size',
        'stress.all-memory',
        'is not given: each worker takes all memory that is available, and the container is likely to be killed.',
      );
    } else if (!SIZE.test(size)) {
      at.refuse(
        'size',
        'stress.size',
        'must be a size, as 256MB, or a share, as 50%.',
      );
    }
  }
};

function isShare(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 100;
}

/** @see api/v1alpha1/timechaos_webhook.go; its duration is not validated by the webhook */
export const checkTimeChaos: Check = ({ spec }, report) => {
  const text = string(spec.timeOffset) ?? '';
  const offset = parseGoDuration(text);
  if (offset === undefined) {
    report.refuse(
      'timeOffset',
      'time.offset',
      `must be a duration with its sign, as -10m, not "${text}".`,
    );
  } else if (offset === 0) {
    report.trap('timeOffset', 'time.zero', 'is 0: the clock is not shifted.');
  }
};

/** @see api/v1alpha1/dnschaos_type.go `DomainNamePatterns` */
export const checkDnsChaos: Check = ({ spec }, report) => {
  const patterns = strings(spec.patterns);
  if (patterns.length === 0) {
    report.warn(
      'patterns',
      'dns.all-names',
      'is not given: lookups of all names are disturbed, also those inside of the cluster.',
    );
  }
  patterns.forEach((pattern, index) => {
    const star = pattern.indexOf('*');
    if (star >= 0 && star < pattern.length - 1) {
      report.trap(
        `patterns[${index}]`,
        'dns.star',
        'may have * only at its end: the name is not matched otherwise.',
      );
    }
  });
};

/** What each action of JVMChaos needs. @see api/v1alpha1/jvmchaos_webhook.go `(*JVMChaosSpec).Validate` */
const JVM_NEEDS: Readonly<Record<string, readonly string[]>> = {
  latency: ['class', 'method', 'latency'],
  exception: ['class', 'method', 'exception'],
  return: ['class', 'method', 'returnValue'],
  ruleData: ['ruleData'],
  mysql: ['mysqlConnectorVersion'],
};

/** The value for the action `return` is `returnValue`; the documentation calls it `value`, which is the value of the mode. */
export const checkJvmChaos: Check = ({ spec }, report) => {
  const action = string(spec.action) ?? '';
  const needs = Object.hasOwn(JVM_NEEDS, action) ? JVM_NEEDS[action] : [];
  for (const name of needs) {
    const value = spec[name];
    if (isAbsent(value) || value === '' || value === 0) {
      report.refuse(
        name,
        `jvm.${name}`,
        `is missing: the action ${action} needs it.`,
      );
    }
  }
  const latency = spec.latency;
  if (!isAbsent(latency) && (number(latency) ?? -1) < 0) {
    report.refuse(
      'latency',
      'jvm.latency',
      'must be a number of milliseconds.',
    );
  }
  if (action === 'stress') checkJvmStress(spec, report);
  if (action === 'mysql') {
    if (!['5', '8'].includes(string(spec.mysqlConnectorVersion) ?? '')) {
      report.refuse(
        'mysqlConnectorVersion',
        'jvm.mysql-version',
        'must be "5" or "8".',
      );
    }
    if (!string(spec.exception) && !number(spec.latency)) {
      report.refuse(
        'exception',
        'jvm.mysql-effect',
        'The action mysql needs exception or latency.',
      );
    }
  }
};

function checkJvmStress(spec: Json, report: Report) {
  const cpu = number(spec.cpuCount) ?? 0;
  const memory = string(spec.memType) ?? '';
  if (cpu > 0 === (memory !== '')) {
    report.refuse(
      'cpuCount',
      'jvm.stress',
      'The action stress needs cpuCount or memType, not both.',
    );
  } else if (memory !== '' && !['stack', 'heap'].includes(memory)) {
    report.refuse('memType', 'jvm.memory', 'must be stack or heap.');
  }
}

/** @see api/v1alpha1/iochaos_types.go, iochaos_webhook.go `(*IOErrno).Validate` */
export const checkIoChaos: Check = ({ spec }, report) => {
  const action = string(spec.action) ?? '';
  if (!string(spec.volumePath)) {
    report.refuse(
      'volumePath',
      'io.volume',
      'is missing: the path at which the volume is mounted.',
    );
  }
  if (action === 'latency') checkPositiveDuration(spec.delay, 'delay', report);
  if (action === 'fault' && !number(spec.errno)) {
    report.refuse(
      'errno',
      'io.errno',
      'must be the number of an error, as 5 for an I/O error.',
    );
  }
  for (const [needed, member] of [
    ['attrOverride', 'attr'],
    ['mistake', 'mistake'],
  ]) {
    if (action === needed && !isObject(spec[member])) {
      report.trap(
        member,
        'io.parameter-missing',
        `is missing: the action ${action} changes nothing without it.`,
      );
    }
  }
  if (!isAbsent(spec.percent) && !isShare(spec.percent)) {
    report.refuse('percent', 'percent.range', 'must be from 0 to 100.');
  } else if (spec.percent === 0) {
    report.trap('percent', 'percent.zero', 'is 0: nothing would happen.');
  }
};

/** @see api/v1alpha1/blockchaos_webhook.go */
export const checkBlockChaos: Check = ({ spec }, report) => {
  if (!string(spec.volumeName)) {
    report.refuse('volumeName', 'block.volume', 'is missing.');
  }
  if (!isObject(spec.delay)) {
    report.refuse('delay', 'block.delay', 'is missing.');
    return;
  }
  const at = report.at('delay');
  checkPositiveDuration(spec.delay.latency, 'latency', at);
  if (!isAbsent(spec.delay.correlation)) {
    checkPercentText(spec.delay.correlation, 'correlation', at, { zero: true });
  }
};

/** @see api/v1alpha1/kernelchaos_types.go `FailKernRequest` */
export const checkKernelChaos: Check = ({ spec }, report) => {
  const request = object(spec.failKernRequest);
  const at = report.at('failKernRequest');
  const type = number(request.failtype);
  if (type === undefined || type < 0 || type > 2) {
    at.refuse('failtype', 'kernel.type', 'must be 0, 1 or 2.');
  }
  if (!number(request.probability)) {
    at.trap(
      'probability',
      'percent.zero',
      'is 0 or not given: no call would fail.',
    );
  } else if (!isShare(request.probability)) {
    at.refuse('probability', 'percent.range', 'must be from 0 to 100.');
  }
};
