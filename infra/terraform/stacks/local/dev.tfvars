# The stage dev of a machine without a cloud.
stage = "dev"
size  = "small"
