/** For the files here that are in no package; in the copy of the tree the rules of the packages hold. */
module.exports = { plugins: ['jest'] };
