/**
 * When the samples of a run were deleted, past their retention. An ISO text as in `runs`.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('runs', table => {
    table.string('series_gone_at', 24).comment('NULL while they are kept');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('runs', table => {
    table.dropColumn('series_gone_at');
  });
};
