# For an organisation that keeps its state on Google. Cloud Storage does not take
# the conditional writes of S3's lock: the stacks then use Terraform's own
# backend "gcs", which locks by itself.
resource "google_storage_bucket" "this" {
  # checkov:skip=CKV_GCP_62:Data access of the bucket is in the project's audit log.
  project                     = var.project
  name                        = var.bucket
  location                    = var.region
  storage_class               = "STANDARD"
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = false
  labels                      = var.labels

  versioning {
    enabled = true
  }

  encryption {
    default_kms_key_name = var.key_id
  }

  lifecycle_rule {
    condition {
      days_since_noncurrent_time = 365
      num_newer_versions         = 50
    }
    action {
      type = "Delete"
    }
  }

  lifecycle {
    prevent_destroy = true
  }
}

# States and locks below a prefix, and no others.
resource "google_storage_bucket_iam_member" "writer" {
  for_each = var.writers

  bucket = google_storage_bucket.this.name
  role   = "roles/storage.objectUser"
  member = each.value.member

  condition {
    title      = "prefix"
    expression = "resource.type == \"storage.googleapis.com/Bucket\" || resource.name.startsWith(\"projects/_/buckets/${var.bucket}/objects/${each.value.prefix}\")"
  }
}
