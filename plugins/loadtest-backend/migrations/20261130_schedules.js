/**
 * Load tests that start by themselves. Times are ISO texts as in `runs`.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('schedules', table => {
    table.string('id', 36).primary();
    table.string('entity_ref', 500).notNullable();
    table.string('next_at', 24).comment('NULL while it starts nothing');
    table.text('detail').notNullable().comment('LoadSchedule as JSON');
    table.index(['entity_ref'], 'schedules_entity_idx');
    table.index(['next_at'], 'schedules_next_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('schedules');
};
