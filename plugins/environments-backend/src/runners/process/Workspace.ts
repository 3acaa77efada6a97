import { existsSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Job } from '../types';
import { BACKEND_FILE, VALUES_FILE } from './commands';
import { isCode, writeSecret } from './files';
import { backendFile, helmfileValues, terraformVariables } from './inputs';

export interface WorkspaceOptions {
  /** Folder for the files of operations, outside of the checkout. */
  directory: string;
  /** Folder with all code: modules, charts. It is copied as a whole. */
  code: string;
  /** The root module of Terraform below it, and the folder with the helmfile of environments. */
  root: string;
  releases?: string;
  /** Name of the cluster as the root module knows it. */
  clusterName: string;
  /** Values of the backend for an environment. */
  backend(environment: string): Record<string, string | boolean>;
}

/** The folders of an operation: a copy of the code, its inputs, and its jobs. */
export class Workspace {
  constructor(private readonly options: WorkspaceOptions) {}

  /** Folder of a job. */
  jobFolder(id: string): string {
    return join(this.options.directory, id.slice(0, 36), 'jobs', id);
  }

  /** Copies the code, once for each plan, and writes the inputs. */
  async prepare(
    job: Job,
  ): Promise<{ root: string; releases: string; home: string }> {
    const { code, root, clusterName, backend } = this.options;
    const { definition, operationId } = job;
    const folder = join(this.options.directory, operationId);
    const home = join(folder, 'home');
    await mkdir(home, { recursive: true, mode: 0o700 });
    const copy = join(folder, 'code');
    const releases = join(copy, this.options.releases ?? '');
    if (job.step === 'terraform:plan') {
      await rm(copy, { recursive: true, force: true });
    }
    if (!existsSync(copy)) {
      await cp(code, copy, {
        recursive: true,
        filter: path => isCode(basename(path)),
      });
    }
    const rootFolder = join(copy, root);
    await writeSecret(
      join(rootFolder, 'slipway.auto.tfvars.json'),
      JSON.stringify(terraformVariables(definition, clusterName)),
    );
    await writeSecret(
      join(rootFolder, BACKEND_FILE),
      backendFile(backend(definition.name)),
    );
    if (this.options.releases) {
      await writeSecret(
        join(releases, VALUES_FILE),
        JSON.stringify(helmfileValues(definition, clusterName, job)),
      );
    }
    return { root: rootFolder, releases, home };
  }
}
