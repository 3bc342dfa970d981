// A scripted container runtime. It speaks CRI over a unix socket, as containerd does, but runs no program: it plays the behaviours that
// the recorder gave it over HTTP, and keeps a log of each call. docs/scenario.md tells the vocabulary.
package main

import (
	"flag"
	"log"
	"net"
	"os"

	"google.golang.org/grpc"
	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
)

// largest is the most bytes of a message: lists of some hundred containers are longer than what gRPC takes by default.
const largest = 16 << 20

func main() {
	socket := flag.String("socket", "", "the unix socket on which the kubelet finds the runtime")
	address := flag.String("http", "127.0.0.1:18080", "the address on which the recorder finds it")
	flag.Parse()
	if *socket == "" {
		log.Fatal("-socket is missing")
	}
	// A runtime that was killed leaves its socket, and listening on it would then fail.
	if err := os.Remove(*socket); err != nil && !os.IsNotExist(err) {
		log.Fatal(err)
	}
	listener, err := net.Listen("unix", *socket)
	if err != nil {
		log.Fatal(err)
	}
	w := newWorld()
	server := grpc.NewServer(grpc.MaxRecvMsgSize(largest), grpc.MaxSendMsgSize(largest))
	v1.RegisterRuntimeServiceServer(server, w)
	v1.RegisterImageServiceServer(server, w)
	go func() { log.Fatal(w.serve(*address)) }()
	log.Fatal(server.Serve(listener))
}
