import { Config } from '@backstage/config';
import { UrlReaderService } from '@backstage/backend-plugin-api';
import { NotImplementedError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';
import {
  createCatalogWriteAction,
  createDebugLogAction,
  createFetchPlainAction,
  createFetchPlainFileAction,
  createFetchTemplateAction,
  createFetchTemplateFileAction,
  createFilesystemDeleteAction,
  createFilesystemReadDirAction,
  createFilesystemRenameAction,
  createWaitAction,
} from '@backstage/plugin-scaffolder-backend';
import { TemplateAction } from '@backstage/plugin-scaffolder-node';
import { JobMethods, PortalMethods } from '../protocol';
import { Rpc } from '../rpc';

/**
 * The actions that run in the job process: those that render, match patterns or otherwise compute over what a template
 * says, and need no service of the portal but the reader of addresses.
 */
export function localActions(options: {
  config: Config;
  integrations: ScmIntegrations;
  portal: Pick<Rpc<JobMethods, PortalMethods>, 'call'>;
}): Map<string, TemplateAction> {
  const { config, integrations, portal } = options;
  const fetching = {
    integrations,
    reader: portalReader(portal),
    requireScmUserCredentials: config.getOptionalBoolean(
      'scaffolder.requireScmUserCredentials',
    ),
  };
  const actions: TemplateAction[] = [
    createFetchPlainAction(fetching),
    createFetchPlainFileAction(fetching),
    createFetchTemplateAction(fetching),
    createFetchTemplateFileAction(fetching),
    createDebugLogAction(),
    createWaitAction(),
    createCatalogWriteAction(),
    createFilesystemDeleteAction(),
    createFilesystemRenameAction(),
    createFilesystemReadDirAction(),
  ] as TemplateAction[];
  return new Map(actions.map(action => [action.id, action]));
}

/** Reads through the portal, which alone has the credentials. */
function portalReader(
  portal: Pick<Rpc<JobMethods, PortalMethods>, 'call'>,
): UrlReaderService {
  return {
    async readUrl(url, options) {
      const content = await portal.call('readUrl', url, {
        token: options?.token,
      });
      const buffer = async () => Buffer.from(content);
      return { buffer };
    },
    async readTree(url, options) {
      const refuse = async () => {
        throw new NotImplementedError('Only a whole folder can be read here');
      };
      return {
        dir: async to =>
          portal.call(
            'readTree',
            url,
            { token: options?.token },
            to?.targetDir ?? '',
          ),
        files: refuse,
        archive: refuse,
        etag: '',
      };
    },
    async search() {
      throw new NotImplementedError('Searching is not available here');
    },
  };
}
