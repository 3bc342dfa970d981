package main

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
)

const (
	killed      = 137 // the exit code of SIGKILL
	terminated  = 143 // that of SIGTERM
	neverStart  = 128 // what containerd gives to a container that it could not start
	defaultTerm = 0.1 // from SIGTERM to the end, where a run does not say
)

// StartContainer begins the run: from here on its times count.
func (w *world) StartContainer(_ context.Context, r *v1.StartContainerRequest) (*v1.StartContainerResponse, error) {
	w.Lock()
	defer w.Unlock()
	c := w.containers[r.ContainerId]
	if c == nil {
		return nil, missing("container")
	}
	if c.run.StartDelay > 0 {
		w.Unlock()
		time.Sleep(seconds(c.run.StartDelay))
		w.Lock()
	}
	e := errorText(c.run.Start)
	s := w.sandboxes[c.sandbox]
	if e == "" && (s == nil || !s.ready) {
		e = fmt.Sprintf("sandbox container %q is not running", c.sandbox)
	}
	if e != "" {
		c.state, c.code, c.reason, c.message, c.finished = v1.ContainerState_CONTAINER_EXITED, neverStart, "StartError", e, time.Now()
		close(c.done)
		w.sayOf(c, "StartContainer", entry{"error": e})
		return nil, fail(e)
	}
	w.sayOf(c, "StartContainer", nil)
	c.state, c.started = v1.ContainerState_CONTAINER_RUNNING, time.Now()
	w.schedule(c, s)
	return &v1.StartContainerResponse{}, nil
}

// schedule sets the timers of what the run does by itself.
func (w *world) schedule(c *container, s *sandbox) {
	if c.run.Run != nil {
		time.AfterFunc(seconds(*c.run.Run), func() {
			w.Lock()
			defer w.Unlock()
			w.exit(c, int32(c.run.Exit), c.run.Reason, c.run.Message, "script")
		})
	}
	for _, text := range c.run.Listen {
		port, from, timed := strings.Cut(text, "@")
		after := 0.0
		if timed {
			var err error
			if after, err = strconv.ParseFloat(from, 64); err != nil {
				log.Printf("listen %q: %v", text, err)
			}
		}
		time.AfterFunc(seconds(after), func() { w.listen(c, s.ip, port) })
	}
	if c.run.WriteTo != "" {
		time.AfterFunc(seconds(c.run.WriteAfter), func() { w.write(c) })
	}
}

// write makes the file of `writeTo` in the volume itself, because the kubelet measures volumes by looking at the disk.
func (w *world) write(c *container) {
	for _, m := range c.config.Mounts {
		rest, below := strings.CutPrefix(c.run.WriteTo, m.ContainerPath)
		if !below && filepath.Base(m.HostPath) != c.run.WriteTo {
			continue
		}
		if !below || rest == "" {
			rest = "/data.bin"
		}
		content := bytes.Repeat([]byte{1}, c.run.WriteMB<<20)
		if err := os.WriteFile(filepath.Join(m.HostPath, rest), content, 0o644); err != nil {
			log.Printf("write %s: %v", c.run.WriteTo, err)
			return
		}
		w.Lock()
		w.sayOf(c, "Wrote", entry{"path": c.run.WriteTo, "mb": c.run.WriteMB})
		w.Unlock()
		return
	}
}

// exit ends a running container; of one that does not run it says nothing. The caller holds the lock.
func (w *world) exit(c *container, code int32, reason, message, why string) {
	if !c.running() {
		return
	}
	if reason == "" {
		reason = "Error"
		if code == 0 {
			reason = "Completed"
		}
	}
	c.state, c.code, c.reason, c.finished = v1.ContainerState_CONTAINER_EXITED, code, reason, time.Now()
	if message != "" {
		leave(c, message)
	}
	w.sayOf(c, "Exited", entry{"exitCode": code, "reason": reason, "why": why})
	close(c.done)
	for _, s := range c.servers {
		if err := s.Close(); err != nil {
			log.Printf("close a port of %s: %v", c.config.Metadata.Name, err)
		}
	}
}

// leave writes the termination message where the program would: the kubelet reads it from the file that it mounted.
func leave(c *container, message string) {
	path := c.config.Annotations["io.kubernetes.container.terminationMessagePath"]
	for _, m := range c.config.Mounts {
		if m.ContainerPath != path {
			continue
		}
		if err := os.WriteFile(m.HostPath, []byte(message), 0o644); err != nil {
			log.Printf("message of %s: %v", c.config.Metadata.Name, err)
		}
	}
}

// StopContainer sends SIGTERM and waits for the grace period that the kubelet asks for; then comes SIGKILL.
func (w *world) StopContainer(_ context.Context, r *v1.StopContainerRequest) (*v1.StopContainerResponse, error) {
	w.Lock()
	defer w.Unlock()
	c := w.containers[r.ContainerId]
	if c == nil {
		return &v1.StopContainerResponse{}, nil
	}
	w.sayOf(c, "StopContainer", entry{"timeout": r.Timeout})
	if !c.running() {
		w.sayOf(c, "StopContainer.done", nil)
		return &v1.StopContainerResponse{}, nil
	}
	term, code := defaultTerm, terminated
	if c.run.Term != nil {
		term = *c.run.Term
	}
	if c.run.TermExit != nil {
		code = *c.run.TermExit
	}
	// A program that ignores SIGTERM has a negative time; a channel that is nil is never ready.
	var ended <-chan time.Time
	if term >= 0 {
		ended = time.After(seconds(term))
	}
	w.Unlock()
	why := ""
	select {
	case <-c.done:
	case <-ended:
		why = "SIGTERM"
	case <-time.After(time.Duration(r.Timeout) * time.Second):
		why, code = "SIGKILL", killed
	}
	w.Lock()
	if why != "" {
		w.exit(c, int32(code), "", "", why)
	}
	w.sayOf(c, "StopContainer.done", nil)
	return &v1.StopContainerResponse{}, nil
}
