//! How long reading and checking takes: `cargo run --release -p engine --example speed [FILE]`.

use engine::check::{Mode, Options, check};
use std::hint::black_box;
use std::time::Instant;

fn main() {
    let file = std::env::args().nth(1);
    let text = file.and_then(|file| std::fs::read_to_string(file).ok()).unwrap_or_else(|| POD.to_owned());
    let options = Options { mode: Mode::Yaml, ..Options::default() };
    let kubernetes = &options.kubernetes;
    println!("{} lines, {} bytes", text.lines().count(), text.len());
    time("events and tree", || black_box(source::read(&text)).documents.len());
    let read = source::read(&text);
    if let Some(document) = read.documents.first() {
        time("typed object", || black_box(api::read(document, kubernetes)).decode.len());
        let object = api::read(document, kubernetes).object;
        time("clone", || {
            black_box(object.clone());
            0
        });
        time("clone and defaults", || {
            let mut object = object.clone();
            api::defaulting::apply(&mut object, kubernetes);
            api::defaulting::prepare(&mut object, kubernetes);
            black_box(&object);
            0
        });
        let mut stored = object.clone();
        api::defaulting::apply(&mut stored, kubernetes);
        api::defaulting::prepare(&mut stored, kubernetes);
        let rules = validation::Options { allow_privileged: true };
        time("rules", || black_box(validation::validate(&stored, kubernetes, &rules)).len());
        time("warnings", || black_box(validation::warnings(&stored, kubernetes)).len());
    }
    time("whole check", || black_box(check(&text, &options)).problems.len());
}

/// The fastest of many runs, since the machine is shared.
fn time(name: &str, mut run: impl FnMut() -> usize) {
    let mut best = f64::INFINITY;
    let mut found = 0;
    for _ in 0..2000 {
        let start = Instant::now();
        found = run();
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!("{name:>20}: {:8.1} µs ({found})", best * 1e6);
}

const POD: &str = r#"apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
  labels:
    app.kubernetes.io/name: web
    app.kubernetes.io/version: "1.4"
  annotations:
    example.com/note: "a note"
spec:
  restartPolicy: Always
  terminationGracePeriodSeconds: 30
  initContainers:
  - name: migrate
    image: registry.example.com/web/migrate:1.4
    command: ["sh", "-c", "until nc -z db 5432; do sleep 1; done; ./migrate"]
    env:
    - name: DATABASE_URL
      valueFrom:
        secretKeyRef: {name: db, key: url}
    resources:
      requests: {cpu: 100m, memory: 64Mi}
  - name: proxy
    image: registry.example.com/mesh/proxy:2.0
    restartPolicy: Always
    ports:
    - {name: mesh, containerPort: 15001}
    startupProbe:
      tcpSocket: {port: mesh}
      failureThreshold: 30
  containers:
  - name: web
    image: registry.example.com/web/server:1.4
    args: ["--port=8080", "--log=info"]
    ports:
    - name: http
      containerPort: 8080
    env:
    - name: POD_NAME
      valueFrom:
        fieldRef:
          fieldPath: metadata.name
    - name: MODE
      value: production
    resources:
      requests:
        cpu: 250m
        memory: 128Mi
      limits:
        memory: 256Mi
    readinessProbe:
      httpGet:
        path: /ready
        port: http
      periodSeconds: 5
    volumeMounts:
    - name: cache
      mountPath: /var/cache
  volumes:
  - name: cache
    emptyDir: {sizeLimit: 1Gi}
"#;
