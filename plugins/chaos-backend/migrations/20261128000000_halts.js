// @ts-check

/**
 * One row for each time that all faults were halted. Times are ISO 8601 text in
 * UTC with milliseconds.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('halts', table => {
    table.string('halted_at', 24).primary();
    table.string('halted_by', 500).notNullable();
    table.text('reason').notNullable();
    table.integer('stopped');
    table.string('lifted_at', 24);
    table.string('lifted_by', 500);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('halts');
};
