package main

import (
	"strings"
	"time"
)

// The vocabulary of docs/scenario.md. encoding/json matches names without regard to case, so that no tags are needed. Times are seconds;
// a pointer tells a value that was not given from zero.

// behaviour is what was given for one Pod, or for the workload that makes it.
type behaviour struct {
	Containers map[string][]run
	Images     map[string]*image
	Sandbox    []sandboxRun
}

// run is one run of a container, from its creation to its end.
type run struct {
	Run        *float64
	Exit       int
	Reason     string
	Message    string
	Create     string
	Start      string
	StartDelay float64
	Term       *float64
	TermExit   *int
	Listen     []string
	Exec       map[string]answer
	HTTP       map[string]answer
	Memory     uint64
	Update     []string
	LayerMB    uint64
	WriteTo    string
	WriteMB    int
	WriteAfter float64
}

// answer is how a command or an HTTP path answers.
type answer struct {
	OkAfter, OkUntil *float64
	Fail             [][]*float64
	Seq              []int
	Delay            float64
	Out              string
	Exit             *int
	ExitsMain        *int
}

// image is how an image is pulled, and how far its pulls have come.
type image struct {
	Pull    float64
	Fail    int
	Error   string
	Size    uint64
	Present bool
	pulls   int
	pulled  bool
}

// sandboxRun is one attempt at a sandbox.
type sandboxRun struct {
	Create   string
	Delay    float64
	DieAfter *float64
}

// listens tells whether the Pod needs an address at which its probes really find something.
func (b *behaviour) listens() bool {
	for _, runs := range b.Containers {
		for _, r := range runs {
			if r.Listen != nil || r.HTTP != nil {
				return true
			}
		}
	}
	return false
}

// code is the answer to the call-th call, `since` seconds after the container's start: `good`, or `bad` unless the answer says what a
// failure gives.
func (a answer) code(since float64, call, good, bad int) int {
	if len(a.Seq) > 0 {
		return a.Seq[min(call, len(a.Seq)-1)]
	}
	if a.Exit != nil {
		bad = *a.Exit
		// An exit code without times is every answer.
		if a.OkAfter == nil && a.OkUntil == nil && len(a.Fail) == 0 {
			return bad
		}
	}
	if a.OkAfter != nil && since < *a.OkAfter || a.OkUntil != nil && since >= *a.OkUntil {
		return bad
	}
	for _, f := range a.Fail {
		if len(f) == 2 && (f[0] == nil || since >= *f[0]) && (f[1] == nil || since < *f[1]) {
			return bad
		}
	}
	return good
}

// seconds is a length of the vocabulary as Go has it.
func seconds(f float64) time.Duration { return time.Duration(f * float64(time.Second)) }

// errorText is the error of a text such as `error:no space`; `ok` and nothing are none.
func errorText(text string) string {
	if text == "ok" {
		return ""
	}
	return strings.TrimPrefix(text, "error:")
}
