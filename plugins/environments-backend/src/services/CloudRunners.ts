import { join, resolve } from 'node:path';
import { ServiceUnavailableError } from '@backstage/errors';
import { Cloud } from '@slipway/plugin-environments-common';
import { CloudConfig, EnvironmentsConfig } from '../config';
import { ProcessRunner } from '../runners/process/ProcessRunner';
import {
  ServiceInstaller,
  SimulatedRunner,
} from '../runners/simulated/SimulatedRunner';
import { Runner } from '../runners/types';
import { LocalStates } from '../states/LocalStates';
import { S3States, stateKeyOf } from '../states/S3States';

interface Parts {
  config: Pick<EnvironmentsConfig, 'clouds' | 'directory'>;
  /** Installs services in a cluster of the portal, for the simulated runner. */
  installerOf(cluster: string): ServiceInstaller;
  secretsOf(operationId: string): Promise<string[]>;
}

type ProcessConfig = Extract<CloudConfig, { runner: 'process' }>;

function processRunner(
  cloud: ProcessConfig,
  directory: string,
  secretsOf: Parts['secretsOf'],
): Runner {
  const { state } = cloud;
  const common = {
    directory,
    terraform: cloud.terraform,
    code: resolve(cloud.code),
    root: cloud.root,
    ...(cloud.helmfile ? { helmfile: cloud.helmfile } : {}),
    ...(cloud.releases ? { releases: cloud.releases } : {}),
    clusterName: cloud.cluster ?? 'local',
    timeoutSeconds: cloud.timeoutSeconds,
    secretsOf,
  };
  if (state.backend === 'local') {
    const states = new LocalStates(resolve(state.directory));
    return new ProcessRunner({
      ...common,
      env: cloud.env,
      states,
      backend: name => ({ path: states.pathOf(name) }),
    });
  }
  const { bucket, region, endpoint, accessKeyId, secretAccessKey } = state;
  return new ProcessRunner({
    ...common,
    // Credentials are in no file: the backend reads them from the environment.
    env: {
      ...cloud.env,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_ENDPOINT_URL_S3: endpoint,
    },
    states: new S3States(state),
    backend: name => ({
      bucket,
      region,
      key: stateKeyOf(name),
      use_lockfile: true,
      use_path_style: true,
      skip_credentials_validation: true,
      skip_requesting_account_id: true,
      skip_metadata_api_check: true,
      skip_region_validation: true,
    }),
  });
}

/** The runner of each cloud that is configured. */
export class CloudRunners {
  readonly #runners = new Map<Cloud, Runner>();

  constructor(private readonly parts: Parts) {
    const { config, installerOf, secretsOf } = parts;
    for (const cloud of this.clouds) {
      const settings = config.clouds[cloud];
      if (!settings) continue;
      const directory = join(config.directory, cloud);
      this.#runners.set(
        cloud,
        settings.runner === 'process'
          ? processRunner(settings, directory, secretsOf)
          : new SimulatedRunner({
              directory,
              clusterName: settings.cluster ?? 'none',
              ...(settings.cluster
                ? { installer: installerOf(settings.cluster) }
                : {}),
            }),
      );
    }
  }

  /** Clouds that are configured, in their order. */
  get clouds(): Cloud[] {
    const { clouds } = this.parts.config;
    return (['local', 'gcp', 'aws', 'azure'] as const).filter(
      cloud => clouds[cloud] !== undefined,
    );
  }

  /** Cluster of the portal in which the services of a cloud run. */
  clusterOf(cloud: Cloud): string | undefined {
    return this.parts.config.clouds[cloud]?.cluster;
  }

  find(cloud: Cloud): Runner | undefined {
    return this.#runners.get(cloud);
  }

  /** @throws ServiceUnavailableError when the cloud is not configured any more */
  of(cloud: Cloud): Runner {
    const runner = this.#runners.get(cloud);
    if (!runner) {
      throw new ServiceUnavailableError(
        `No runner is configured for the cloud ${cloud}.`,
      );
    }
    return runner;
  }
}
