import { ServiceUnavailableError } from '@backstage/errors';
import { request } from 'undici';
import { States, StateVersion } from '../runners/types';
import { signedHeaders } from './sign';
import { countOfState, versionOfState } from './stateJson';

const DEADLINE_MS = 10_000;

/** Where states are on an S3-compatible server. */
export interface S3StatesOptions {
  /** `http://127.0.0.1:7271`, or of the cloud. */
  endpoint: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** Key of the state of an environment in its bucket. */
export const stateKeyOf = (environment: string) =>
  `environments/${environment}/terraform.tfstate`;

/** States in a bucket, with Terraform's own lock objects beside them (`use_lockfile`). */
export class S3States implements States {
  readonly lockSurvives = true;

  constructor(private readonly options: S3StatesOptions) {}

  async version(environment: string): Promise<StateVersion | undefined> {
    return versionOfState(await this.#read(stateKeyOf(environment)));
  }

  async lock(environment: string): Promise<string | undefined> {
    return this.#read(this.#lockKey(environment));
  }

  async removeLock(environment: string, content: string): Promise<void> {
    const key = this.#lockKey(environment);
    if ((await this.#read(key)) !== content) return;
    await this.#ask('DELETE', key);
  }

  async resources(environment: string): Promise<number | undefined> {
    return countOfState(await this.#read(stateKeyOf(environment)));
  }

  #lockKey(environment: string): string {
    return `${stateKeyOf(environment)}.tflock`;
  }

  async #read(key: string): Promise<string | undefined> {
    const { status, text } = await this.#ask('GET', key);
    return status === 404 ? undefined : text;
  }

  async #ask(
    method: 'GET' | 'DELETE',
    key: string,
  ): Promise<{ status: number; text: string }> {
    const { endpoint, bucket } = this.options;
    const url = new URL(`${endpoint.replace(/\/+$/, '')}/${bucket}/${key}`);
    const { statusCode, body } = await request(url, {
      method,
      headers: signedHeaders(method, url, this.options, new Date()),
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    const text = await body.text();
    if (statusCode < 300 || statusCode === 404) {
      return { status: statusCode, text };
    }
    throw new ServiceUnavailableError(
      `The bucket of states answered ${statusCode}.`,
    );
  }
}
