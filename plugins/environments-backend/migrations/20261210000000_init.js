/**
 * Environments, their operations, and what is encrypted of them. Times are ISO
 * texts in UTC with milliseconds: their order as text is their order in time,
 * on SQLite and on PostgreSQL alike.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('environments', table => {
    table.string('name', 40).primary();
    table.string('owner', 300).notNullable();
    table.string('state', 20).notNullable();
    table.string('expires_at', 24).comment('NULL: it has no end');
    table.string('created_at', 24).notNullable();
    table.text('detail').notNullable().comment('EnvironmentRow as JSON');
    table
      .text('warned')
      .notNullable()
      .comment('Warnings that were sent for this end, as JSON');
    table
      .string('request_key', 200)
      .comment('Of the task that asked for it: asking twice makes one');
    table.index(['owner'], 'environments_owner_idx');
  });
  await knex.schema.createTable('operations', table => {
    table.string('id', 36).primary();
    table.string('environment', 40).notNullable();
    table.string('kind', 20).notNullable();
    table.string('state', 20).notNullable();
    table.string('created_at', 24).notNullable();
    table
      .string('open_key', 40)
      .comment('The environment while the operation is open; else NULL');
    table.text('detail').notNullable().comment('Operation as JSON');
    table.string('lease_owner', 36);
    table.string('lease_until', 24);
    // NULL differs from NULL on both databases: one open operation of each environment.
    table.unique(['open_key'], { indexName: 'operations_open_uniq' });
    table.index(['environment', 'created_at'], 'operations_env_idx');
    table.index(['state'], 'operations_state_idx');
  });
  await knex.schema.createTable('sealed', table => {
    table.string('operation_id', 36).notNullable();
    table.string('name', 30).notNullable();
    table.string('key_id', 16).notNullable();
    table.text('body', 'longtext').notNullable().comment('Encrypted, base64');
    table.string('expires_at', 24).notNullable();
    table.primary(['operation_id', 'name']);
    table.index(['expires_at'], 'sealed_expires_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('sealed');
  await knex.schema.dropTable('operations');
  await knex.schema.dropTable('environments');
};
