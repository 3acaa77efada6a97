// @ts-check

/**
 * What users did was kept with the source `person`.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex('entries').where({ source: 'person' }).update({ source: 'user' });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex('entries').where({ source: 'user' }).update({ source: 'person' });
};
