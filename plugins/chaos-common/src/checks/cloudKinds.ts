import { isAbsent, Json, string, strings } from '../read';
import { Check } from './check';
import { Report } from './report';

function required(spec: Json, names: readonly string[], report: Report) {
  for (const name of names) {
    if (!string(spec[name])) {
      report.refuse(name, 'cloud.missing', 'is missing.');
    }
  }
}

/** @see api/v1alpha1/awschaos_types.go, awschaos_webhook.go */
export const checkAwsChaos: Check = ({ spec }, report) => {
  required(spec, ['awsRegion', 'ec2Instance'], report);
  if (spec.action === 'detach-volume') {
    required(spec, ['volumeID', 'deviceName'], report);
  }
};

/** @see api/v1alpha1/gcpchaos_types.go, gcpchaos_webhook.go */
export const checkGcpChaos: Check = ({ spec }, report) => {
  required(spec, ['project', 'zone', 'instance'], report);
  if (spec.action === 'disk-loss' && strings(spec.deviceNames).length === 0) {
    report.refuse(
      'deviceNames',
      'cloud.missing',
      'must name at least one device.',
    );
  }
};

/** @see api/v1alpha1/azurechaos_types.go, azurechaos_webhook.go */
export const checkAzureChaos: Check = ({ spec }, report) => {
  required(spec, ['subscriptionID', 'resourceGroupName', 'vmName'], report);
  if (spec.action === 'disk-detach') {
    required(spec, ['diskName'], report);
    if (isAbsent(spec.lun)) {
      report.refuse('lun', 'cloud.missing', 'is missing.');
    }
  }
};

/**
 * chaosd has had no commit since March 2024, so machines are refused unless an
 * operator lets them through; then only what distinguishes machines is checked.
 *
 * @see api/v1alpha1/physical_machine_chaos_webhook.go
 */
export const checkPhysicalMachineChaos: Check = ({ spec }, report) => {
  const addresses = strings(spec.address);
  const selected = !isAbsent(spec.selector);
  if (addresses.length > 0 === selected) {
    report.refuse(
      'address',
      'machine.address',
      'Give address or selector, one of both.',
    );
  }
  const action = string(spec.action);
  if (!action || isAbsent(spec[action])) {
    report.refuse(
      'action',
      'machine.action',
      'The settings of the action are missing.',
    );
  }
};
