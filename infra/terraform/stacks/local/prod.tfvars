# The stage prod of a machine without a cloud.
stage = "prod"
size  = "large"
