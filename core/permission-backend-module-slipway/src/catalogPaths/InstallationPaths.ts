import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Config } from '@backstage/config';

interface Folder {
  /** How its path is shown; empty for the installation itself. */
  label: string;
  path: string;
}

const PREFIX = 'file:';

/**
 * How files of this machine are named to users: relative to the folder of the
 * installation, or to the folder of a configured location elsewhere. Where these
 * folders are is nobody's business.
 */
export class InstallationPaths {
  /** Longest first: the innermost folder names a file. */
  readonly #folders: Folder[];

  private constructor(folders: Folder[]) {
    this.#folders = [...folders].sort((a, b) => b.path.length - a.path.length);
  }

  /** Reads `catalog.locations`. `cwd` is what relative targets start at. */
  static fromConfig(
    config: Config,
    cwd: string = process.cwd(),
  ): InstallationPaths {
    const root = workspaceRoot(cwd);
    const locations = config.getOptionalConfigArray('catalog.locations') ?? [];
    const elsewhere = locations
      .filter(location => location.getString('type') === 'file')
      .map(location =>
        path.dirname(path.resolve(cwd, location.getString('target'))),
      )
      .filter(folder => !isInside(folder, root));
    return new InstallationPaths([
      { label: '', path: root },
      ...[...new Set(elsewhere)].map(folder => ({
        label: path.basename(folder),
        path: folder,
      })),
    ]);
  }

  /** The path as users see it. */
  shown(file: string): string {
    if (!path.isAbsolute(file)) return file;
    const folder = this.#folders.find(one => isInside(file, one.path));
    // Read by another file, from a folder that nobody configured.
    if (!folder) return path.posix.join('elsewhere', path.basename(file));
    const rest = path.relative(folder.path, file).split(path.sep).join('/');
    return path.posix.join(folder.label, rest);
  }

  /** A location reference as users see it; those of other types as they are. */
  shownRef(ref: string): string {
    return ref.startsWith(PREFIX)
      ? PREFIX + this.shown(ref.slice(PREFIX.length))
      : ref;
  }

  /** A text in which known folders may be named, such as an error, without them. */
  withoutFolders(text: string): string {
    return this.#folders.reduce(
      (result, folder) =>
        result
          .replaceAll(
            folder.path + path.sep,
            folder.label === '' ? '' : `${folder.label}/`,
          )
          .replaceAll(folder.path, folder.label || '.'),
      text,
    );
  }
}

function isInside(file: string, folder: string): boolean {
  return file === folder || file.startsWith(folder + path.sep);
}

/** The nearest folder above that has workspaces; `cwd` itself where there is none. */
function workspaceRoot(cwd: string): string {
  for (let folder = path.resolve(cwd); ; folder = path.dirname(folder)) {
    const manifest = path.join(folder, 'package.json');
    if (
      existsSync(manifest) &&
      'workspaces' in JSON.parse(readFileSync(manifest, 'utf8'))
    ) {
      return folder;
    }
    if (folder === path.dirname(folder)) return path.resolve(cwd);
  }
}
