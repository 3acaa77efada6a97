package main

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// What this provider does not do (import, functions, ephemeral resources) is
// left to the embedded interface: terraform does not ask for what the schema
// does not offer.
type server struct {
	tfprotov6.ProviderServer
	name      string
	provider  served
	resources map[string]served
	data      map[string]served
}

func newServer(name string, file providerFile) (*server, error) {
	s := &server{name: name, resources: map[string]served{}, data: map[string]served{}}
	var err error
	if s.provider, err = serve(file.Provider); err != nil {
		return nil, fmt.Errorf("provider: %w", err)
	}
	for kind, from := range file.Resources {
		if s.resources[kind], err = serve(from); err != nil {
			return nil, fmt.Errorf("%s: %w", kind, err)
		}
	}
	for kind, from := range file.Data {
		if s.data[kind], err = serve(from); err != nil {
			return nil, fmt.Errorf("data %s: %w", kind, err)
		}
	}
	return s, nil
}

func schemas(of map[string]served) map[string]*tfprotov6.Schema {
	all := map[string]*tfprotov6.Schema{}
	for kind, one := range of {
		all[kind] = one.schema
	}
	return all
}

func (s *server) GetMetadata(context.Context, *tfprotov6.GetMetadataRequest) (*tfprotov6.GetMetadataResponse, error) {
	answer := &tfprotov6.GetMetadataResponse{}
	for _, kind := range names(s.resources) {
		answer.Resources = append(answer.Resources, tfprotov6.ResourceMetadata{TypeName: kind})
	}
	for _, kind := range names(s.data) {
		answer.DataSources = append(answer.DataSources, tfprotov6.DataSourceMetadata{TypeName: kind})
	}
	return answer, nil
}

func (s *server) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return &tfprotov6.GetProviderSchemaResponse{
		Provider: s.provider.schema, ResourceSchemas: schemas(s.resources), DataSourceSchemas: schemas(s.data),
	}, nil
}

func (s *server) GetResourceIdentitySchemas(context.Context, *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov6.GetResourceIdentitySchemasResponse{}, nil
}

func (s *server) GetFunctions(context.Context, *tfprotov6.GetFunctionsRequest) (*tfprotov6.GetFunctionsResponse, error) {
	return &tfprotov6.GetFunctionsResponse{}, nil
}

func (s *server) ValidateProviderConfig(_ context.Context, asked *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return &tfprotov6.ValidateProviderConfigResponse{PreparedConfig: asked.Config}, nil
}

// Every plan and apply says what it is.
func (s *server) ConfigureProvider(context.Context, *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	return &tfprotov6.ConfigureProviderResponse{Diagnostics: []*tfprotov6.Diagnostic{{
		Severity: tfprotov6.DiagnosticSeverityWarning,
		Summary:  "The provider " + s.name + " is simulated",
		Detail:   "It serves the schemas of the real one and creates nothing: what is applied is simulated.",
	}}}, nil
}

func (s *server) StopProvider(context.Context, *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	return &tfprotov6.StopProviderResponse{}, nil
}

func (s *server) ValidateResourceConfig(context.Context, *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return &tfprotov6.ValidateResourceConfigResponse{}, nil
}

func (s *server) ValidateDataResourceConfig(context.Context, *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	return &tfprotov6.ValidateDataResourceConfigResponse{}, nil
}

func (s *server) UpgradeResourceState(_ context.Context, asked *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	kind := s.resources[asked.TypeName].schema.ValueType()
	value, err := asked.RawState.UnmarshalWithOpts(kind, tfprotov6.UnmarshalOpts{
		ValueFromJSONOpts: tftypes.ValueFromJSONOpts{IgnoreUndefinedAttributes: true},
	})
	if err != nil {
		return nil, err
	}
	state, err := tfprotov6.NewDynamicValue(kind, value)
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &state}, err
}

func (s *server) ReadResource(_ context.Context, asked *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return &tfprotov6.ReadResourceResponse{NewState: asked.CurrentState, Private: asked.Private}, nil
}

func (s *server) PlanResourceChange(_ context.Context, asked *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	one := s.resources[asked.TypeName]
	kind := one.schema.ValueType()
	proposed, err := asked.ProposedNewState.Unmarshal(kind)
	if err != nil {
		return nil, err
	}
	prior, err := asked.PriorState.Unmarshal(kind)
	if err != nil {
		return nil, err
	}
	answer := &tfprotov6.PlanResourceChangeResponse{
		PlannedState: asked.ProposedNewState, PlannedPrivate: asked.PriorPrivate, UnsafeToUseLegacyTypeSystem: true,
	}
	// What is there keeps what it was filled with; what goes needs nothing.
	if proposed.IsNull() || !prior.IsNull() {
		return answer, nil
	}
	planned, err := replaced(proposed,
		func(name string, value tftypes.Value) bool { return one.filled[name] && isLeftOut(value) },
		func(_ string, kind tftypes.Type) tftypes.Value { return tftypes.NewValue(kind, tftypes.UnknownValue) })
	if err != nil {
		return nil, err
	}
	state, err := tfprotov6.NewDynamicValue(kind, planned)
	answer.PlannedState = &state
	return answer, err
}

func (s *server) ApplyResourceChange(_ context.Context, asked *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	kind := s.resources[asked.TypeName].schema.ValueType()
	planned, err := asked.PlannedState.Unmarshal(kind)
	if err != nil {
		return nil, err
	}
	answer := &tfprotov6.ApplyResourceChangeResponse{NewState: asked.PlannedState, UnsafeToUseLegacyTypeSystem: true}
	if planned.IsNull() {
		return answer, nil
	}
	seed := asked.TypeName + planned.String()
	applied, err := replaced(planned,
		func(_ string, value tftypes.Value) bool { return !value.IsKnown() },
		func(name string, kind tftypes.Type) tftypes.Value { return simulated(seed+name, kind) })
	if err != nil {
		return nil, err
	}
	state, err := tfprotov6.NewDynamicValue(kind, applied)
	answer.NewState = &state
	return answer, err
}

func (s *server) ReadDataSource(_ context.Context, asked *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	one := s.data[asked.TypeName]
	kind := one.schema.ValueType()
	config, err := asked.Config.Unmarshal(kind)
	if err != nil {
		return nil, err
	}
	seed := asked.TypeName + config.String()
	read, err := replaced(config,
		func(name string, value tftypes.Value) bool { return one.filled[name] && isLeftOut(value) },
		func(name string, kind tftypes.Type) tftypes.Value { return simulated(seed+name, kind) })
	if err != nil {
		return nil, err
	}
	state, err := tfprotov6.NewDynamicValue(kind, read)
	return &tfprotov6.ReadDataSourceResponse{State: &state}, err
}
