import starlight from "@astrojs/starlight";
import { defineConfig, passthroughImageService } from "astro/config";

export default defineConfig({
  image: { service: passthroughImageService() },
  integrations: [starlight({ title: "Docs", pagefind: false, head: [{ tag: "script", attrs: { src: "https://podlab.example/pod-lab.js" } }] })],
});
