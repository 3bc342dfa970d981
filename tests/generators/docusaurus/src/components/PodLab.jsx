import CodeBlock from "@theme/CodeBlock";

export default function PodLab({ manifest, ...attributes }) {
  return (
    <pod-lab {...attributes}>
      <CodeBlock language="yaml">{manifest}</CodeBlock>
    </pod-lab>
  );
}
