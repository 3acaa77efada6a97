import { isRecord, valueAt } from '@slipway/kube-sim';
import { parseDuration } from '../../../loops/time';
import { Check, durationFault, missing, wrong } from './parts';

/** `256MB`, `1.5g`, `50%`, or nothing. */
const isSize = (size: string) =>
  size === '' ||
  /^(100|\d{1,2})%$/.test(size) ||
  /^\d+(\.\d+)? ?([kmgtp]?i?b?)$/i.test(size);

export const stressErrors: Check = spec => {
  const { stressors, stressngStressors } = spec;
  if (!stressors && !stressngStressors) {
    return [wrong('Spec', spec, 'missing stressors')];
  }
  if (!isRecord(stressors)) return [];
  if (!stressors.cpu && !stressors.memory) {
    return [wrong('Spec.Stressors', stressors, 'missing stressors')];
  }
  const size = valueAt(stressors, ['memory', 'size']);
  return typeof size === 'string' && !isSize(size)
    ? [
        wrong(
          'Spec.Stressors.MemoryStressor.Size',
          size,
          `incorrect bytes format: invalid size: '${size}'`,
        ),
      ]
    : [];
};

/** @see JVMChaosSpec.Validate in jvmchaos_webhook.go */
export const jvmErrors: Check = spec => {
  const say = (why: string) => wrong('Spec', spec, why);
  const { action } = spec;
  if (action === 'ruleData') {
    return spec.ruleData ? [] : [say('rule data not provide')];
  }
  if (action === 'stress') {
    if (!spec.cpuCount && !spec.memType) {
      return [
        say("must set one of cpu-count and mem-type when action is 'stress'"),
      ];
    }
    return spec.cpuCount && spec.memType
      ? [say('inject stress on both CPU and memory is not support now')]
      : [];
  }
  if (!['exception', 'return', 'latency'].includes(String(action))) return [];
  return [
    ...(spec.class ? [] : [say('class not provided')]),
    ...(spec.method ? [] : [say('method not provided')]),
    ...(action === 'exception' && !spec.exception
      ? [say('exception not provided')]
      : []),
    ...(action === 'return' && !spec.returnValue
      ? [say('value not provided')]
      : []),
    ...(action === 'latency' && !spec.latency
      ? [say('latency not provided')]
      : []),
  ];
};

export const httpErrors: Check = ({ port = 0, delay }) => [
  ...(typeof port === 'number' && port <= 0
    ? [wrong('Spec.Port', port, `port ${port} is not supported`)]
    : []),
  ...(typeof delay === 'string' && parseDuration(delay) === undefined
    ? [
        wrong(
          'Spec.PodHttpChaosActions.Delay',
          delay,
          `invalid duration ${delay}`,
        ),
      ]
    : []),
];

export const timeErrors: Check = ({ timeOffset }) =>
  typeof timeOffset === 'string' && parseDuration(timeOffset) === undefined
    ? [
        wrong(
          'Spec.TimeOffset',
          timeOffset,
          `parse timeOffset field error:${durationFault(timeOffset)}`,
        ),
      ]
    : [];

export const ioErrors: Check = ({ action, errno, delay }) => [
  ...(typeof delay === 'string' &&
  delay !== '' &&
  parseDuration(delay) === undefined
    ? [
        wrong(
          'Spec.Delay',
          delay,
          `parse duration field error: ${durationFault(delay)}`,
        ),
      ]
    : []),
  ...(action === 'fault' && !errno
    ? [wrong('Spec.Errno', 0, 'action fault: errno 0 is not supported')]
    : []),
];

export const awsErrors: Check = ({ action, volumeID, deviceName }) =>
  action === 'detach-volume'
    ? [
        ...(volumeID === undefined
          ? [
              missing(
                'Spec.AWSSelector.EbsVolume',
                'the ID of EBS volume is required on detach-volume action: invalid value',
              ),
            ]
          : []),
        ...(deviceName === undefined
          ? [
              missing(
                'Spec.AWSSelector.DeviceName',
                'the name of device is required on detach-volume action: invalid value',
              ),
            ]
          : []),
      ]
    : [];

export const gcpErrors: Check = ({ action, deviceNames }) =>
  action === 'disk-loss' && deviceNames === undefined
    ? [
        missing(
          'Spec.GCPSelector.DeviceNames',
          'at least one device name is required on disk-loss action',
        ),
      ]
    : [];

export const azureErrors: Check = ({ action, diskName, lun }) =>
  action === 'disk-detach'
    ? [
        ...(diskName === undefined
          ? [
              missing(
                'Spec.AzureSelector.DiskName',
                'the name of data disk should not be empty on disk-detach action',
              ),
            ]
          : []),
        ...(lun === undefined
          ? [
              missing(
                'Spec.AzureSelector.LUN',
                'the LUN of data disk should not be empty on disk-detach action',
              ),
            ]
          : []),
      ]
    : [];

/** @see PhysicalMachineChaosSpec.Validate; what each action needs besides is not checked */
export const machineErrors: Check = spec => {
  const { action, address, selector } = spec;
  const hasAddress = Array.isArray(address) && address.length > 0;
  const hasSelector = isRecord(selector) && Object.keys(selector).length > 0;
  return [
    ...(typeof action === 'string' && spec[action] === undefined
      ? [
          wrong(
            'Spec.spec',
            spec,
            'the configuration corresponding to action is required',
          ),
        ]
      : []),
    ...(hasAddress || hasSelector
      ? []
      : [
          missing(
            'Spec.address',
            'one of address or selector should be specified',
          ),
        ]),
    ...(hasAddress && hasSelector
      ? [
          wrong(
            'Spec.address',
            address,
            'only one of address or selector could be specified',
          ),
        ]
      : []),
  ];
};

export const blockErrors: Check = ({ action, delay }) =>
  action === 'delay' && !delay
    ? ['Spec.delay: Invalid value: null: delay should be set on delay action']
    : [];
