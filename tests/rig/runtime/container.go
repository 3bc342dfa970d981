package main

import (
	"context"
	"strings"
	"time"

	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
)

// container is one run of a container of a Pod: the kubelet makes a new one for each.
type container struct {
	id, sandbox string
	config      *v1.ContainerConfig
	script      int // which run of the list it plays
	run         run
	state       v1.ContainerState
	created     time.Time
	started     time.Time
	finished    time.Time
	code        int32
	reason      string
	message     string
	done        chan struct{}  // closed at its end
	calls       map[string]int // answers given, by the key of the answer
	updates     int
	servers     []closer
	resources   *v1.LinuxContainerResources
}

type closer interface{ Close() error }

func (c *container) running() bool { return c.state == v1.ContainerState_CONTAINER_RUNNING }

// since is the time that it has run, in seconds.
func (c *container) since() float64 { return time.Since(c.started).Seconds() }

// call is the number of answers that were given for `key` before this one.
func (c *container) call(key string) int {
	c.calls[key]++
	return c.calls[key] - 1
}

// CreateContainer takes the next run of the script; the last one repeats.
func (w *world) CreateContainer(_ context.Context, r *v1.CreateContainerRequest) (*v1.CreateContainerResponse, error) {
	w.Lock()
	defer w.Unlock()
	s := w.sandboxes[r.PodSandboxId]
	if s == nil {
		return nil, missing("sandbox")
	}
	pod, name := s.config.Metadata, r.Config.Metadata.Name
	c := &container{
		id:        w.id("c"),
		sandbox:   s.id,
		config:    r.Config,
		created:   time.Now(),
		state:     v1.ContainerState_CONTAINER_CREATED,
		done:      make(chan struct{}),
		calls:     map[string]int{},
		resources: r.Config.GetLinux().GetResources(),
	}
	key := pod.Uid + "/" + name
	if runs := w.behaviour(pod.Namespace, pod.Name).Containers[name]; len(runs) > 0 {
		c.script = min(w.creations[key], len(runs)-1)
		c.run = runs[c.script]
	}
	w.creations[key]++
	if e := errorText(c.run.Create); e != "" {
		w.sayOf(c, "CreateContainer", entry{"error": e})
		return nil, fail(e)
	}
	w.sayOf(c, "CreateContainer", w.creation(c))
	w.containers[c.id] = c
	return &v1.CreateContainerResponse{ContainerId: c.id}, nil
}

// creation is what the log tells of a new container beyond its name.
func (w *world) creation(c *container) entry {
	more := entry{"image": c.config.GetImage().GetImage()}
	if written := c.config.GetImage().GetUserSpecifiedImage(); written != "" {
		more["image"] = written
	}
	if r := resources(c.resources); len(r) > 0 {
		more["resources"] = r
	}
	options := c.config.GetLinux().GetSecurityContext().GetNamespaceOptions()
	if target := w.containers[options.GetTargetId()]; target != nil && options.GetPid() == v1.NamespaceMode_TARGET {
		more["target"] = target.config.Metadata.Name
	}
	return more
}

// resources are those that a Pod can set.
func resources(r *v1.LinuxContainerResources) entry {
	set := entry{}
	for name, value := range map[string]int64{
		"cpuPeriod":   r.GetCpuPeriod(),
		"cpuQuota":    r.GetCpuQuota(),
		"cpuShares":   r.GetCpuShares(),
		"memoryLimit": r.GetMemoryLimitInBytes(),
		"oomScoreAdj": r.GetOomScoreAdj(),
	} {
		if value != 0 {
			set[name] = value
		}
	}
	return set
}

// RemoveContainer kills it if it still runs.
func (w *world) RemoveContainer(_ context.Context, r *v1.RemoveContainerRequest) (*v1.RemoveContainerResponse, error) {
	w.Lock()
	defer w.Unlock()
	if c := w.containers[r.ContainerId]; c != nil {
		w.exit(c, killed, "", "", "removed")
		w.sayOf(c, "RemoveContainer", nil)
		delete(w.containers, c.id)
	}
	return &v1.RemoveContainerResponse{}, nil
}

// ListContainers lists them; the kubelet finds out by it that one has ended.
func (w *world) ListContainers(_ context.Context, r *v1.ListContainersRequest) (*v1.ListContainersResponse, error) {
	w.Lock()
	defer w.Unlock()
	list := &v1.ListContainersResponse{}
	for _, c := range w.containers {
		if !c.wanted(r.GetFilter()) {
			continue
		}
		list.Containers = append(list.Containers, &v1.Container{
			Id:           c.id,
			PodSandboxId: c.sandbox,
			Metadata:     c.config.Metadata,
			Image:        c.config.Image,
			ImageRef:     imageID(c.config.Image.Image),
			ImageId:      imageID(c.config.Image.Image),
			State:        c.state,
			CreatedAt:    c.created.UnixNano(),
			Labels:       c.config.Labels,
			Annotations:  c.config.Annotations,
		})
	}
	return list, nil
}

func (c *container) wanted(f *v1.ContainerFilter) bool {
	return strings.HasPrefix(c.id, f.GetId()) &&
		(f.GetPodSandboxId() == "" || f.GetPodSandboxId() == c.sandbox) &&
		(f.GetState() == nil || f.GetState().State == c.state) &&
		match(f.GetLabelSelector(), c.config.Labels)
}

// ContainerStatus tells of one container.
func (w *world) ContainerStatus(_ context.Context, r *v1.ContainerStatusRequest) (*v1.ContainerStatusResponse, error) {
	w.Lock()
	defer w.Unlock()
	c := w.containers[r.ContainerId]
	if c == nil {
		return nil, missing("container")
	}
	s := &v1.ContainerStatus{
		Id:          c.id,
		Metadata:    c.config.Metadata,
		State:       c.state,
		CreatedAt:   nanoseconds(c.created),
		StartedAt:   nanoseconds(c.started),
		FinishedAt:  nanoseconds(c.finished),
		ExitCode:    c.code,
		Image:       c.config.Image,
		ImageRef:    imageID(c.config.Image.Image),
		ImageId:     imageID(c.config.Image.Image),
		Reason:      c.reason,
		Message:     c.message,
		Labels:      c.config.Labels,
		Annotations: c.config.Annotations,
		Mounts:      c.config.Mounts,
		LogPath:     c.config.LogPath,
	}
	if c.resources != nil {
		s.Resources = &v1.ContainerResources{Linux: c.resources}
	}
	return &v1.ContainerStatusResponse{Status: s}, nil
}

// UpdateContainerResources takes a change, or fails as the run's `update` list says.
func (w *world) UpdateContainerResources(_ context.Context, r *v1.UpdateContainerResourcesRequest) (*v1.UpdateContainerResourcesResponse, error) {
	w.Lock()
	defer w.Unlock()
	c := w.containers[r.ContainerId]
	if c == nil {
		return nil, missing("container")
	}
	more, e := entry{"resources": resources(r.Linux)}, ""
	if c.updates < len(c.run.Update) {
		e = errorText(c.run.Update[c.updates])
	}
	c.updates++
	if e != "" {
		more["error"] = e
		w.sayOf(c, "UpdateContainerResources", more)
		return nil, fail(e)
	}
	w.sayOf(c, "UpdateContainerResources", more)
	c.resources = r.Linux
	return &v1.UpdateContainerResourcesResponse{}, nil
}

// ReopenContainerLog has nothing to do: no program writes logs.
func (w *world) ReopenContainerLog(context.Context, *v1.ReopenContainerLogRequest) (*v1.ReopenContainerLogResponse, error) {
	return &v1.ReopenContainerLogResponse{}, nil
}
