{{- define "spring-service.component" -}}
{{ default .Release.Name .Values.component }}
{{- end }}

{{- define "spring-service.selectorLabels" -}}
app.kubernetes.io/name: {{ include "spring-service.component" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "spring-service.labels" -}}
{{ include "spring-service.selectorLabels" . }}
app.kubernetes.io/version: {{ .Values.image.tag | quote }}
app.kubernetes.io/part-of: ecommerce
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
backstage.io/kubernetes-id: {{ include "spring-service.component" . }}
{{- with .Values.labels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Reference to the metrics of an analysis, with the argument that names the canary's pods. */}}
{{- define "spring-service.analysisArgs" -}}
args:
  - name: latest-hash
    valueFrom:
      podTemplateHashValue: Latest
{{- end }}

{{/* One metric of an AnalysisTemplate. Takes root, metric and inline. */}}
{{- define "spring-service.metric" -}}
{{- $root := .root -}}
{{- $a := $root.Values.analysis -}}
{{- $inbound := printf "namespace=%q,rollouts_pod_template_hash=\"{{args.latest-hash}}\",direction=\"inbound\"" $root.Release.Namespace -}}
- name: {{ .metric }}
  interval: {{ $a.interval }}
  initialDelay: {{ $a.initialDelay }}
  {{- if .inline }}
  count: {{ $a.count }}
  {{- end }}
  failureLimit: {{ $a.failureLimit }}
  inconclusiveLimit: {{ $a.inconclusiveLimit }}
  {{- /* No series, or no requests (NaN), meets neither condition: inconclusive, not failed. */}}
  {{- if eq .metric "success-rate" }}
  successCondition: len(result) > 0 && result[0] >= {{ $a.successRate }}
  failureCondition: len(result) > 0 && result[0] < {{ $a.successRate }}
  {{- else }}
  successCondition: len(result) > 0 && result[0] <= {{ $a.p95LatencyMs }}
  failureCondition: len(result) > 0 && result[0] > {{ $a.p95LatencyMs }}
  {{- end }}
  provider:
    prometheus:
      address: {{ $a.prometheus }}
      timeout: 5
      query: |
        {{- if eq .metric "success-rate" }}
        sum(rate(response_total{ {{- $inbound }},classification="success"}[{{ $a.window }}]))
        / sum(rate(response_total{ {{- $inbound }}}[{{ $a.window }}]))
        {{- else }}
        histogram_quantile(0.95, sum by (le) (rate(response_latency_ms_bucket{ {{- $inbound }}}[{{ $a.window }}])))
        {{- end }}
{{- end }}
