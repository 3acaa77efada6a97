// @ts-check

/**
 * What a process needs to carry out a halt that another one was killed in: in
 * whose name, which faults there were, and until when somebody works on it.
 * A halt without a number of stopped faults was not carried out to its end.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('halts', table => {
    table.text('groups');
    table.text('targets');
    table.text('left_over');
    table.string('lease_owner', 36);
    table.string('lease_until', 24);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('halts', table => {
    table.dropColumns(
      'groups',
      'targets',
      'left_over',
      'lease_owner',
      'lease_until',
    );
  });
};
