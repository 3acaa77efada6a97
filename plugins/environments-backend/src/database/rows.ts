import { ConflictError, isError, NotFoundError } from '@backstage/errors';
import {
  EnvironmentRow,
  isOpen,
  Operation,
} from '@slipway/plugin-environments-common';
import { Knex } from 'knex';
import { Kept } from './EnvironmentStore';

/** A row of `environments`. */
export interface EnvironmentTableRow {
  name: string;
  owner: string;
  state: string;
  expires_at: string | null;
  created_at: string;
  detail: string;
  warned: string;
  request_key: string | null;
}

/** A row of `operations`. */
export interface OperationTableRow {
  id: string;
  environment: string;
  kind: string;
  state: string;
  created_at: string;
  open_key: string | null;
  detail: string;
  lease_owner: string | null;
  lease_until: string | null;
}

/** A row of `sealed`. */
export interface SealedTableRow {
  operation_id: string;
  name: string;
  key_id: string;
  body: string;
  expires_at: string;
}

/** The table of environments. */
export const environments = (db: Knex) =>
  db<EnvironmentTableRow>('environments');
/** The table of operations. */
export const operations = (db: Knex) => db<OperationTableRow>('operations');

/** The columns of an environment that change with it. */
export const columnsOf = (row: EnvironmentRow) => ({
  name: row.name,
  owner: row.owner,
  state: row.state,
  expires_at: row.expiresAt,
  detail: JSON.stringify(row),
});

/** The row of an environment, which nobody else changes until the end of the transaction. */
export function lockedEnvironment(trx: Knex.Transaction, name: string) {
  return environments(trx).where({ name }).forUpdate().first();
}

/** The row of an operation, which nobody else changes until the end of the transaction. */
export function lockedOperation(trx: Knex.Transaction, id: string) {
  return operations(trx).where({ id }).forUpdate().first();
}

/** The latest operation of an environment that is not a check for drift. */
export async function latestOf(
  db: Knex,
  environment: string,
): Promise<Operation | undefined> {
  const row = await operations(db)
    .where({ environment })
    .whereNot('kind', 'check-drift')
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .first('detail');
  return row && JSON.parse(row.detail);
}

/** An environment that is there already, with its latest operation. Throws NotFoundError. */
export async function keptOf(
  trx: Knex.Transaction,
  name: string,
  { detail }: EnvironmentTableRow,
): Promise<Kept> {
  const operation = await latestOf(trx, name);
  if (!operation) throw new NotFoundError(`${name} has no operation.`);
  return { row: JSON.parse(detail), operation };
}

/** Changes an environment. Throws NotFoundError. */
export async function changeRow(
  trx: Knex.Transaction,
  name: string,
  change: (row: EnvironmentRow) => EnvironmentRow,
): Promise<EnvironmentRow> {
  const before = await lockedEnvironment(trx, name);
  if (!before) throw new NotFoundError(`There is no environment ${name}.`);
  const row: EnvironmentRow = JSON.parse(before.detail);
  const after = change(row);
  await environments(trx)
    .where({ name })
    .update({
      ...columnsOf(after),
      // Another end: nobody has been warned of it.
      ...(after.expiresAt === row.expiresAt ? {} : { warned: '[]' }),
    });
  return after;
}

const changing = (operation: Operation) => ({
  state: operation.state,
  open_key: isOpen(operation) ? operation.environment : null,
  detail: JSON.stringify(operation),
});

/** Keeps a new operation. Throws ConflictError while another one is open. */
export async function insertOperation(
  trx: Knex.Transaction,
  operation: Operation,
): Promise<void> {
  await unlessTaken(
    () =>
      operations(trx).insert({
        id: operation.id,
        environment: operation.environment,
        kind: operation.kind,
        created_at: operation.createdAt,
        ...changing(operation),
      }),
    `Another operation of ${operation.environment} is open.`,
  );
}

/** Keeps a changed operation. Throws ConflictError when it is opened while another one is. */
export async function updateOperation(
  trx: Knex.Transaction,
  operation: Operation,
): Promise<void> {
  await unlessTaken(
    () =>
      operations(trx).where({ id: operation.id }).update(changing(operation)),
    `Another operation of ${operation.environment} is open.`,
  );
}

/** @throws ConflictError where a unique index refuses it */
export async function unlessTaken<T>(
  write: () => PromiseLike<T>,
  message: string,
): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const code = isError(error) ? String(error.code ?? '') : '';
    if (code === '23505' || code.startsWith('SQLITE_CONSTRAINT')) {
      throw new ConflictError(message);
    }
    throw error;
  }
}
