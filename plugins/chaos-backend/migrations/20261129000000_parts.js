// @ts-check

/**
 * One row for each fault that was started as a part of a joint run, with what
 * its object said before it was gone. Times are ISO 8601 text in UTC.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('parts', table => {
    table.string('id', 200).primary();
    table.string('ref', 600).notNullable().unique();
    table.string('started_by', 500).notNullable();
    table.text('groups').notNullable();
    table.string('claimed_at', 24).notNullable();
    table.boolean('launched').notNullable().defaultTo(false);
    table.string('effective_at', 40);
    table.string('effect_ended_at', 40);
    table.boolean('finished').notNullable().defaultTo(false);
    table.text('stop_reason');
    table.string('gone_at', 40);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('parts');
};
