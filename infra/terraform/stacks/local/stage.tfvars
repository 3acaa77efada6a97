# The stage stage of a machine without a cloud.
stage = "stage"
size  = "medium"
