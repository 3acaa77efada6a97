import { Knex } from 'knex';

/**
 * Inserts rows by one short statement, however many there are: a list of
 * thousands of placeholders takes longer to prepare than to carry out. Rows
 * that are there already are left as they are.
 *
 * @param columns - those of the rows; what is not named is NULL
 */
export async function insertRows<T extends object>(
  db: Knex,
  table: string,
  columns: ReadonlyArray<keyof T & string>,
  rows: readonly T[],
): Promise<void> {
  if (rows.length === 0) return;
  const into = columns.map(column => db.ref(column).toQuery()).join(', ');
  const isSqlite = /sqlite/.test(db.client.dialect);
  // A position in a list is found sooner than a name.
  const given = JSON.stringify(
    isSqlite ? rows.map(row => columns.map(column => row[column])) : rows,
  );
  const from = isSqlite
    ? `select ${columns
        .map((_, at) => `json_extract(value, '$[${at}]')`)
        .join(', ')} from json_each(?) where true`
    : `select ${into} from json_populate_recordset(null::${db
        .ref(table)
        .toQuery()}, ?::json)`;
  await db.raw(
    `insert into ${db
      .ref(table)
      .toQuery()} (${into}) ${from} on conflict do nothing`,
    [given],
  );
}
