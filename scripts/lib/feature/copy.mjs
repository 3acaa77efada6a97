import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, isAbsolute, join, relative } from 'node:path';
import { ROOT } from '../paths.mjs';

/** What is made and not written: none of it belongs to a copy. */
const MADE = new Set([
  '.git',
  '.slipway',
  '.toolchain',
  'coverage',
  'dist',
  'dist-types',
  'node_modules',
  'playwright-report',
  'reports',
  'test-results',
]);
/** Where packages are. */
export const GROUPS = ['core', 'packages', 'plugins', 'tools'];
/** The feature of docs/adding-a-feature.md: laid over the tree as it lies here. */
export const FIXTURE = join(ROOT, 'docs/adding-a-feature');
/** What it adds to files that are there: where, after which text, what. */
const TOUCHED = join(FIXTURE, 'touched.json');
/** Files of its folder that are not the feature's. */
const NOT_OF_FEATURE = new Set([TOUCHED, join(FIXTURE, '.eslintrc.js')]);

/** Packages of a tree: folder and name. */
export function packagesOf(tree) {
  return GROUPS.flatMap(group =>
    readdirSync(join(tree, group))
      .map(folder => join(group, folder))
      .filter(folder => existsSync(join(tree, folder, 'package.json')))
      .map(folder => ({
        folder,
        name: JSON.parse(
          readFileSync(join(tree, folder, 'package.json'), 'utf8'),
        ).name,
      })),
  );
}

/**
 * What is installed, seen from a copy: libraries where they are, packages of
 * the tree in the copy. Caches and what builds have left are not linked: the
 * copy would write into them.
 */
function linkModules(from, to) {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (name.startsWith('.') && name !== '.bin') continue;
    const [source, target] = [join(from, name), join(to, name)];
    const kind = lstatSync(source);
    if (kind.isSymbolicLink() && !isAbsolute(readlinkSync(source))) {
      symlinkSync(readlinkSync(source), target);
    } else if (kind.isDirectory() && name.startsWith('@')) {
      linkModules(source, target);
    } else if (!kind.isFile()) {
      symlinkSync(source, target);
    }
  }
}

/** A copy of the tree that runs with what is installed in this one. */
export function copyTree(target) {
  cpSync(ROOT, target, {
    recursive: true,
    // The feature itself comes later, to where it belongs.
    filter: source => !MADE.has(basename(source)) && source !== FIXTURE,
  });
  for (const folder of ['', ...packagesOf(ROOT).map(one => one.folder)]) {
    const modules = join(ROOT, folder, 'node_modules');
    if (existsSync(modules)) {
      linkModules(modules, join(target, folder, 'node_modules'));
    }
  }
  symlinkSync(join(ROOT, '.toolchain'), join(target, '.toolchain'));
}

/** Links new packages of a copy as an install would. */
function linkPackages(tree) {
  for (const { folder, name } of packagesOf(tree)) {
    const link = join(tree, 'node_modules', name);
    if (!existsSync(link)) {
      symlinkSync(relative(join(link, '..'), join(tree, folder)), link);
    }
  }
}

/**
 * Adds the feature of the guide to a copy of the tree.
 *
 * @throws when a text after which something is added is not there, or is there twice
 */
export function addFeature(tree) {
  cpSync(FIXTURE, tree, {
    recursive: true,
    filter: source => !NOT_OF_FEATURE.has(source),
  });
  const touched = JSON.parse(readFileSync(TOUCHED, 'utf8'));
  for (const { file, after, insert } of touched) {
    const parts = readFileSync(join(tree, file), 'utf8').split(after);
    if (parts.length !== 2) {
      throw new Error(`${file} has ${parts.length - 1} times: ${after}`);
    }
    writeFileSync(join(tree, file), parts.join(after + insert));
  }
  linkPackages(tree);
}

/** Files of a tree, without what is made. */
function* filesOf(tree, folder = '') {
  for (const entry of readdirSync(join(tree, folder), {
    withFileTypes: true,
  })) {
    const path = join(folder, entry.name);
    if (MADE.has(entry.name)) continue;
    if (entry.isDirectory()) yield* filesOf(tree, path);
    else if (entry.isFile()) yield path;
  }
}

/**
 * Files outside of the folders of the feature in which a copy differs from this tree.
 *
 * @param {string} tree the copy
 * @param {string[]} own folders of the feature
 */
export function touchedIn(tree, own) {
  return [...filesOf(tree)].filter(file => {
    if (own.some(folder => file.startsWith(`${folder}/`))) return false;
    const before = join(ROOT, file);
    return (
      !existsSync(before) ||
      !readFileSync(before).equals(readFileSync(join(tree, file)))
    );
  });
}
