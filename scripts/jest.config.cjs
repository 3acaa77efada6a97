/**
 * The Backstage CLI's jest configuration for the whole repository, with the
 * packages that are tested alike put together. The CLI makes one project of
 * each package, and jest keeps what it has resolved, read and transformed by
 * project: each worker would do that again for each package, which took more
 * time than the tests themselves.
 */
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const repository = require('@backstage/cli/config/jest.js');

const ROOT = resolve(__dirname, '..');

/** Setup files of a project as absolute paths. */
const setupFiles = ({ rootDir, setupFilesAfterEnv }) =>
  setupFilesAfterEnv.map(file => file.replace('<rootDir>', rootDir));

/**
 * Pure derivations need no DOM, and to make one for each file takes longer
 * than most of their tests. Backends run the same code without one.
 */
function withoutDom(project) {
  const { backstage } = JSON.parse(
    readFileSync(join(project.rootDir, '../package.json'), 'utf8'),
  );
  return backstage?.role === 'common-library'
    ? { ...project, testEnvironment: require.resolve('jest-environment-node') }
    : project;
}

/** Equal for projects that differ in nothing but where they are and what they are called. */
function kindOf({ rootDir, displayName, setupFilesAfterEnv, ...rest }) {
  const setup = setupFiles({ rootDir, setupFilesAfterEnv }).map(file =>
    readFileSync(file, 'utf8').replaceAll(/\s/g, ''),
  );
  return createHash('sha256')
    .update(JSON.stringify([rest, setup]))
    .digest('hex');
}

module.exports = async () => {
  const { projects, ...config } = await repository;
  const groups = new Map();
  for (const project of projects.map(withoutDom)) {
    const kind = kindOf(project);
    groups.set(kind, [...(groups.get(kind) ?? []), project]);
  }
  return {
    ...config,
    projects: [...groups.values()].map(([first, ...others]) => {
      const { displayName, ...rest } = first;
      return {
        ...rest,
        rootDir: ROOT,
        roots: [first, ...others].map(({ rootDir }) => rootDir),
        setupFilesAfterEnv: setupFiles(first),
      };
    }),
  };
};
