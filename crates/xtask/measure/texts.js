// The manifests for measuring.

/** A Pod of 60 lines, whose name ends the fourth: typing there makes it wrong and right again. */
export const SIXTY = pod("shop", 4);

/** What stands behind the page's address in a link to a text with a mistake that the API server names, as any program may make one. */
export const OWN = `#v1:u:${encodeURIComponent(SIXTY.replace("image:", "imag:"))}`;

/** 2,000 lines and twelve, as a template engine prints them: many objects in one file. */
export const TWO_THOUSAND = Array.from({ length: 33 }, (_, index) => pod(`shop-${index}`, 4)).join("---\n");

/** Ten containers, every second of which crashes again and again. */
export const TEN = `apiVersion: v1
kind: Pod
metadata:
  name: ten
spec:
  containers:
${Array.from({ length: 10 }, (_, index) => `  - name: app-${index}\n    image: registry.example/app:${index}\n${index % 2 ? '    command: ["sh", "-c", "sleep 5; exit 1"]\n' : ""}`).join("")}`;

/** A Pod as a page of documentation shows it. */
export const initialized = (name) => `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
spec:
  initContainers:
  - name: setup
    image: busybox:1.36
  containers:
  - name: app
    image: nginx:1.27
`;

/** A Pod of 6 lines, 12 for each container and 6 for a probe. */
function pod(name, containers) {
  const container = (index) => `  - name: app-${index}
    image: registry.example/app:1.${index}
    ports:
    - name: http-${index}
      containerPort: ${8080 + index}
    env:
    - name: LOG_LEVEL
      value: info
    resources:
      requests:
        cpu: 100m
        memory: 64Mi
`;
  const probe = `    readinessProbe:
      httpGet:
        path: /ready
        port: http-0
      periodSeconds: 5
      failureThreshold: 3
`;
  const list = Array.from({ length: containers }, (_, index) => container(index) + (index === 0 ? probe : "")).join("");
  return `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n${list}`;
}
