import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { startTestBackend } from '@backstage/backend-test-utils';
import { InputError } from '@backstage/errors';
import { describeStartFailure } from './startFailure';

const failing = (pluginId: string, error: Error) =>
  createBackendPlugin({
    pluginId,
    register(env) {
      env.registerInit({
        deps: { logger: coreServices.logger },
        async init() {
          throw error;
        },
      });
    },
  });

describe('describeStartFailure', () => {
  it('says in one line each what was refused, and names the part of what was not foreseen', async () => {
    const failed = await startTestBackend({
      features: [
        failing('auth', new InputError('Set backend.listen.host: 127.0.0.1.')),
        failing('catalog', new TypeError('x is undefined')),
        failing(
          'search',
          new InputError('Set backend.listen.host: 127.0.0.1.'),
        ),
      ],
    }).catch((error: unknown) => error);
    expect(describeStartFailure(failed).split('\n').sort()).toEqual([
      "Plugin 'catalog' startup failed; caused by TypeError: x is undefined",
      'Set backend.listen.host: 127.0.0.1.',
    ]);
  });

  it('says what knex means by a corrupt directory', async () => {
    const failed = await startTestBackend({
      features: [
        failing(
          'activity',
          new Error(
            'The migration directory is corrupt, the following files are missing: 20990101_x.js, 20990102_y.js',
          ),
        ),
      ],
    }).catch((error: unknown) => error);
    expect(describeStartFailure(failed)).toBe(
      'The database of plugin activity was made by another version of the portal: it has migrations that this version does not have (20990101_x.js, 20990102_y.js). Start that version, or restore a backup that this version made.',
    );
  });

  it('says once what every part was refused that uses a service', async () => {
    const refusal = 'The databases in /x are in use by process 1.';
    const failed = await startTestBackend({
      features: [
        createServiceFactory({
          service: coreServices.userInfo,
          deps: { database: coreServices.database },
          factory: () => {
            throw new InputError(refusal);
          },
        }),
        ...['a', 'b'].map(pluginId =>
          createBackendPlugin({
            pluginId,
            register(env) {
              env.registerInit({
                deps: { userInfo: coreServices.userInfo },
                async init() {},
              });
            },
          }),
        ),
      ],
    }).catch((error: unknown) => error);
    expect(describeStartFailure(failed)).toBe(refusal);
  });

  it('keeps the stack of anything else', () => {
    expect(describeStartFailure(new TypeError('x'))).toMatch(
      /^TypeError: x\n +at /,
    );
    expect(describeStartFailure('x')).toBe('x');
  });
});
