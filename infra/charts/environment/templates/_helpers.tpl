{{- define "environment.labels" -}}
app.kubernetes.io/name: environment
app.kubernetes.io/instance: {{ .Values.name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
slipway.io/environment-name: {{ .Values.name }}
slipway.io/environment-size: {{ .Values.size }}
{{- with omit .Values.labels "slipway.io/environment" "slipway.io/environment-name" "slipway.io/environment-size" "slipway.io/entity-ref" "app.kubernetes.io/name" "app.kubernetes.io/instance" "app.kubernetes.io/managed-by" "helm.sh/chart" }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Metadata of an object in the namespace. Takes root and name. */}}
{{- define "environment.metadata" -}}
name: {{ .name }}
namespace: {{ .root.Values.namespace }}
labels:
  {{- include "environment.labels" .root | nindent 2 }}
  slipway.io/environment: {{ .root.Values.name }}
annotations:
  {{- include "environment.annotations" .root | nindent 2 }}
{{- end }}

{{- define "environment.annotations" -}}
slipway.io/owner: {{ .Values.owner | quote }}
{{- with .Values.entityRef }}
slipway.io/entity-ref: {{ . | quote }}
{{- end }}
{{- with .Values.expiresAt }}
slipway.io/expires-at: {{ . | quote }}
{{- end }}
{{- end }}

{{/* Subject of a RoleBinding for an entity reference. Takes root and ref. */}}
{{- define "environment.subject" -}}
- apiGroup: rbac.authorization.k8s.io
  kind: {{ if hasPrefix "user:" .ref }}User{{ else }}Group{{ end }}
  name: {{ printf "%s%s" .root.Values.rbac.subjectPrefix .ref | quote }}
{{- end }}
