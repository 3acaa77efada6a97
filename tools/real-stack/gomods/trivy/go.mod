module slipway/real-stack

go 1.26

require github.com/aquasecurity/trivy-operator v0.29.0
