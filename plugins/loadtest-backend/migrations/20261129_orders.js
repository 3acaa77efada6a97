/**
 * What ordered a run: the same order opens one run.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('runs', table => {
    table
      .string('order_key', 200)
      .comment('Part of a joint run, or time of a schedule; else NULL');
    // NULL differs from NULL on both databases.
    table.unique(['order_key'], { indexName: 'runs_order_uniq' });
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('runs', table => {
    table.dropUnique(['order_key'], 'runs_order_uniq');
    table.dropColumn('order_key');
  });
};
