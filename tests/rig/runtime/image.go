package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
)

// usualSize is the size of an image that does not say its own.
const usualSize = 12345678

// imageID is a digest that depends on the name alone, so that two runs of a scenario have the same.
func imageID(name string) string {
	sum := fnv.New64a()
	sum.Write([]byte(name))
	return fmt.Sprintf("sha256:%064x", sum.Sum64())
}

// absent tells whether an image has to be pulled. One that no scenario scripts is on the node from the start: pulls are then no part of
// what is recorded.
func (w *world) absent(name string) bool {
	i := w.images[name]
	return i != nil && !i.pulled && !i.Present
}

func (w *world) image(name string) *v1.Image {
	size := uint64(usualSize)
	if i := w.images[name]; i != nil && i.Size > 0 {
		size = i.Size
	}
	return &v1.Image{
		Id:          imageID(name),
		RepoTags:    []string{name},
		RepoDigests: []string{name + "@" + imageID(name)},
		Size:        size,
		Spec:        &v1.ImageSpec{Image: name},
	}
}

// ImageStatus tells whether an image is on the node.
func (w *world) ImageStatus(_ context.Context, r *v1.ImageStatusRequest) (*v1.ImageStatusResponse, error) {
	w.Lock()
	defer w.Unlock()
	name := r.Image.Image
	if w.absent(name) {
		return &v1.ImageStatusResponse{}, nil
	}
	w.used[name] = true
	return &v1.ImageStatusResponse{Image: w.image(name)}, nil
}

// ListImages lists the images that were used and are there.
func (w *world) ListImages(context.Context, *v1.ListImagesRequest) (*v1.ListImagesResponse, error) {
	w.Lock()
	defer w.Unlock()
	list := &v1.ListImagesResponse{}
	for name := range w.used {
		if !w.absent(name) {
			list.Images = append(list.Images, w.image(name))
		}
	}
	return list, nil
}

// PullImage takes its time, and fails as often as the scenario says.
func (w *world) PullImage(ctx context.Context, r *v1.PullImageRequest) (*v1.PullImageResponse, error) {
	w.Lock()
	defer w.Unlock()
	name, pod := r.Image.Image, r.GetSandboxConfig().GetMetadata()
	say := func(call, e string) {
		line := entry{"image": name}
		if e != "" {
			line["error"] = e
		}
		w.say(pod.GetNamespace(), pod.GetName(), call, line)
	}
	say("PullImage", "")
	if i := w.images[name]; i != nil {
		w.Unlock()
		select {
		case <-time.After(seconds(i.Pull)):
		case <-ctx.Done():
		}
		w.Lock()
		if ctx.Err() != nil {
			say("PullImage.done", "cancelled")
			return nil, status.Error(codes.Canceled, "context canceled")
		}
		if err := i.next(name); err != nil {
			say("PullImage.done", status.Convert(err).Message())
			return nil, err
		}
	}
	w.used[name] = true
	say("PullImage.done", "")
	return &v1.PullImageResponse{ImageRef: imageID(name)}, nil
}

// next counts a pull and gives its error, if it fails: the scenario's, or containerd's for an image that is not in the registry.
func (i *image) next(name string) error {
	i.pulls++
	if i.Fail >= 0 && i.pulls > i.Fail {
		i.pulled = true
		return nil
	}
	if i.Error != "" {
		return fail(i.Error)
	}
	text := fmt.Sprintf("failed to pull and unpack image %q: failed to resolve reference %q: %s: not found", name, name, name)
	return status.Error(codes.NotFound, text)
}

// RemoveImage keeps the image: the kubelet's clean-up must not change what a scenario says.
func (w *world) RemoveImage(context.Context, *v1.RemoveImageRequest) (*v1.RemoveImageResponse, error) {
	return &v1.RemoveImageResponse{}, nil
}
