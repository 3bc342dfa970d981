// An etcd server for machines that have none: `etcd --config-file=FILE`, as the whole program takes it. Build it in a Go module that has
// go.etcd.io/etcd/server/v3 (build.sh does, where ETCD_SRC names one).
package main

import (
	"flag"
	"log"

	"go.etcd.io/etcd/server/v3/embed"
)

func main() {
	file := flag.String("config-file", "", "etcd's own configuration, in YAML")
	flag.Parse()
	config, err := embed.ConfigFromFile(*file)
	if err != nil {
		log.Fatal(err)
	}
	server, err := embed.StartEtcd(config)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(<-server.Err())
}
