import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { textOf } from '../runners/process/files';
import { States, StateVersion } from '../runners/types';
import { countOfState, versionOfState } from './stateJson';

const FILE = 'terraform.tfstate';

/** States as files of this machine: Terraform's `local` backend. */
export class LocalStates implements States {
  /** The system takes the lock of a process away when it ends; what says who had it stays. */
  readonly lockSurvives = false;

  constructor(private readonly directory: string) {}

  /** Path of the state of an environment. */
  pathOf(environment: string): string {
    return join(this.directory, environment, FILE);
  }

  async version(environment: string): Promise<StateVersion | undefined> {
    return versionOfState(await textOf(this.pathOf(environment)));
  }

  async lock(environment: string): Promise<string | undefined> {
    return textOf(this.#lockPath(environment));
  }

  async removeLock(environment: string, content: string): Promise<void> {
    if ((await this.lock(environment)) !== content) return;
    await rm(this.#lockPath(environment), { force: true });
  }

  async resources(environment: string): Promise<number | undefined> {
    return countOfState(await textOf(this.pathOf(environment)));
  }

  #lockPath(environment: string): string {
    return join(this.directory, environment, `.${FILE}.lock.info`);
  }
}
