import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ExplainedError } from '../errors.ts';
import { cacheDir } from '../paths.ts';

const run = promisify(execFile);

/** Servers that run on the JVM: artifacts of Maven Central, and the class that starts them. */
const SERVERS = {
  eureka: { main: 'EurekaServer', heap: '160m' },
  opensearch: { main: 'OpenSearchNode', heap: '384m' },
} as const;

export type JavaServer = keyof typeof SERVERS;

/** Their names. */
export const JAVA_SERVERS = ['eureka', 'opensearch'] as const;

/** Whether an add-on is one of them. */
export const isJavaServer = (name: string): name is JavaServer =>
  Object.hasOwn(SERVERS, name);

const COPY =
  'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';

const sourceDir = (root: string, name: JavaServer) =>
  join(root, 'tools', 'real-stack', 'java', name);

const sourceOf = (root: string, name: JavaServer) =>
  join(sourceDir(root, name), `${SERVERS[name].main}.java`);

const pomOf = (root: string, name: JavaServer) =>
  join(sourceDir(root, name), 'pom.xml');

/** Version of the JDK on PATH, or empty. */
function javaVersion(): string {
  try {
    return execFileSync('javac', ['-version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return '';
  }
}

/** Folder with the artifacts of a server and its class. */
export function javaDir(root: string, name: JavaServer): string {
  const key = createHash('sha256')
    .update(readFileSync(pomOf(root, name)))
    .update(readFileSync(sourceOf(root, name)))
    .update(javaVersion())
    .digest('hex');
  return join(cacheDir(), `${name}-${key.slice(0, 20)}`);
}

/** Path of the program that starts a server; it exists once everything is there. */
export function javaProgram(root: string, name: JavaServer): string {
  return join(javaDir(root, name), name);
}

/**
 * Fetches the artifacts of a server with Maven, which checks them, and compiles
 * the class that starts it. The program comes last.
 *
 * @throws ExplainedError when there is no JDK or no Maven, or Maven Central is out of reach
 */
export async function makeJavaServer(
  root: string,
  name: JavaServer,
): Promise<void> {
  if (javaVersion() === '') {
    throw new ExplainedError(
      `A JDK is not on PATH and ${name} runs on one: install JDK 17 or newer and Maven (Debian: apt-get install openjdk-17-jdk-headless maven) and run the command again.`,
    );
  }
  const { main, heap } = SERVERS[name];
  const dir = javaDir(root, name);
  const libraries = join(dir, 'lib');
  const classes = join(dir, 'classes');
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const output = { maxBuffer: 16 * 1024 * 1024 };
  try {
    await run(
      'mvn',
      [
        '--quiet',
        '--batch-mode',
        '--file',
        pomOf(root, name),
        COPY,
        `-DoutputDirectory=${libraries}`,
      ],
      output,
    );
    await run(
      'javac',
      ['-cp', `${libraries}/*`, '-d', classes, sourceOf(root, name)],
      output,
    );
  } catch (error) {
    const { stderr, stdout, message } = error as {
      stderr?: string;
      stdout?: string;
      message: string;
    };
    throw new ExplainedError(
      `${name} could not be built in ${dir}:\n${(stdout || stderr || message)
        .trim()
        .split('\n')
        .slice(-8)
        .join('\n')}`,
    );
  }
  writeFileSync(
    javaProgram(root, name),
    `#!/bin/sh\nexec java -Xmx${heap} -XX:TieredStopAtLevel=1 -cp '${classes}:${libraries}/*' ${main} "$@"\n`,
    { mode: 0o755 },
  );
}
