variables {
  stage     = "dev"
  size      = "small"
  workspace = "dev"
}

run "applied" {
  assert {
    condition     = jsondecode(file(local_file.stage.filename)).cluster_name == "slipway-dev" && output.cluster_name == "slipway-dev"
    error_message = "what a stage is lies in its file"
  }
}
