# An environment on a cluster of EKS. What runs in it is installed by Helmfile,
# with its namespace and its quota; what AWS holds for it is an identity, which
# may do nothing until it is given a right.

provider "aws" {
  region = var.region

  default_tags {
    tags = module.environment.cloud_labels
  }
}

module "environment" {
  source = "../../modules/environment/rules"

  cloud      = "aws"
  name       = var.name
  owner      = var.owner
  size       = var.size
  expires_at = var.expires_at
  services   = var.services
  labels     = var.labels
  protected  = var.protected
  cluster    = var.cluster
  domain     = var.domain
}

# The plan fails where the cluster is not there.
data "aws_eks_cluster" "this" {
  name = var.cluster
}

resource "aws_iam_role" "environment" {
  name                 = "${module.environment.names.identity}-env"
  description          = "Pods of the environment ${var.name}"
  permissions_boundary = var.permissions_boundary
  tags                 = module.environment.cloud_labels
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Principal = { Service = "pods.eks.amazonaws.com" }
    }]
  })
}

resource "aws_eks_pod_identity_association" "environment" {
  cluster_name    = data.aws_eks_cluster.this.name
  namespace       = module.environment.namespace
  service_account = "environment"
  role_arn        = aws_iam_role.environment.arn
  tags            = module.environment.cloud_labels
}

module "guard" {
  source = "../../modules/ttl/guard"

  name      = var.name
  protected = module.environment.deletion_protection

  # Destroyed before all of them.
  depends_on = [aws_eks_pod_identity_association.environment]
}
