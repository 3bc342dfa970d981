package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
)

// entry is one line of the log.
type entry map[string]any

// world is all that the runtime knows. Each method that a client calls takes the lock; the others are called with it held.
type world struct {
	v1.UnimplementedRuntimeServiceServer
	v1.UnimplementedImageServiceServer
	sync.Mutex
	made       int                              // ids and addresses that were given away
	behaviours map[string]map[string]*behaviour // by namespace, then by the name of a Pod or workload
	images     map[string]*image                // the scripted ones
	used       map[string]bool                  // images that were asked for, for the list of what is on the node
	sandboxes  map[string]*sandbox
	containers map[string]*container
	creations  map[string]int // by the Pod's uid and the container's name: which run comes next
	attempts   map[string]int // by the Pod's uid: which sandbox comes next
	log        map[string][]entry
}

func newWorld() *world {
	return &world{
		behaviours: map[string]map[string]*behaviour{},
		images:     map[string]*image{},
		used:       map[string]bool{},
		sandboxes:  map[string]*sandbox{},
		containers: map[string]*container{},
		creations:  map[string]int{},
		attempts:   map[string]int{},
		log:        map[string][]entry{},
	}
}

// id is a new id as long as those of containerd, which the kubelet cuts in messages.
func (w *world) id(kind string) string {
	w.made++
	return fmt.Sprintf("%s%058x", kind, time.Now().UnixNano()+int64(w.made))
}

// behaviour is the one of a Pod: by its own name, or by the longest name of a workload with which its name begins.
func (w *world) behaviour(namespace, pod string) *behaviour {
	best := ""
	for name := range w.behaviours[namespace] {
		if (name == pod || strings.HasPrefix(pod, name+"-")) && len(name) > len(best) {
			best = name
		}
	}
	if b := w.behaviours[namespace][best]; b != nil {
		return b
	}
	return &behaviour{}
}

// say logs a call that concerns a Pod.
func (w *world) say(namespace, pod, call string, more entry) {
	line := entry{"t": float64(time.Now().UnixMicro()) / 1e6, "pod": pod, "call": call}
	for k, v := range more {
		line[k] = v
	}
	w.log[namespace] = append(w.log[namespace], line)
}

// sayOf logs a call that concerns a container.
func (w *world) sayOf(c *container, call string, more entry) {
	s := w.sandboxes[c.sandbox]
	if s == nil {
		return
	}
	pod, own := s.config.Metadata, c.config.Metadata
	line := entry{"container": own.Name, "attempt": own.Attempt, "sandboxAttempt": pod.Attempt, "script": c.script}
	for k, v := range more {
		line[k] = v
	}
	w.say(pod.Namespace, pod.Name, call, line)
}

// serve is the recorder's side: it gives behaviours before the manifest is posted, and reads the log at the end.
func (w *world) serve(address string) error {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /behaviours", w.takeBehaviours)
	mux.HandleFunc("GET /log", w.tellLog)
	mux.HandleFunc("POST /die", w.loseSandbox)
	return http.ListenAndServe(address, mux)
}

// takeBehaviours replaces those of a namespace, `?ns=`.
func (w *world) takeBehaviours(answer http.ResponseWriter, r *http.Request) {
	var given map[string]*behaviour
	if err := json.NewDecoder(r.Body).Decode(&given); err != nil {
		http.Error(answer, err.Error(), http.StatusBadRequest)
		return
	}
	w.Lock()
	defer w.Unlock()
	namespace := r.URL.Query().Get("ns")
	w.behaviours[namespace] = given
	delete(w.log, namespace)
	// A node has one store of images, whatever the namespace; a second run of a scenario starts it anew.
	for _, b := range given {
		for name, i := range b.Images {
			w.images[name] = i
		}
	}
}

// tellLog answers with the log of a namespace, `?ns=`.
func (w *world) tellLog(answer http.ResponseWriter, r *http.Request) {
	w.Lock()
	defer w.Unlock()
	lines := w.log[r.URL.Query().Get("ns")]
	if lines == nil {
		lines = []entry{}
	}
	if err := json.NewEncoder(answer).Encode(lines); err != nil {
		http.Error(answer, err.Error(), http.StatusInternalServerError)
	}
}

// loseSandbox kills the sandboxes of a Pod, `?ns=&pod=`: the action `loseSandbox`.
func (w *world) loseSandbox(_ http.ResponseWriter, r *http.Request) {
	w.Lock()
	defer w.Unlock()
	namespace, pod := r.URL.Query().Get("ns"), r.URL.Query().Get("pod")
	for _, s := range w.sandboxes {
		if s.config.Metadata.Namespace == namespace && s.config.Metadata.Name == pod {
			w.die(s)
		}
	}
}

// Version names containerd, because the kubelet prints the name of its runtime and treats a few by name.
func (w *world) Version(context.Context, *v1.VersionRequest) (*v1.VersionResponse, error) {
	return &v1.VersionResponse{Version: "0.1.0", RuntimeName: "containerd", RuntimeVersion: "v2.1.0", RuntimeApiVersion: "v1"}, nil
}

// Status is always ready: what a runtime that is away does to a node is not in the vocabulary.
func (w *world) Status(context.Context, *v1.StatusRequest) (*v1.StatusResponse, error) {
	return &v1.StatusResponse{
		Status: &v1.RuntimeStatus{Conditions: []*v1.RuntimeCondition{
			{Type: "RuntimeReady", Status: true},
			{Type: "NetworkReady", Status: true},
		}},
		RuntimeHandlers: []*v1.RuntimeHandler{{Features: &v1.RuntimeHandlerFeatures{}}},
		Features:        &v1.RuntimeFeatures{},
	}, nil
}

// RuntimeConfig has the cgroup driver of kubelet.yaml, since the kubelet prefers the runtime's word to its own.
func (w *world) RuntimeConfig(context.Context, *v1.RuntimeConfigRequest) (*v1.RuntimeConfigResponse, error) {
	return &v1.RuntimeConfigResponse{Linux: &v1.LinuxRuntimeConfiguration{CgroupDriver: v1.CgroupDriver_CGROUPFS}}, nil
}

// UpdateRuntimeConfig takes the node's range of addresses, for which nothing here has a use.
func (w *world) UpdateRuntimeConfig(context.Context, *v1.UpdateRuntimeConfigRequest) (*v1.UpdateRuntimeConfigResponse, error) {
	return &v1.UpdateRuntimeConfigResponse{}, nil
}

// fail is an error of the runtime itself, with the code that containerd gives to those.
func fail(text string) error { return status.Error(codes.Unknown, text) }

// missing is the error by which the kubelet knows that something is gone already.
func missing(what string) error { return status.Error(codes.NotFound, "no such "+what) }

// match tells whether `have` has all labels of `want`.
func match(want, have map[string]string) bool {
	for k, v := range want {
		if have[k] != v {
			return false
		}
	}
	return true
}

// nanoseconds is a time as CRI has it: zero is one that has not come.
func nanoseconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

// rounded is a time of the log, in whole milliseconds.
func rounded(f float64) float64 { return float64(int(f*1000)) / 1000 }
