resource "azurerm_kubernetes_cluster" "this" {
  # checkov:skip=CKV_AZURE_172:The driver of secret stores is not installed: secrets come from Vault.
  # checkov:skip=CKV_AZURE_226:The machines of modules/sizing/rules have no local disk that an ephemeral one could lie on.
  # checkov:skip=CKV_AZURE_6:The control plane is private where control_plane_access is empty, and else open to its ranges alone; the rules refuse the internet.
  # checkov:skip=CKV_AZURE_115:Private where control_plane_access is empty; a stage that names ranges chose them.
  # checkov:skip=CKV_AZURE_117:Disks are encrypted by the platform's key; a key of one's own for them is the organisation's choice.
  # checkov:skip=CKV_AZURE_4:Slipway's own Prometheus and log store read the cluster.
  # checkov:skip=CKV_AZURE_232:One pool: the add-ons are few and have priority classes of their own.
  name                    = var.name
  resource_group_name     = var.resource_group_name
  location                = var.location
  dns_prefix              = var.name
  kubernetes_version      = var.kubernetes_version
  sku_tier                = var.production ? "Standard" : "Free"
  private_cluster_enabled = length(var.control_plane_access) == 0
  tags                    = var.tags

  # No certificates of an administrator, no passwords: Entra alone.
  local_account_disabled            = true
  role_based_access_control_enabled = true
  run_command_enabled               = false
  oidc_issuer_enabled               = true
  workload_identity_enabled         = true
  azure_policy_enabled              = true
  automatic_upgrade_channel         = var.production ? "patch" : "stable"
  node_os_upgrade_channel           = "NodeImage"
  image_cleaner_enabled             = true
  image_cleaner_interval_hours      = 168

  azure_active_directory_role_based_access_control {
    azure_rbac_enabled     = true
    admin_group_object_ids = var.administrators
  }

  dynamic "api_server_access_profile" {
    for_each = length(var.control_plane_access) > 0 ? [var.control_plane_access] : []
    content {
      authorized_ip_ranges = api_server_access_profile.value
    }
  }

  identity {
    type         = "UserAssigned"
    identity_ids = [var.identities.cluster]
  }

  kubelet_identity {
    client_id                 = var.nodes_identity.client_id
    object_id                 = var.nodes_identity.principal_id
    user_assigned_identity_id = var.identities.nodes
  }

  default_node_pool {
    name                         = "default"
    vm_size                      = var.machine_type
    vnet_subnet_id               = var.subnet_id
    auto_scaling_enabled         = true
    min_count                    = var.nodes.min
    max_count                    = var.nodes.max
    max_pods                     = 110
    os_disk_size_gb              = var.disk_gb
    os_disk_type                 = "Managed"
    os_sku                       = "AzureLinux"
    zones                        = var.zones
    host_encryption_enabled      = true
    node_public_ip_enabled       = false
    only_critical_addons_enabled = false
    temporary_name_for_rotation  = "rotation"
    tags                         = var.tags

    upgrade_settings {
      max_surge                = "33%"
      drain_timeout_in_minutes = 30
    }
  }

  # Nodes of the pool above alone.
  node_provisioning_profile {
    mode = "Manual"
  }

  network_profile {
    network_plugin      = "azure"
    network_plugin_mode = "overlay"
    network_data_plane  = "cilium"
    network_policy      = "cilium" # NetworkPolicies hold
    pod_cidr            = var.pods
    service_cidr        = var.services
    dns_service_ip      = var.dns_service_ip
    load_balancer_sku   = "standard"
    outbound_type       = "userAssignedNATGateway"
  }

  maintenance_window_auto_upgrade {
    frequency   = "Weekly"
    interval    = 1
    duration    = 4
    day_of_week = "Saturday"
    start_time  = "02:00"
    utc_offset  = "+00:00"
  }

  lifecycle {
    # Of the automatic upgrades.
    ignore_changes = [kubernetes_version, default_node_pool[0].orchestrator_version]
  }
}

resource "azurerm_management_lock" "this" {
  count = var.deletion_protection ? 1 : 0

  name       = "kept"
  scope      = azurerm_kubernetes_cluster.this.id
  lock_level = "CanNotDelete"
  notes      = "Slipway: a cluster of a protected stage. Apply with the protection lifted first."
}
