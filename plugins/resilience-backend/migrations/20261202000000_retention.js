/**
 * When the samples of a run were deleted, past their retention. An ISO text as
 * in `joint_runs`.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('joint_runs', table => {
    table.string('samples_gone_at', 24).comment('NULL while they are kept');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('joint_runs', table => {
    table.dropColumn('samples_gone_at');
  });
};
