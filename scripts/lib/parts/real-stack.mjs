import { join } from 'node:path';
import { LOGS, STATE } from '../paths.mjs';
import { realStack } from '../platform.mjs';
import { step } from '../say.mjs';

/** Builds what is not in the cache. */
export const buildRealStack = tools =>
  step('Building the real stack (what is built is kept)', () =>
    realStack(tools, ['build'], { log: join(LOGS, 'real-stack-build.log') }),
  );

/** Builds an add-on, if it is not in the cache, and starts it in an instance that is up. */
export async function addToRealStack(tools, name, addon) {
  await step(`Building ${addon} (what is built is kept)`, () =>
    realStack(tools, ['build', '--with', addon], {
      log: join(LOGS, `real-stack-build-${addon}.log`),
    }),
  );
  await step(`Starting ${addon} in the real stack "${name}"`, () =>
    realStack(tools, ['up', '--name', name, '--with', addon], {
      log: join(LOGS, `real-stack-${name}-${addon}.log`),
    }),
  );
}

/** Builds an add-on that is a program by itself, if it is not in the cache. @returns its path */
async function programOf(tools, addon) {
  await step(`Building ${addon} (what is built is kept)`, () =>
    realStack(tools, ['build', '--with', addon], {
      log: join(LOGS, `real-stack-build-${addon}.log`),
    }),
  );
  return JSON.parse((await realStack(tools, ['status', '--json'])).stdout)[
    addon
  ];
}

/** Real Locust in a private Python environment. @returns path of `locust` */
export const locustProgram = tools => programOf(tools, 'locust');

/** A real Eureka server. @returns path of the program that starts it */
export const eurekaProgram = tools => programOf(tools, 'eureka');

/** A real OpenSearch. @returns path of the program that starts it */
export const openSearchProgram = tools => programOf(tools, 'opensearch');

/** Folder with kubectl, its argo rollouts plugin and helm. */
export async function clientsFolder(tools) {
  return JSON.parse((await realStack(tools, ['status', '--json'])).stdout).bin;
}

/** Brings an instance of the real stack up for `work` and takes it down whatever happens. */
export async function withRealStack(tools, name, args, work) {
  await buildRealStack(tools);
  await step(`Starting the real stack "${name}"`, () =>
    realStack(
      tools,
      [
        'up',
        '--name',
        name,
        '--foreground-parent',
        String(process.pid),
        ...args,
      ],
      { log: join(LOGS, `real-stack-${name}.log`) },
    ),
  );
  try {
    return await work(join(STATE, 'real-stack', name));
  } finally {
    await step(`Ending the real stack "${name}"`, () =>
      realStack(tools, ['down', '--name', name, '--wipe'], {
        log: join(LOGS, `real-stack-${name}-down.log`),
      }),
    );
  }
}
