resource "google_container_cluster" "this" {
  # checkov:skip=CKV_GCP_12:Dataplane V2 (datapath_provider below) enforces NetworkPolicies; the add-on is for clusters without it.
  # checkov:skip=CKV_GCP_21:resource_labels are those of modules/naming/rules; checkov does not follow them through the stack.
  # checkov:skip=CKV_GCP_65:Groups of Google Workspace are the organisation's; access is given by IAM and RBAC.
  # checkov:skip=CKV_GCP_66:Images are pinned and scanned by Trivy and the registry; an attestor is the organisation's.
  project             = var.project
  name                = var.name
  location            = var.region
  min_master_version  = var.kubernetes_version
  network             = var.network_id
  subnetwork          = var.subnetwork_id
  networking_mode     = "VPC_NATIVE"
  datapath_provider   = "ADVANCED_DATAPATH" # NetworkPolicies hold
  deletion_protection = var.deletion_protection
  resource_labels     = var.labels

  enable_intranode_visibility = true
  enable_shielded_nodes       = true
  enable_legacy_abac          = false

  # Node pools are resources of their own.
  remove_default_node_pool = true
  initial_node_count       = 1

  # The default pool lives for minutes, under the same rules.
  node_config {
    service_account = var.node_service_account
    shielded_instance_config {
      enable_secure_boot          = true
      enable_integrity_monitoring = true
    }
    workload_metadata_config {
      mode = "GKE_METADATA"
    }
  }

  release_channel {
    channel = var.stable ? "STABLE" : "REGULAR"
  }

  ip_allocation_policy {
    cluster_secondary_range_name  = "pods"
    services_secondary_range_name = "services"
  }

  private_cluster_config {
    enable_private_nodes    = true
    enable_private_endpoint = length(var.control_plane_access) == 0
    master_ipv4_cidr_block  = var.control_plane_range
  }

  master_authorized_networks_config {
    gcp_public_cidrs_access_enabled = false
    dynamic "cidr_blocks" {
      for_each = var.control_plane_access
      content {
        cidr_block   = cidr_blocks.value
        display_name = "access-${cidr_blocks.key}"
      }
    }
  }

  workload_identity_config {
    workload_pool = "${var.project}.svc.id.goog"
  }

  database_encryption {
    state    = "ENCRYPTED"
    key_name = var.key_id
  }

  master_auth {
    client_certificate_config {
      issue_client_certificate = false
    }
  }

  # HTTPRoutes split the traffic of canaries.
  gateway_api_config {
    channel = "CHANNEL_STANDARD"
  }

  security_posture_config {
    mode = "BASIC"
  }

  cost_management_config {
    enabled = true
  }

  logging_config {
    enable_components = ["SYSTEM_COMPONENTS", "WORKLOADS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"]
  }

  # Slipway's own Prometheus reads the pods.
  monitoring_config {
    enable_components = ["SYSTEM_COMPONENTS"]
    managed_prometheus {
      enabled = false
    }
  }

  maintenance_policy {
    recurring_window {
      start_time = "2026-01-03T02:00:00Z"
      end_time   = "2026-01-03T06:00:00Z"
      recurrence = "FREQ=WEEKLY;BYDAY=SA,SU"
    }
  }

  lifecycle {
    # Of the pool that is removed.
    ignore_changes = [node_config]
  }
}

resource "google_container_node_pool" "default" {
  project  = var.project
  name     = "default"
  cluster  = google_container_cluster.this.id
  location = var.region

  autoscaling {
    min_node_count  = var.nodes_per_zone.min
    max_node_count  = var.nodes_per_zone.max
    location_policy = "BALANCED"
  }

  management {
    auto_repair  = true
    auto_upgrade = true
  }

  upgrade_settings {
    strategy        = "SURGE"
    max_surge       = 1
    max_unavailable = 0
  }

  network_config {
    enable_private_nodes = true
  }

  node_config {
    machine_type    = var.machine_type
    disk_size_gb    = var.disk_gb
    disk_type       = "pd-balanced"
    image_type      = "COS_CONTAINERD"
    service_account = var.node_service_account
    oauth_scopes    = ["https://www.googleapis.com/auth/cloud-platform"] # IAM limits it
    resource_labels = var.labels

    shielded_instance_config {
      enable_secure_boot          = true
      enable_integrity_monitoring = true
    }

    # Pods see their own identity, not the node's.
    workload_metadata_config {
      mode = "GKE_METADATA"
    }
  }
}
