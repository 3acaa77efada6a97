// A stand-in for Chaos Mesh's daemon on nodes that run nothing: it answers every
// call of the controller and does nothing to anything. What it was asked is
// written to standard output, a line of JSON for each call, so that a test can
// prove that the controller really asked.
//
// Usage: chaos-daemon-stub ADDRESS REFUSE_FILE
//
// While REFUSE_FILE exists every call fails with its first line as the reason.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/signal"
	"path"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/chaos-mesh/chaos-mesh/pkg/chaosdaemon/pb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
)

// call is one line of the output.
type call struct {
	At      string `json:"at"`
	Method  string `json:"method"`
	Request any    `json:"request"`
	Refused string `json:"refused,omitempty"`
}

type daemon struct {
	pb.UnimplementedChaosDaemonServer
	refuseFile string
	writing    sync.Mutex
}

// reason is why calls are refused now, or empty.
func (d *daemon) reason() string {
	text, err := os.ReadFile(d.refuseFile)
	if err != nil {
		return ""
	}
	line, _, _ := strings.Cut(string(text), "\n")
	if line == "" {
		return "the daemon was told to refuse"
	}
	return line
}

// record writes each call down and refuses it while the file is there.
func (d *daemon) record(ctx context.Context, request any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
	reason := d.reason()
	line, err := json.Marshal(call{
		At:      time.Now().UTC().Format(time.RFC3339Nano),
		Method:  path.Base(info.FullMethod),
		Request: request,
		Refused: reason,
	})
	if err != nil {
		return nil, err
	}
	d.writing.Lock()
	fmt.Println(string(line))
	d.writing.Unlock()
	if reason != "" {
		return nil, status.Error(codes.Unavailable, reason)
	}
	return next(ctx, request)
}

func (*daemon) SetTcs(context.Context, *pb.TcsRequest) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

func (*daemon) FlushIPSets(context.Context, *pb.IPSetsRequest) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

func (*daemon) SetIptablesChains(context.Context, *pb.IptablesChainsRequest) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

func (*daemon) SetTimeOffset(context.Context, *pb.TimeRequest) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

func (*daemon) RecoverTimeOffset(context.Context, *pb.TimeRequest) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

func (*daemon) ContainerKill(context.Context, *pb.ContainerRequest) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

func (*daemon) ContainerGetPid(context.Context, *pb.ContainerRequest) (*pb.ContainerResponse, error) {
	return &pb.ContainerResponse{Pid: 1}, nil
}

// started stands for the start time, in ms, of a process that was never started.
const started = 1

func (*daemon) ExecStressors(_ context.Context, request *pb.ExecStressRequest) (*pb.ExecStressResponse, error) {
	response := &pb.ExecStressResponse{}
	if request.CpuStressors != "" {
		response.CpuInstance, response.CpuStartTime, response.CpuInstanceUid = "1", started, "cpu"
	}
	if request.MemoryStressors != "" {
		response.MemoryInstance, response.MemoryStartTime, response.MemoryInstanceUid = "2", started, "memory"
	}
	return response, nil
}

func (*daemon) CancelStressors(context.Context, *pb.CancelStressRequest) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

func (*daemon) ApplyIOChaos(context.Context, *pb.ApplyIOChaosRequest) (*pb.ApplyIOChaosResponse, error) {
	return &pb.ApplyIOChaosResponse{Instance: 1, StartTime: started, InstanceUid: "io"}, nil
}

func (*daemon) ApplyHttpChaos(context.Context, *pb.ApplyHttpChaosRequest) (*pb.ApplyHttpChaosResponse, error) {
	return &pb.ApplyHttpChaosResponse{Instance: 1, StartTime: started, StatusCode: 200, InstanceUid: "http"}, nil
}

func (*daemon) ApplyBlockChaos(context.Context, *pb.ApplyBlockChaosRequest) (*pb.ApplyBlockChaosResponse, error) {
	return &pb.ApplyBlockChaosResponse{InjectionId: 1}, nil
}

func (*daemon) RecoverBlockChaos(context.Context, *pb.RecoverBlockChaosRequest) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

func (*daemon) SetDNSServer(context.Context, *pb.SetDNSServerRequest) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

func (*daemon) InstallJVMRules(context.Context, *pb.InstallJVMRulesRequest) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

func (*daemon) UninstallJVMRules(context.Context, *pb.UninstallJVMRulesRequest) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: chaos-daemon-stub ADDRESS REFUSE_FILE")
		os.Exit(2)
	}
	listener, err := net.Listen("tcp", os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	d := &daemon{refuseFile: os.Args[2]}
	server := grpc.NewServer(grpc.UnaryInterceptor(d.record))
	pb.RegisterChaosDaemonServer(server, d)
	ending := make(chan os.Signal, 1)
	signal.Notify(ending, syscall.SIGTERM, syscall.SIGINT)
	go func() {
		<-ending
		server.Stop()
	}()
	if err := server.Serve(listener); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
