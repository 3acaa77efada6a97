/**
 * Joint runs, their samples, and saved designs. Times are ISO texts in UTC with
 * milliseconds: their order as text is their order in time, on SQLite and on
 * PostgreSQL alike.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('joint_runs', table => {
    table.string('id', 36).primary();
    table.string('entity_ref', 500).notNullable();
    table.string('state', 20).notNullable();
    table.string('created_at', 24).notNullable();
    table
      .string('open_key', 800)
      .comment(
        'Cluster, namespace and workload while the run is active; else NULL',
      );
    table.text('detail').notNullable().comment('RunDetail as JSON');
    table.text('verdict').comment('Verdict as JSON');
    table
      .string('stepped_at', 24)
      .comment('When the engine last did a step: a gap is an absence');
    table.string('lease_owner', 36);
    table.string('lease_until', 24);
    // NULL differs from NULL on both databases: one active run for each target.
    table.unique(['open_key'], { indexName: 'joint_runs_open_uniq' });
    table.index(['entity_ref', 'created_at'], 'joint_runs_entity_idx');
    table.index(['created_at'], 'joint_runs_created_idx');
  });
  await knex.schema.createTable('joint_samples', table => {
    table
      .string('run_id', 36)
      .notNullable()
      .references('joint_runs.id')
      .onDelete('CASCADE');
    table.integer('seq').notNullable();
    table.text('sample').notNullable().comment('Sample as JSON');
    table.primary(['run_id', 'seq']);
  });
  await knex.schema.createTable('designs', table => {
    table.string('id', 36).primary();
    table.string('entity_ref', 500).notNullable();
    table.string('name', 100).notNullable();
    table.text('saved').notNullable().comment('SavedDesign as JSON');
    table.unique(['entity_ref', 'name'], { indexName: 'designs_name_uniq' });
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('designs');
  await knex.schema.dropTable('joint_samples');
  await knex.schema.dropTable('joint_runs');
};
