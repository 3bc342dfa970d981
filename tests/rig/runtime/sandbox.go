package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
)

// sandbox is the Pod's own container, in which the others live.
type sandbox struct {
	id      string
	config  *v1.PodSandboxConfig
	handler string
	ready   bool
	created time.Time
	ip      string
}

func (s *sandbox) state() v1.PodSandboxState {
	if s.ready {
		return v1.PodSandboxState_SANDBOX_READY
	}
	return v1.PodSandboxState_SANDBOX_NOTREADY
}

func (s *sandbox) options() *v1.NamespaceOption {
	return s.config.GetLinux().GetSecurityContext().GetNamespaceOptions()
}

// saySandbox logs a call that concerns a sandbox.
func (w *world) saySandbox(config *v1.PodSandboxConfig, call string, more entry) {
	line := entry{"sandboxAttempt": config.Metadata.Attempt}
	for k, v := range more {
		line[k] = v
	}
	w.say(config.Metadata.Namespace, config.Metadata.Name, call, line)
}

// RunPodSandbox makes a sandbox, or fails as the next entry of the Pod's `sandbox` list says.
func (w *world) RunPodSandbox(_ context.Context, r *v1.RunPodSandboxRequest) (*v1.RunPodSandboxResponse, error) {
	pod := r.Config.Metadata
	w.Lock()
	w.saySandbox(r.Config, "RunPodSandbox", nil)
	b := w.behaviour(pod.Namespace, pod.Name)
	script := sandboxRun{}
	if n := w.attempts[pod.Uid]; n < len(b.Sandbox) {
		script = b.Sandbox[n]
	}
	w.attempts[pod.Uid]++
	w.Unlock()
	time.Sleep(seconds(script.Delay))
	w.Lock()
	defer w.Unlock()
	if e := errorText(script.Create); e != "" {
		w.saySandbox(r.Config, "RunPodSandbox.done", entry{"error": e})
		return nil, fail(e)
	}
	s := &sandbox{id: w.id("a"), config: r.Config, handler: r.RuntimeHandler, ready: true, created: time.Now()}
	// A Pod on the node's network has the node's address, which the kubelet knows and the runtime does not.
	if s.options().GetNetwork() != v1.NamespaceMode_NODE {
		s.ip = w.address(b.listens())
	}
	w.sandboxes[s.id] = s
	if script.DieAfter != nil {
		time.AfterFunc(seconds(*script.DieAfter), func() {
			w.Lock()
			defer w.Unlock()
			w.die(s)
		})
	}
	return &v1.RunPodSandboxResponse{PodSandboxId: s.id}, nil
}

// address is a new one. A Pod whose probes shall find something gets one of the machine's own loopback network, all of which can be listened
// on without any set-up; the others get one that nobody has.
func (w *world) address(listens bool) string {
	w.made++
	network := "10.88"
	if listens {
		network = "127.88"
	}
	return fmt.Sprintf("%s.%d.%d", network, w.made/200%200+1, w.made%200+1)
}

// die ends a sandbox and what runs in it, as when the node reboots.
func (w *world) die(s *sandbox) {
	if s.ready {
		s.ready = false
		w.saySandbox(s.config, "SandboxDied", nil)
		w.killAll(s)
	}
}

func (w *world) killAll(s *sandbox) {
	for _, c := range w.containers {
		if c.sandbox == s.id {
			w.exit(c, killed, "", "", "sandbox stopped")
		}
	}
}

// StopPodSandbox is called again and again by the kubelet; only the call that changes something is logged.
func (w *world) StopPodSandbox(_ context.Context, r *v1.StopPodSandboxRequest) (*v1.StopPodSandboxResponse, error) {
	w.Lock()
	defer w.Unlock()
	if s := w.sandboxes[r.PodSandboxId]; s != nil && s.ready {
		w.saySandbox(s.config, "StopPodSandbox", nil)
		s.ready = false
		w.killAll(s)
	}
	return &v1.StopPodSandboxResponse{}, nil
}

// RemovePodSandbox removes the sandbox's containers with it.
func (w *world) RemovePodSandbox(_ context.Context, r *v1.RemovePodSandboxRequest) (*v1.RemovePodSandboxResponse, error) {
	w.Lock()
	defer w.Unlock()
	s := w.sandboxes[r.PodSandboxId]
	if s == nil {
		return &v1.RemovePodSandboxResponse{}, nil
	}
	w.killAll(s)
	for id, c := range w.containers {
		if c.sandbox == s.id {
			delete(w.containers, id)
		}
	}
	w.saySandbox(s.config, "RemovePodSandbox", nil)
	delete(w.sandboxes, s.id)
	return &v1.RemovePodSandboxResponse{}, nil
}

// PodSandboxStatus tells of one sandbox.
func (w *world) PodSandboxStatus(_ context.Context, r *v1.PodSandboxStatusRequest) (*v1.PodSandboxStatusResponse, error) {
	w.Lock()
	defer w.Unlock()
	s := w.sandboxes[r.PodSandboxId]
	if s == nil {
		return nil, missing("sandbox")
	}
	return &v1.PodSandboxStatusResponse{Status: &v1.PodSandboxStatus{
		Id:             s.id,
		Metadata:       s.config.Metadata,
		State:          s.state(),
		CreatedAt:      s.created.UnixNano(),
		Network:        &v1.PodSandboxNetworkStatus{Ip: s.ip},
		Linux:          &v1.LinuxPodSandboxStatus{Namespaces: &v1.Namespace{Options: s.options()}},
		Labels:         s.config.Labels,
		Annotations:    s.config.Annotations,
		RuntimeHandler: s.handler,
	}}, nil
}

// ListPodSandbox lists them; the kubelet asks each second.
func (w *world) ListPodSandbox(_ context.Context, r *v1.ListPodSandboxRequest) (*v1.ListPodSandboxResponse, error) {
	w.Lock()
	defer w.Unlock()
	list := &v1.ListPodSandboxResponse{}
	for _, s := range w.sandboxes {
		if !s.wanted(r.GetFilter()) {
			continue
		}
		list.Items = append(list.Items, &v1.PodSandbox{
			Id:             s.id,
			Metadata:       s.config.Metadata,
			State:          s.state(),
			CreatedAt:      s.created.UnixNano(),
			Labels:         s.config.Labels,
			Annotations:    s.config.Annotations,
			RuntimeHandler: s.handler,
		})
	}
	return list, nil
}

func (s *sandbox) wanted(f *v1.PodSandboxFilter) bool {
	return strings.HasPrefix(s.id, f.GetId()) &&
		(f.GetState() == nil || f.GetState().State == s.state()) &&
		match(f.GetLabelSelector(), s.config.Labels)
}

// UpdatePodSandboxResources takes every change.
func (w *world) UpdatePodSandboxResources(_ context.Context, r *v1.UpdatePodSandboxResourcesRequest) (*v1.UpdatePodSandboxResourcesResponse, error) {
	w.Lock()
	defer w.Unlock()
	if s := w.sandboxes[r.PodSandboxId]; s != nil {
		w.saySandbox(s.config, "UpdatePodSandboxResources", entry{"resources": resources(r.Resources)})
	}
	return &v1.UpdatePodSandboxResourcesResponse{}, nil
}
