import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import {
  createTemplateAction,
  scaffolderActionsExtensionPoint,
} from '@backstage/plugin-scaffolder-node';
import { resolve } from 'node:path';
import { createRepository } from './createRepository';

/** `repository:create`, where `slipway.repositories.directory` is set. */
export default createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'repositories',
  register(env) {
    env.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        auditor: coreServices.auditor,
        config: coreServices.rootConfig,
        userInfo: coreServices.userInfo,
      },
      async init({ actions, auditor, config, userInfo }) {
        const directory = config.getOptionalString(
          'slipway.repositories.directory',
        );
        if (directory === undefined) return;
        const platformGroups =
          config.getOptionalStringArray('slipway.permission.platformGroups') ??
          [];
        actions.addActions(
          createTemplateAction({
            id: 'repository:create',
            description:
              'Makes a Git repository with the files of the task, for an owner to whom the user belongs.',
            schema: {
              input: {
                name: z => z.string().describe('A DNS label.'),
                description: z => z.string().min(1).max(200),
                owner: z =>
                  z.string().describe('Entity reference of the owning group.'),
              },
              output: { name: z => z.string(), commit: z => z.string() },
            },
            async handler(ctx) {
              const { name, description } = ctx.input;
              const owner = stringifyEntityRef(
                parseEntityRef(ctx.input.owner, { defaultKind: 'group' }),
              );
              const { userEntityRef, ownershipEntityRefs } =
                await userInfo.getUserInfo(await ctx.getInitiatorCredentials());
              const event = await auditor.createEvent({
                eventId: 'repository-create',
                severityLevel: 'medium',
                meta: { name, owner, taskId: ctx.task.id, by: userEntityRef },
              });
              try {
                if (
                  ![owner, ...platformGroups].some(ref =>
                    ownershipEntityRefs.includes(ref),
                  )
                ) {
                  throw new NotAllowedError(
                    `Only members of ${owner} may make a repository for it.`,
                  );
                }
                if (ctx.isDryRun) {
                  ctx.logger.info(`Would make the repository ${name}.`);
                } else {
                  ctx.output(
                    'commit',
                    await createRepository(resolve(directory), {
                      name,
                      files: ctx.workspacePath,
                      by: userEntityRef,
                      taskId: ctx.task.id,
                      description,
                    }),
                  );
                }
                ctx.output('name', name);
                await event.success();
              } catch (error) {
                await event.fail({ error: error as Error });
                throw error;
              }
            },
          }),
        );
      },
    });
  },
});
