package main

import (
	"context"
	"fmt"
	"log"
	"net"
	"net/http"
	"strings"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
)

// ExecSync plays a command of a probe or a hook.
func (w *world) ExecSync(ctx context.Context, r *v1.ExecSyncRequest) (*v1.ExecSyncResponse, error) {
	w.Lock()
	defer w.Unlock()
	c := w.containers[r.ContainerId]
	if c == nil || !c.running() {
		return nil, fail("container not running")
	}
	command, since := strings.Join(r.Cmd, " "), c.since()
	a, code := answer{}, 0
	if key := longestPart(command, c.run.Exec); key != "" {
		a = c.run.Exec[key]
		code = a.code(since+a.Delay, c.call(key), 0, 1)
	}
	w.Unlock()
	end := wait(ctx, a.Delay, r.Timeout, c.done)
	w.Lock()
	line := entry{"cmd": command, "since": rounded(since)}
	switch end {
	case "timeout":
		line["error"] = end
		w.sayOf(c, "ExecSync", line)
		text := fmt.Sprintf("failed to exec in container: timeout %ds exceeded: context deadline exceeded", r.Timeout)
		return nil, status.Error(codes.DeadlineExceeded, text)
	case "cancelled":
		line["error"] = end
		w.sayOf(c, "ExecSync", line)
		return nil, status.Error(codes.Canceled, "context canceled")
	case "exited":
		line["error"], line["exit"] = "container exited", killed
		w.sayOf(c, "ExecSync", line)
		return &v1.ExecSyncResponse{ExitCode: killed}, nil
	}
	line["exit"] = code
	w.sayOf(c, "ExecSync", line)
	if a.ExitsMain != nil {
		w.exit(c, int32(*a.ExitsMain), "", "", "exec")
	}
	response := &v1.ExecSyncResponse{ExitCode: int32(code)}
	if code != 0 {
		response.Stdout = []byte(a.Out)
	}
	return response, nil
}

// longestPart is the longest key of `answers` that is a part of `command`.
func longestPart(command string, answers map[string]answer) string {
	best := ""
	for key := range answers {
		longer := len(key) > len(best) || len(key) == len(best) && key < best
		if strings.Contains(command, key) && longer {
			best = key
		}
	}
	return best
}

// wait waits for `delay` seconds and tells what cut it short, if anything did; a timeout of 0 is none.
func wait(ctx context.Context, delay float64, timeout int64, done <-chan struct{}) string {
	if delay <= 0 {
		return ""
	}
	var limit <-chan time.Time
	if timeout > 0 {
		limit = time.After(time.Duration(timeout) * time.Second)
	}
	select {
	case <-time.After(seconds(delay)):
		return ""
	case <-limit:
		return "timeout"
	case <-done:
		return "exited"
	case <-ctx.Done():
		return "cancelled"
	}
}

// listen opens a port for as long as the container runs. A TCP probe only connects; an HTTP probe gets the scripted answer.
func (w *world) listen(c *container, ip, port string) {
	w.Lock()
	defer w.Unlock()
	if !c.running() {
		return
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(ip, port))
	if err != nil {
		log.Printf("listen on %s:%s: %v", ip, port, err)
		return
	}
	server := &http.Server{Handler: http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.answerHTTP(c, ":"+port+r.URL.Path, rw, r)
	})}
	// A connection that is kept would answer a probe even after the container's end.
	server.SetKeepAlivesEnabled(false)
	c.servers = append(c.servers, server)
	go func() {
		if err := server.Serve(listener); err != http.ErrServerClosed {
			log.Printf("serve on %s:%s: %v", ip, port, err)
		}
	}()
}

// answerHTTP answers one request; a path that the run does not name is fine.
func (w *world) answerHTTP(c *container, url string, rw http.ResponseWriter, r *http.Request) {
	w.Lock()
	since := c.since()
	a, scripted := c.run.HTTP[url]
	code, call := http.StatusOK, c.call(url)
	if scripted {
		code = a.code(since+a.Delay, call, http.StatusOK, http.StatusInternalServerError)
	}
	w.Unlock()
	wait(r.Context(), a.Delay, 0, c.done)
	w.Lock()
	w.sayOf(c, "HTTP", entry{"url": url, "code": code, "since": rounded(since)})
	w.Unlock()
	rw.WriteHeader(code)
	if a.Out != "" {
		if _, err := rw.Write([]byte(a.Out)); err != nil {
			log.Printf("answer to %s: %v", url, err)
		}
	}
}
