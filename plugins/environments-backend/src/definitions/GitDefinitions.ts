import fs from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import git from 'isomorphic-git';
import { Definition } from '@slipway/plugin-environments-common';

/** Of the branch that holds the definitions. */
const BRANCH = 'main';

/** A definition as it is committed: keys in one order, so that a diff shows what changed. */
export function definitionText(definition: Definition): string {
  const { name, cloud, size, tier, owner, system, expiresAt } = definition;
  const services = Object.fromEntries(
    Object.entries(definition.services).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return `${JSON.stringify(
    {
      name,
      cloud,
      size,
      tier,
      owner,
      system,
      services,
      expiresAt,
      protected: definition.protected,
    },
    undefined,
    2,
  )}\n`;
}

/** Every change of a definition is a commit of a local Git repository: `environments/<name>.json`. */
export class GitDefinitions {
  #work: Promise<unknown> = Promise.resolve();

  constructor(private readonly directory: string) {}

  /**
   * Commits a definition, or that it is gone.
   *
   * @param by - who asked for it: an entity reference
   * @returns the id of the commit; that of the last one where nothing changed
   */
  commit(
    definition: Definition,
    change: { message: string; by: string; gone?: boolean },
  ): Promise<string> {
    // One at a time: commits of a repository follow one another.
    const next = this.#work.then(() => this.#commit(definition, change));
    this.#work = next.catch(() => undefined);
    return next;
  }

  async #commit(
    definition: Definition,
    { message, by, gone }: { message: string; by: string; gone?: boolean },
  ): Promise<string> {
    const at = { fs, dir: this.directory };
    await mkdir(join(this.directory, 'environments'), { recursive: true });
    // Of a repository that exists nothing changes.
    await git.init({ ...at, defaultBranch: BRANCH });
    const filepath = `environments/${definition.name}.json`;
    const path = join(this.directory, filepath);
    const known = await this.#head();
    if (gone) {
      await rm(path, { force: true });
      if (known === undefined) return '';
      await git.remove({ ...at, filepath });
    } else {
      await writeFile(`${path}.half`, definitionText(definition));
      await rename(`${path}.half`, path);
      await git.add({ ...at, filepath });
    }
    if (known !== undefined) {
      const status = await git.status({ ...at, filepath });
      if (status === 'unmodified' || status === 'absent') return known;
    }
    return git.commit({
      ...at,
      message,
      author: { name: by, email: `${by.replace(/[^a-z0-9]+/gi, '.')}@slipway` },
    });
  }

  async #head(): Promise<string | undefined> {
    try {
      return await git.resolveRef({ fs, dir: this.directory, ref: 'HEAD' });
    } catch {
      return undefined;
    }
  }
}
