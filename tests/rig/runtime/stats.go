package main

import (
	"context"
	"time"

	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
)

// The numbers by which the kubelet decides on evictions. Only `memory` and `layerMB` of a run matter; the others are small and constant.

func number(n uint64) *v1.UInt64Value { return &v1.UInt64Value{Value: n} }

func filesystem(bytes, inodes uint64) *v1.FilesystemUsage {
	return &v1.FilesystemUsage{
		Timestamp:  time.Now().UnixNano(),
		FsId:       &v1.FilesystemIdentifier{Mountpoint: "/"},
		UsedBytes:  number(bytes),
		InodesUsed: number(inodes),
	}
}

func (c *container) stats() *v1.ContainerStats {
	now := time.Now().UnixNano()
	layer := uint64(0)
	if !c.started.IsZero() && c.since() >= c.run.WriteAfter {
		layer = c.run.LayerMB << 20
	}
	return &v1.ContainerStats{
		Attributes: &v1.ContainerAttributes{Id: c.id, Metadata: c.config.Metadata, Labels: c.config.Labels, Annotations: c.config.Annotations},
		Cpu:        &v1.CpuUsage{Timestamp: now, UsageCoreNanoSeconds: number(1000), UsageNanoCores: number(1000)},
		Memory: &v1.MemoryUsage{
			Timestamp:       now,
			WorkingSetBytes: number(c.run.Memory),
			UsageBytes:      number(c.run.Memory),
			RssBytes:        number(c.run.Memory),
		},
		WritableLayer: filesystem(layer, 1),
	}
}

// ContainerStats are those of one container.
func (w *world) ContainerStats(_ context.Context, r *v1.ContainerStatsRequest) (*v1.ContainerStatsResponse, error) {
	w.Lock()
	defer w.Unlock()
	c := w.containers[r.ContainerId]
	if c == nil {
		return nil, missing("container")
	}
	return &v1.ContainerStatsResponse{Stats: c.stats()}, nil
}

// ListContainerStats are those of all that run.
func (w *world) ListContainerStats(_ context.Context, r *v1.ListContainerStatsRequest) (*v1.ListContainerStatsResponse, error) {
	w.Lock()
	defer w.Unlock()
	f := r.GetFilter()
	list := &v1.ListContainerStatsResponse{}
	for _, c := range w.containers {
		wanted := (f.GetId() == "" || f.GetId() == c.id) &&
			(f.GetPodSandboxId() == "" || f.GetPodSandboxId() == c.sandbox) &&
			match(f.GetLabelSelector(), c.config.Labels)
		if wanted && c.running() {
			list.Stats = append(list.Stats, c.stats())
		}
	}
	return list, nil
}

// ListPodSandboxStats is asked only with a feature that is off.
func (w *world) ListPodSandboxStats(context.Context, *v1.ListPodSandboxStatsRequest) (*v1.ListPodSandboxStatsResponse, error) {
	return &v1.ListPodSandboxStatsResponse{}, nil
}

// ListMetricDescriptors tells that there are no metrics.
func (w *world) ListMetricDescriptors(context.Context, *v1.ListMetricDescriptorsRequest) (*v1.ListMetricDescriptorsResponse, error) {
	return &v1.ListMetricDescriptorsResponse{}, nil
}

// ListPodSandboxMetrics likewise.
func (w *world) ListPodSandboxMetrics(context.Context, *v1.ListPodSandboxMetricsRequest) (*v1.ListPodSandboxMetricsResponse, error) {
	return &v1.ListPodSandboxMetricsResponse{}, nil
}

// ImageFsInfo is a disk with room.
func (w *world) ImageFsInfo(context.Context, *v1.ImageFsInfoRequest) (*v1.ImageFsInfoResponse, error) {
	room := []*v1.FilesystemUsage{filesystem(1<<20, 10)}
	return &v1.ImageFsInfoResponse{ImageFilesystems: room, ContainerFilesystems: room}, nil
}
