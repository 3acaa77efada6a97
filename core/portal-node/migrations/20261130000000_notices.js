// @ts-check

/**
 * Notifications of a plugin that are to be sent, and those that were. Times are
 * ISO 8601 text in UTC with milliseconds.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('notices', table => {
    table.string('key', 400).primary();
    table.string('scope', 400).notNullable();
    table.text('notice').notNullable();
    table.string('put_at', 24).notNullable();
    table.integer('attempts').notNullable().defaultTo(0);
    table.string('lease_until', 24).comment('Nobody else sends it until then');
    table.string('done_at', 24).comment('Sent, or no longer to be sent');
    table.index(['done_at', 'put_at'], 'notices_due_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('notices');
};
