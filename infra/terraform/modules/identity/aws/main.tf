locals {
  # No keys: EKS gives a pod of this service account a token of the role.
  trust = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Principal = { Service = "pods.eks.amazonaws.com" }
    }]
  })

  accounts = { vault = var.vault, runner = var.runner }
  policies = {
    vault = jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Effect   = "Allow"
        Action   = ["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey"]
        Resource = [var.unseal_key_arn]
      }]
    })
    runner = var.state_policy
  }
}

resource "aws_iam_role" "this" {
  for_each = local.accounts

  name               = "${var.name}-${each.key}"
  assume_role_policy = local.trust
  tags               = var.tags
}

resource "aws_iam_role_policy" "this" {
  for_each = local.accounts

  name   = each.key
  role   = aws_iam_role.this[each.key].id
  policy = local.policies[each.key]
}

# The runner reads where the cluster is; what it may do there is Kubernetes' RBAC.
resource "aws_iam_role_policy" "runner_reads_the_cluster" {
  name = "cluster"
  role = aws_iam_role.this["runner"].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["eks:DescribeCluster"]
      Resource = ["arn:aws:eks:*:*:cluster/${var.cluster_name}"]
    }]
  })
}

resource "aws_eks_pod_identity_association" "this" {
  for_each = local.accounts

  cluster_name    = var.cluster_name
  namespace       = each.value.namespace
  service_account = each.value.name
  role_arn        = aws_iam_role.this[each.key].arn
  tags            = var.tags
}

resource "aws_eks_access_entry" "runner" {
  cluster_name      = var.cluster_name
  principal_arn     = aws_iam_role.this["runner"].arn
  kubernetes_groups = ["slipway:runners"]
  tags              = var.tags
}
